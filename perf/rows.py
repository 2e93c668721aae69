"""The rollouts of the common workload alone, by the hundred million, with the questions about them.

    python perf/rows.py ROWS DIR [--shards N] [--forms ndjson,parquet]

Writes what `forms.py` writes, without checkpoints, incidents and the rest: a policy that asks about rollouts,
bundles, and DIR/peers/policy.json. DuckDB hashes the numbers, as `workload.py` does one by one.
NDJSON is left out above 1e7.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import duckdb
from forms import FORMS, ROWS_A_GROUP, asked_in_json, claim_rollouts
from workload import ENVIRONMENTS, FLAGGED_PERMILLE, PHASE_OF, PHASES, workload, write

A_SHARD = 1_000_000
MOST_LINES = 10_000_000
LEAST = "1e2"  # the smallest workload: its checkpoints are those of the rollouts

_GAMMA, _ONE, _TWO = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_LOW = f"{(1 << 64) - 1}::UHUGEINT"


def _mixed(table: str, column: str, into: str) -> str:
    """Return the steps of splitmix64 over a column, each a table of its own.

    A product is taken in 128 bits, and what is above 64 of them dropped.
    """
    a, b, c = f"{into}_a", f"{into}_b", f"{into}_c"
    return f"""
    {a} AS (SELECT *, (({column}::UHUGEINT + {_GAMMA}) & {_LOW})::UBIGINT AS {a} FROM {table}),
    {b} AS (SELECT *, ((xor({a}, {a} >> 30)::UHUGEINT * {_ONE}) & {_LOW})::UBIGINT AS {b} FROM {a}),
    {c} AS (SELECT *, ((xor({b}, {b} >> 27)::UHUGEINT * {_TWO}) & {_LOW})::UBIGINT AS {c} FROM {b}),
    {into} AS (SELECT *, xor({c}, {c} >> 31) AS {into} FROM {c})"""


def rollouts_sql(start: int, end: int, checkpoints: int) -> str:
    """Return the query of the rollouts from one number to below another."""
    phase = f"{[PHASES[n] for n in PHASE_OF]}[1 + (one % 16)::INT]"
    permille = f"{[FLAGGED_PERMILLE[n] for n in PHASE_OF]}[1 + (one % 16)::INT]"
    parts = " + ".join(f"((two >> {shift}) % 13001)::BIGINT" for shift in (0, 13, 26, 39))
    return f"""
    WITH first AS (SELECT range::UBIGINT AS i FROM range({start}, {end})),
    {_mixed("first", "i", "one")},
    {_mixed("one", "one", "two")},
    {_mixed("two", "two", "three")}
    SELECT printf('r%08d', i::BIGINT) AS id,
           printf('c%04d', ((three >> 20) % {checkpoints})::BIGINT) AS checkpoint,
           {phase} AS phase, (i // 64)::BIGINT AS step,
           {list(ENVIRONMENTS)}[1 + ((one >> 8) % 6)::INT] AS env,
           ({parts})::DOUBLE / 10000::DOUBLE AS reward,
           (three % 1000)::INT < {permille} AS reward_hack,
           ((one >> 16) % 8192)::BIGINT AS tokens
    FROM three"""


def write_rollouts(into: Path, form: str, many: int, shards: int, checkpoints: int) -> None:
    """Write rollouts in so many files."""
    into.mkdir(parents=True, exist_ok=True)
    how = "FORMAT json" if form == "ndjson" else "FORMAT parquet, COMPRESSION zstd"
    how += f", ROW_GROUP_SIZE {ROWS_A_GROUP}" if form == "parquet" else ""
    with duckdb.connect(config={"threads": 2, "preserve_insertion_order": True}) as database:
        for number in range(shards):
            start, end = many * number // shards, many * (number + 1) // shards
            rows = rollouts_sql(start, end, checkpoints)
            path = into / f"part-{number:05d}.{form}"
            database.execute(f"COPY ({rows}) TO '{path}' ({how})")


def questions(text: str) -> str:
    """Return a policy of the workload without what does not ask about rollouts."""
    parts = text.split("\n\n")
    return "\n\n".join(
        part for part in parts if not part.startswith("requirement") or " rollouts " in part
    )


def write_rows(folder: Path, form: str, many: int, shards: int) -> None:
    """Write the policy and a bundle whose only large part is a table."""
    asked = workload(LEAST)
    write(asked, folder / form, True)
    bundle = folder / form / "bundle"
    for path in (bundle / "rollouts").iterdir():
        path.unlink()
    write_rollouts(bundle / "rollouts", form, many, shards, len(asked.checkpoints))
    policy = folder / form / "policy.tra"
    policy.write_text(questions(policy.read_text("utf-8")), encoding="utf-8")
    head = bundle / "bundle.yaml"
    told = head.read_text("utf-8").replace("rollouts/*.ndjson", f"rollouts/*.{form}")
    head.write_text(told, encoding="utf-8")
    claim_rollouts(bundle, many, form)
    peers = folder / "peers"
    peers.mkdir(exist_ok=True)
    (peers / "policy.json").write_text(json.dumps({"policy": asked_in_json(asked)}), "utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Write rollouts with the questions about them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=float)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shards", type=int, default=0)
    parser.add_argument("--forms", default=",".join(FORMS))
    given = parser.parse_args(arguments)
    many = int(given.rows)
    for form in given.forms.split(","):
        if form == "parquet" or many <= MOST_LINES:
            write_rows(given.folder, form, many, given.shards or max(1, many // A_SHARD))


if __name__ == "__main__":
    main()
