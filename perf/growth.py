"""How the cost of `tra check` grows with clauses, with files of a table, with records that are read whole.

    python perf/growth.py [clauses] [shards] [records] [--rounds 3] [--clauses 10,…] [--shards 1,…]

Whole processes in turn. Printed are the fastest seconds and the most megabytes of each size, and the
exponent of a power law fitted by least squares to what a size takes above the smallest: 1 is linear.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from common import ANSWERED, tra
from measuring import Run, run
from rows import write_rows
from workload import AS_OF, FIRST_DAY, LINES, policy_text, workload, write

LEAST = "1e2"
BENCHMARKS = 20
NOISE = 0.005  # seconds: what a size takes less above the smallest says nothing


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float | None:
    """Return the power with which seconds grow above the smallest size; None where they do not.

    Both are counted from the smallest: what starting costs, and what so few cost already, is left out.
    """
    points = [
        (math.log(size - sizes[0]), math.log(taken - seconds[0]))
        for size, taken in zip(sizes[1:], seconds[1:], strict=True)
        if taken - seconds[0] > NOISE
    ]
    if len(points) < 2:
        return None
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread


def clauses(many: int, folder: Path) -> Iterator[str]:
    """Write so many requirements over a hundred small records; yield the form."""
    asked = replace(workload(LEAST), thresholds=[])
    form = folder / "ndjson"
    write(asked, form, False)
    head, _, _ = policy_text(asked, False).partition("\n\nrequirement")
    wanted = (
        f"\n\nrequirement R{n}\n  needs measurement where benchmark is m{n % 4:02d}, "
        f"value <= {0.4 + n / 4000:.5f}"
        for n in range(many)
    )
    (form / "policy.tra").write_text(head + "".join(wanted) + "\n", encoding="utf-8")
    yield "ndjson"


def shards(many: int, folder: Path, rows: int = 100_000) -> Iterator[str]:
    """Write the same rows in so many files; yield the forms."""
    for form in ("ndjson", "parquet"):
        write_rows(folder, form, rows, many)
        yield form


def records(many: int, folder: Path) -> Iterator[str]:
    """Write so many measurements, twenty of a checkpoint, to be read one by one; yield the form."""
    form = folder / "ndjson"
    bundle = form / "bundle"
    bundle.mkdir(parents=True)
    files = []
    for start in range(0, many, LINES):
        name = f"measurements-{start // LINES:03d}.ndjson"
        lines = (_measured(n) for n in range(start, min(many, start + LINES)))
        (bundle / name).write_text("".join(lines), encoding="utf-8")
        files.append(name)
    made = (many + BENCHMARKS - 1) // BENCHMARKS
    for start in range(0, made, LINES):
        name = f"checkpoints-{start // LINES:03d}.ndjson"
        lines = (_made(n) for n in range(start, min(made, start + LINES)))
        (bundle / name).write_text("".join(lines), encoding="utf-8")
        files.append(name)
    claims = (
        _all("measurement", [f"e{n}" for n in range(many)]),
        _all("checkpoint", [f"c{n}" for n in range(made)]),
    )
    (bundle / "populations.ndjson").write_text("".join(claims), encoding="utf-8")
    files.append("populations.ndjson")
    head = ["format: tra.bundle/1", "id: growth", f"date: {AS_OF}", "developer: lab", "subject: c0"]
    told = [*head, "files:", *(f"  - path: {name}" for name in files)]
    (bundle / "bundle.yaml").write_text("\n".join(told) + "\n", encoding="utf-8")
    (form / "policy.tra").write_text(
        "tra 1\n\npolicy growth version 1 effective 2024-01-01\n  developer lab\n\n"
        'party lab "the developer"\n\n'
        "requirement R0\n  for every checkpoint where stage is rl\n"
        "  needs measurement where benchmark is m00 within 30 days of made\n"
        "  needs no measurement where benchmark is m00, value > 0.99 within 30 days of made\n",
        encoding="utf-8",
    )
    yield "ndjson"


def _all(kind: str, ids: Sequence[str]) -> str:
    """State that these are all records of a kind."""
    row = {
        "kind": "population",
        "id": f"all-{kind}",
        "of": kind,
        "basis": "signed-inventory",
        "count": len(ids),
        "digest": sha256("".join(f"{name}\n" for name in sorted(ids)).encode()).hexdigest(),
        "made": AS_OF,
    }
    return json.dumps(row) + "\n"


def _made(number: int) -> str:
    day = (FIRST_DAY + timedelta(days=number % 700)).isoformat()
    row = {"kind": "checkpoint", "id": f"c{number}", "stage": "rl", "made": day}
    return json.dumps(row) + "\n"


def _measured(number: int) -> str:
    checkpoint, benchmark = divmod(number, BENCHMARKS)
    row = {
        "kind": "measurement",
        "id": f"e{number}",
        "benchmark": f"m{benchmark:02d}",
        "metric": "score",
        "subject": f"c{checkpoint}",
        "statistic": "mean",
        "value": number * 7919 % 9000 / 10000,
        "roles": {"designed": ["lab"], "run": ["lab"]},
        "ended": (FIRST_DAY + timedelta(days=checkpoint % 700 + 5)).isoformat(),
    }
    return json.dumps(row) + "\n"


Writer = Callable[[int, Path], Iterator[str]]
KINDS: dict[str, tuple[Writer, str]] = {
    "clauses": (clauses, "10,30,100,300,1000"),
    "shards": (shards, "1,10,100,1000,10000"),
    "records": (records, "1000,10000,100000,1000000"),
}


def grown(kind: str, sizes: Sequence[int], rounds: int, timeout: float) -> Iterator[str]:
    """Measure every size in turn; yield the lines of a table for each form."""
    writer, _ = KINDS[kind]
    with tempfile.TemporaryDirectory() as name:
        folders = {size: Path(name, str(size)) for size in sizes}
        forms = [form for size in sizes for form in writer(size, folders[size])]
        for form in dict.fromkeys(forms):
            runs: dict[int, list[Run]] = {size: [] for size in sizes}
            for _ in range(rounds):
                for size in sizes:
                    runs[size].append(_once(form, folders[size], timeout))
            yield from _table(kind, form, runs)


def _once(form: str, folder: Path, timeout: float) -> Run:
    command = [part.replace("{D}", str(folder)) for part in tra(form, ()).command]
    done = run(command, None, timeout)
    if done.stopped or done.code not in ANSWERED:
        sys.exit(f"tra check: {done.stopped or done.code}: {done.said}")
    return done


def _table(kind: str, form: str, runs: dict[int, list[Run]]) -> Iterator[str]:
    yield f"| {kind}, {form} | fastest, s | MB at the most |"
    yield "|---|---|---|"
    fastest = [min(one.seconds for one in held) for held in runs.values()]
    for (size, held), seconds in zip(runs.items(), fastest, strict=True):
        most = max(one.megabytes for one in held)
        yield f"| {size:,} | {seconds:.3f} | {most:.0f} |"
    power = exponent(list(runs), fastest)
    yield f"\nexponent: {'none, it does not grow' if power is None else f'{power:.2f}'}\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kinds", nargs="*", help=f"of {', '.join(KINDS)}; all where none is named")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--timeout", type=float, default=900, help="seconds of one run")
    for kind, (_, sizes) in KINDS.items():
        parser.add_argument(f"--{kind}", default=sizes, metavar="SIZES", help=f"default: {sizes}")
    given = parser.parse_args()
    for kind in given.kinds or KINDS:
        if kind not in KINDS:
            parser.error(f"`{kind}` is none of {', '.join(KINDS)}")
        sizes = [int(float(size)) for size in getattr(given, kind).split(",")]
        for line in grown(kind, sizes, given.rounds, given.timeout):
            print(line, flush=True)


if __name__ == "__main__":
    main()
