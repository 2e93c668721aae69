"""One workload in all the forms in which something takes it.

    python perf/forms.py SIZE DIR [--no-document]

    DIR/ndjson/policy.tra, bundle/     what `tra check` takes, rollouts as NDJSON
    DIR/parquet/policy.tra, bundle/    the same, rollouts as Parquet
    DIR/peers/policy.json              the numbers that are asked about
    DIR/peers/*.ndjson, *.parquet      checkpoints, evals, incidents, responses
    DIR/peers/bundle.json              everything in one document, rollouts included

The rollouts of the peers are the very files of the bundles. The numbers are those of `workload.py`.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
from workload import (
    AS_OF,
    DEVELOPER,
    FIRST_DAY,
    PHASES,
    REWARDS,
    SHARES,
    SIZES,
    Workload,
    workload,
    write,
)

Row = dict[str, Any]

FORMS = ("ndjson", "parquet")
# What the peers are told of the small parts: nothing has to be guessed.
COLUMNS = {
    "checkpoints": {"id": "VARCHAR", "order": "INTEGER", "kind": "VARCHAR", "created": "DATE"},
    "evals": {
        "id": "VARCHAR",
        "checkpoint": "VARCHAR",
        "metric": "VARCHAR",
        "value": "DOUBLE",
        "date": "DATE",
        "designed_by": "VARCHAR",
        "operated_by": "VARCHAR",
    },
    "incidents": {"id": "VARCHAR", "checkpoint": "VARCHAR", "opened": "DATE"},
    "responses": {
        "incident": "VARCHAR",
        "date": "DATE",
        "root_cause": "VARCHAR",
        "retest_eval": "VARCHAR",
    },
    "rollouts": {
        "id": "VARCHAR",
        "checkpoint": "VARCHAR",
        "phase": "VARCHAR",
        "step": "BIGINT",
        "env": "VARCHAR",
        "reward": "DOUBLE",
        "reward_hack": "BOOLEAN",
        "tokens": "BIGINT",
    },
}
ROWS_A_GROUP = 122_880


def _day(number: int) -> str:
    return (FIRST_DAY + timedelta(days=number)).isoformat()


def asked_in_json(asked: Workload) -> Row:
    """Return what is asked, as the peers read it. Shares are whole percent: no float decides them."""
    return {
        "developer": DEVELOPER,
        "thresholds": [
            {
                "id": t.name,
                "metric": t.metric,
                "op": t.operator,
                "limit": float(t.limit),
                "applies_to": list(t.stages),
                "days": t.days,
            }
            for t in asked.thresholds
        ],
        "max_days": 14,
        "phases": {
            phase: {"percent": share, "p99": float(reward)}
            for phase, share, reward in zip(PHASES, SHARES, REWARDS, strict=True)
        },
    }


def small_parts(asked: Workload) -> Iterator[tuple[str, list[Row]]]:
    """Yield what is not a rollout, as flat rows."""
    ids = [row["id"] for row in asked.checkpoints]
    yield (
        "checkpoints",
        [
            {"id": r["id"], "order": r["order"], "kind": r["stage"], "created": _day(r["made"])}
            for r in asked.checkpoints
        ],
    )
    yield (
        "evals",
        [
            {
                "id": r["id"],
                "checkpoint": r["checkpoint"],
                "metric": r["metric"],
                "value": r["value"] / 10000,
                "date": _day(r["day"]),
                "designed_by": r["designed"],
                "operated_by": r["ran"],
            }
            for r in asked.evaluations
        ],
    )
    yield (
        "incidents",
        [
            {"id": r["id"], "checkpoint": ids[r["order"]], "opened": _day(r["day"])}
            for r in asked.incidents
        ],
    )
    yield (
        "responses",
        [
            {
                "incident": r["incident"],
                "date": _day(r["day"]),
                "root_cause": r["cause"],
                "retest_eval": r["again"]["id"] if r["again"] else None,
            }
            for r in asked.responses
        ],
    )


def typed(database: duckdb.DuckDBPyConnection, name: str, source: str, into: Path) -> None:
    """Write lines of JSON as Parquet, with the columns that a part has."""
    columns = ", ".join(f"'{column}': '{kind}'" for column, kind in COLUMNS[name].items())
    database.execute(
        f"COPY (FROM read_json('{source}', format='newline_delimited', columns={{{columns}}})) "
        f"TO '{into}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS_A_GROUP})"
    )


def claim_rollouts(bundle: Path, many: int, form: str) -> None:
    """State in a bundle that its rollouts are all there are.

    The claim stands for the digests of the files: it is another one for every form.
    """
    digests = []
    for path in (bundle / "rollouts").glob(f"*.{form}"):
        with path.open("rb") as file:
            digest = sha256()
            while block := file.read(1 << 20):
                digest.update(block)
        digests.append(f"sha256:{digest.hexdigest()}\n")
    claim = {
        "kind": "population",
        "id": "all-rollout",
        "of": "rollout",
        "basis": "signed-inventory",
        "count": many,
        "digest": sha256("".join(sorted(digests)).encode()).hexdigest(),
        "made": AS_OF,
    }
    claims = bundle / "populations.ndjson"
    others = [
        line
        for line in claims.read_text("utf-8").splitlines(keepends=True)
        if json.loads(line)["of"] != "rollout"
    ]
    claims.write_text("".join(others) + json.dumps(claim) + "\n", encoding="utf-8")


def write_ours(asked: Workload, folder: Path) -> None:
    """Write the policy with both bundles."""
    write(asked, folder / "ndjson", True)
    before, after = folder / "ndjson/bundle", folder / "parquet/bundle"
    shutil.copytree(before, after, ignore=shutil.ignore_patterns("rollouts"), dirs_exist_ok=True)
    shutil.copy(folder / "ndjson/policy.tra", folder / "parquet/policy.tra")
    head = after / "bundle.yaml"
    told = re.sub(r"rollouts/\*\.ndjson", "rollouts/*.parquet", head.read_text("utf-8"))
    head.write_text(told, encoding="utf-8")
    (after / "rollouts").mkdir(exist_ok=True)
    with duckdb.connect() as database:
        for path in sorted((before / "rollouts").glob("*.ndjson")):
            into = after / "rollouts" / path.with_suffix(".parquet").name
            typed(database, "rollouts", path.as_posix(), into)
    for form in FORMS:
        claim_rollouts(folder / form / "bundle", asked.rollouts, form)


def write_peers(asked: Workload, folder: Path, document: bool) -> None:
    """Write what the peers take beside the rollouts of the bundles."""
    peers = folder / "peers"
    peers.mkdir(parents=True, exist_ok=True)
    told = json.dumps({"policy": asked_in_json(asked)}, indent=1)
    (peers / "policy.json").write_text(told + "\n", encoding="utf-8")
    parts = dict(small_parts(asked))
    with duckdb.connect() as database:
        for name, rows in parts.items():
            path = peers / f"{name}.ndjson"
            path.write_text("".join(f"{_line(row)}\n" for row in rows), encoding="utf-8")
            typed(database, name, path.as_posix(), path.with_suffix(".parquet"))
    if document:
        _write_document(parts, folder)


def _write_document(parts: dict[str, list[Row]], folder: Path) -> None:
    with (folder / "peers/bundle.json").open("w", encoding="utf-8") as file:
        file.write("{\n")
        for name, rows in parts.items():
            file.write(f'"{name}":[\n' + ",\n".join(_line(row) for row in rows) + "],\n")
        file.write('"rollouts":[\n')
        between = ""
        for path in sorted((folder / "ndjson/bundle/rollouts").glob("*.ndjson")):
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    file.write(between + line.rstrip("\n"))
                    between = ",\n"
        file.write("]}\n")


def _line(row: Row) -> str:
    return json.dumps(row, separators=(",", ":"))


def main(arguments: Sequence[str] | None = None) -> None:
    """Write a workload in every form."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--no-document", action="store_true", help="leave bundle.json out")
    given = parser.parse_args(arguments)
    asked = workload(given.size)
    write_ours(asked, given.folder)
    write_peers(asked, given.folder, not given.no_document)


if __name__ == "__main__":
    main()
