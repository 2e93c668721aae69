"""Whole-process times of the everyday commands, beside a bare interpreter in the same run.

Seconds say something about one machine on one day; the ratio to `python -c pass` says more. The runs
take turns, so that what slows the machine slows all of them, and the median is printed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from measuring import TRA

ROOT = Path(__file__).resolve().parent.parent
POLICY = ROOT / "policies/anthropic/rsp-2.2.tra"
STORY = ROOT / "examples/claude-opus-4"


def commands() -> dict[str, tuple[str, ...]]:
    """Return what is measured: a whole published policy as a text, and a story held against it."""
    check = (*TRA, "check", str(STORY / "policy.tra"), "--evidence", str(STORY / "evidence"))
    check = (*check, "--as-of", "2026-01-01")
    return {
        "python -c pass": (sys.executable, "-c", "pass"),
        "python -c 'import click'": (sys.executable, "-c", "import click"),
        "tra --version": (*TRA, "--version"),
        f"tra lint {POLICY.name}": (*TRA, "lint", str(POLICY)),
        f"tra fmt --check {POLICY.name}": (*TRA, "fmt", "--check", str(POLICY)),
        f"tra check {STORY.name} (json)": (*check, "--format", "json"),
        f"tra check {STORY.name} (text)": check,
    }


def seconds(command: Sequence[str]) -> float:
    """Return how long a command takes, from start to end of its process."""
    started = time.perf_counter()
    done = subprocess.run(
        command, capture_output=True, check=False, env=dict(os.environ, NO_COLOR="1")
    )
    taken = time.perf_counter() - started
    if done.returncode not in (0, 1, 3, 4):
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr.decode()}")
    return taken


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    measured = commands()
    times: dict[str, list[float]] = {name: [] for name in measured}
    for command in measured.values():
        seconds(command)
    for _ in range(rounds):
        for name, command in measured.items():
            times[name].append(seconds(command))
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    bare = medians["python -c pass"]
    print("| command | median, ms | fastest, ms | times a bare interpreter |")
    print("|---|---|---|---|")
    for name, median in medians.items():
        fastest = min(times[name]) * 1000
        print(f"| `{name}` | {median * 1000:.0f} | {fastest:.0f} | {median / bare:.1f} |")


if __name__ == "__main__":
    main()
