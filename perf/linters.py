"""How long a whole `tra lint` takes, beside linters and checkers of other languages in the same run.

Each gets a text of its own language with as many lines as the largest policy, made here, in a process of its
own; the runs take turns. `--peers PYTHON` is an interpreter that has yamllint, sqlfluff, cfn-lint, regopy and
cedarpy; what it does not have is left out.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from measuring import TRA

ROOT = Path(__file__).resolve().parent.parent
LARGEST = max((ROOT / "policies").rglob("*.tra"), key=lambda path: path.stat().st_size)
REGO = """
import sys
from regopy import Interpreter
rego = Interpreter()
rego.add_module("policy", open(sys.argv[1]).read())
rego.set_input({"n": 3})
rego.query("data.policy.r1")
"""
CEDAR = """
import sys
from cedarpy import format_policies
format_policies(open(sys.argv[1]).read())
"""


def texts(folder: Path, lines: int) -> dict[str, Path]:
    """Write a text of each language with so many lines; return them by ending."""
    clauses = range(lines // 3)
    made = {
        "yaml": "---\n" + "".join(f"key_{n}: value number {n}\n" for n in range(lines - 1)),
        "sql": "".join(f"SELECT\n    a_{n}\nFROM t_{n};\n" for n in clauses),
        "json": '{"Resources": {\n'
        + ",\n".join(f'"B{n}": {{"Type": "AWS::S3::Bucket",\n"Properties": {{}}}}' for n in clauses)
        + "\n}}\n",
        "rego": "package policy\n" + "".join(f"r{n} {{\n  input.n > {n}\n}}\n" for n in clauses),
        "cedar": "".join(
            f"permit (principal, action, resource)\nwhen {{ context.n > {n} }};\n\n"
            for n in clauses
        ),
    }
    for ending, text in made.items():
        (folder / f"text.{ending}").write_text(text, "utf-8")
    return {ending: folder / f"text.{ending}" for ending in made}


def commands(peers: str, made: dict[str, Path]) -> dict[str, tuple[str, ...]]:
    """Return what is measured, by the name that is printed."""
    beside = Path(peers).parent
    found = {
        "python -c pass": (sys.executable, "-c", "pass"),
        f"tra lint {LARGEST.name}": (*TRA, "lint", str(LARGEST)),
    }
    others = {
        "yamllint": (str(beside / "yamllint"), str(made["yaml"])),
        "cfn-lint": (str(beside / "cfn-lint"), str(made["json"])),
        "sqlfluff lint": (str(beside / "sqlfluff"), "lint", "--dialect", "ansi", str(made["sql"])),
        "regopy, parse and one query": (peers, "-c", REGO, str(made["rego"])),
        "cedarpy, parse and format": (peers, "-c", CEDAR, str(made["cedar"])),
    }
    return found | {name: line for name, line in others.items() if peers and works(line)}


def works(command: Sequence[str]) -> bool:
    """Whether a command can be run at all."""
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return False
    return b"ModuleNotFoundError" not in done.stderr


def seconds(command: Sequence[str]) -> float:
    """Return how long a command takes, from start to end of its process."""
    started = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False, env=dict(os.environ, NO_COLOR="1"))
    return time.perf_counter() - started


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--peers", metavar="PYTHON", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        lines = LARGEST.read_text("utf-8").count("\n")
        measured = commands(given.peers, texts(Path(name), lines))
        times: dict[str, list[float]] = {one: [] for one in measured}
        for _ in range(given.rounds):
            for one, command in measured.items():
                times[one].append(seconds(command))
    bare = statistics.median(times["python -c pass"])
    print(f"texts of {lines} lines\n")
    print("| command | median, ms | fastest, ms | times a bare interpreter |")
    print("|---|---|---|---|")
    for one, taken in sorted(times.items(), key=lambda item: statistics.median(item[1])):
        median = statistics.median(taken)
        print(f"| {one} | {median * 1000:.0f} | {min(taken) * 1000:.0f} | {median / bare:.1f} |")


if __name__ == "__main__":
    main()
