"""Rows of rollouts in every form in which they can be handed in: in memory, or as files of a table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from tra_policy import driver, workspace
from tra_policy.engine import Ways
from tra_policy.model.evidence.bundle import Evidence, Filed
from tra_policy.model.evidence.run import Rollout
from tra_policy.model.moment import parse_moment
from tra_policy.model.quantity import Quantity
from tra_policy.words.source import Place, Source

AS_OF = date(2026, 6, 1)
FLAG = "reward-hacking"
COLUMNS = {
    "id": "id",
    "environment": "env",
    "stage": "phase",
    "checkpoint": "ckpt",
    "step": "step",
    "reward": "reward",
    "produced": "at",
    "selected_by": "by",
    "flags": {FLAG: "hack", "refusal": "refused"},
}
MANIFEST: dict[str, Any] = {
    "format": "tra.bundle/1",
    "id": "rows",
    "date": "2026-05-20",
    "developer": "acme",
    "subject": "c2",
}
SMALL: tuple[dict[str, Any], ...] = (
    {"kind": "checkpoint", "id": "c1", "stage": "rl"},
    {"kind": "checkpoint", "id": "c2", "stage": "sft", "parents": ["c1"]},
)
NEEDS = (
    "no rollout where flags has reward-hacking",
    "no rollout where reward > 0.9",
    "no rollout where reward >= 0.5, flags has refusal in stage rl",
    "every rollout where reward is stated",
    "every rollout where step < 100",
    "every rollout where selected by independent",
    "every rollout where checkpoint.stage is rl",
    "at least 2 rollout where flags is not reward-hacking",
    "at least 3 rollout where environment is web, step >= 10",
    "at most 20% of rollouts where flags has reward-hacking",
    "at most 34% of rollouts per environment where reward < 0.25",
    "at most 50% of rollouts per stage where flags has refusal",
    "at most 50% of rollouts per checkpoint.stage where reward <= 0.5",
    "enough rollouts to see 20% at 60% confidence",
    "max reward <= 0.9 over rollouts",
    "min reward >= 0.1 over rollouts in stage rl",
    "mean reward <= 0.5 over rollouts",
    "mean reward >= 0.25 over rollouts where flags is not refusal",
    "sum reward < 2 over rollouts where environment is web",
    "median reward <= 0.5 over rollouts",
    "median reward > 0.3 over rollouts in stage rl",
    "p90 reward < 0.9 over rollouts",
    "p50 reward >= 0.5 over rollouts per environment",
    "p99 step <= 99 over rollouts",
    "max step < 100 over rollouts per stage",
    "distinct environment >= 2 over rollouts",
    "distinct environment <= 2 over rollouts in stage rl",
    "distinct selected_by < 2 over rollouts where reward < 0.5",
    "distinct step <= 3 over rollouts",
    "distinct checkpoint.stage < 2 over rollouts",
    "distinct checkpoint >= 2 over rollouts per environment",
)


def policy_text(needs: Sequence[str] = NEEDS) -> str:
    """A policy of one requirement for each need."""
    head = (
        "tra 1\n\npolicy rows version 1 effective 2026-01-01\n  developer acme\n  force voluntary\n"
    )
    parties = 'party acme "Acme"\nparty aisi "An institute"\n  is a public authority\n'
    clauses = (f'requirement R{n} "{n}"\n  needs {need}\n' for n, need in enumerate(needs))
    return head + parties + "".join(clauses)


def policy(needs: Sequence[str] = NEEDS) -> driver.Text:
    """The policy, read."""
    text = driver.read(Source("rows.tra", policy_text(needs)), {})
    assert text.policy is not None, text.diagnostics
    return text


@dataclass(frozen=True)
class Claim:
    """That the rows of a range are all there are."""

    where: Mapping[str, str]


def in_memory(rows: Sequence[Mapping[str, Any]], claims: Sequence[Claim], folder: Path) -> Evidence:
    """Every row as a record of its own, put together without reading any file."""
    fields = {
        "env": "environment",
        "phase": "stage",
        "ckpt": "checkpoint",
        "by": "selected_by",
        "step": "step",
    }
    filed = []
    for row in rows:
        stated: dict[str, Any] = {"kind": "rollout", "id": row["id"]}
        stated |= {fields[k]: v for k, v in row.items() if k in fields and v is not None}
        if row["reward"] is not None:
            stated["reward"] = Quantity(Decimal(repr(row["reward"])))
        if row["at"] is not None:
            stated["produced"] = parse_moment(row["at"])
        flags = {FLAG: row["hack"], "refusal": row["refused"]}
        if None in flags.values():
            # A record can leave one flag open only as a sample of one.
            stated["sampled"] = 1
            stated["flagged"] = {name: int(so) for name, so in flags.items() if so is not None}
        else:
            stated["flags"] = tuple(name for name, so in flags.items() if so)
        record = Rollout.model_construct(**stated)
        filed.append(Filed(record, Place("rows")))
    ids = {f.id: f.record for f in filed}

    def inside(record: Any, where: Mapping[str, str]) -> bool:
        return all(getattr(record, name, None) == value for name, value in where.items())

    told = []
    for number, claim in enumerate(claims):
        names = [name for name, record in ids.items() if inside(record, claim.where)]
        told.append(_population(number, claim, len(names), names))
    evidence = opened({**MANIFEST, "records": [*SMALL, *told]}, folder)
    return replace(evidence, filed=(*evidence.filed, *filed))


def as_table(
    rows: Sequence[Mapping[str, Any]],
    claims: Sequence[Claim],
    splits: Sequence[int],
    form: str,
    folder: Path,
) -> Evidence:
    """The rows in files, cut at some places; not yet counted."""
    data = folder / "rows"
    data.mkdir(parents=True, exist_ok=True)
    ends = sorted({0, *(cut % (len(rows) + 1) for cut in splits), len(rows)})
    parts = [rows[a:b] for a, b in pairwise(ends)] or [rows]
    for number, part in enumerate(parts):
        write(part, form, data / f"{number}.{form}")
    files = [data / f"{number}.{form}" for number in range(len(parts))]
    digests = [sha256(file.read_bytes()).hexdigest() for file in files]
    told = []
    for number, claim in enumerate(claims):
        keys = {"environment": "env", "stage": "phase"}
        many = sum(all(r[keys[k]] == v for k, v in claim.where.items()) for r in rows)
        lines = [f"sha256:{d}" for d in digests] if many or not claim.where else []
        told.append(_population(number, claim, many, lines))
    table = {"id": "rolls", "kind": "rollout", "files": [f"rows/*.{form}"], "columns": COLUMNS}
    return opened({**MANIFEST, "tables": [table], "records": [*SMALL, *told]}, folder)


def write(rows: Sequence[Mapping[str, Any]], form: str, path: Path) -> None:
    """Write rows as NDJSON (what is not stated is left out) or as Parquet."""
    if form == "ndjson":
        lines = (json.dumps({k: v for k, v in r.items() if v is not None}) + "\n" for r in rows)
        path.write_text("".join(lines), encoding="utf-8")
        return
    types = {"step": "BIGINT", "reward": "DOUBLE", "hack": "BOOLEAN", "refused": "BOOLEAN"}
    names = ("id", "env", "phase", "ckpt", "step", "reward", "at", "by", "hack", "refused")
    columns = ", ".join(f'"{name}" {types.get(name, "VARCHAR")}' for name in names)
    with duckdb.connect() as database:
        database.execute(f"CREATE TABLE r ({columns})")
        if rows:
            marks = ", ".join("?" * len(names))
            values = [[row[name] for name in names] for row in rows]
            database.executemany(f"INSERT INTO r VALUES ({marks})", values)
        database.execute(f"COPY r TO '{path}' (FORMAT parquet)")


def _population(number: int, claim: Claim, count: int, lines: Sequence[str]) -> dict[str, Any]:
    digest = sha256("".join(f"{line}\n" for line in sorted(lines)).encode()).hexdigest()
    return {
        "kind": "population",
        "id": f"claim-{number}",
        "of": "rollout",
        "where": dict(claim.where),
        "basis": "auditor-query",
        "count": count,
        "digest": digest,
        "made": "2026-05-20",
    }


def opened(manifest: Mapping[str, Any], folder: Path) -> Evidence:
    """The evidence of a bundle with this manifest."""
    (folder / "bundle.yaml").write_text(json.dumps(manifest), encoding="utf-8")
    evidence, _, said = workspace.open_bundle(folder.as_posix())
    assert evidence is not None, said
    return evidence


def outcomes(text: driver.Text, evidence: Evidence, ways: Ways | None = None) -> dict[str, str]:
    """What every requirement comes to."""
    evidence, _ = driver.counted([text], evidence, ways)
    report, refused = driver.check(text, evidence, AS_OF, {})
    assert report is not None, refused
    return {item.id: item.outcome for item in report.items}
