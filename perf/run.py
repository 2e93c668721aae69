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
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TRA = (sys.executable, "-m", "tra_policy.cli.main")
POLICY = ROOT / "policies/anthropic/rsp-2.2.tra"
STORY = ROOT / "examples/claude-opus-4/evidence"


def commands(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return what is measured; where the shipped story is missing, what `tra init` writes."""
    policy, story = POLICY, STORY
    if not (policy.exists() and story.exists()):
        subprocess.run([*TRA, "init", str(folder)], check=True, stdout=subprocess.DEVNULL)
        policy, story = folder / "policy.tra", folder / "evidence"
    check = (*TRA, "check", str(policy), "--evidence", str(story), "--as-of", "2026-01-01")
    return {
        "python -c pass": (sys.executable, "-c", "pass"),
        "tra --version": (*TRA, "--version"),
        f"tra lint {policy.name}": (*TRA, "lint", str(policy)),
        f"tra fmt --check {policy.name}": (*TRA, "fmt", "--check", str(policy)),
        f"tra check {policy.name} (json)": (*check, "--format", "json"),
        f"tra check {policy.name} (text)": check,
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
    with tempfile.TemporaryDirectory() as folder:
        measured = commands(Path(folder))
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
