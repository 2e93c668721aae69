"""Every kind of which there may be a table answers there as its records would in the manifest."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.rows import MANIFEST, opened, outcomes, policy
from tra_policy.driver import Text
from tra_policy.readers.tables import ROW_KINDS

SMALL: tuple[dict[str, Any], ...] = (
    {"kind": "checkpoint", "id": "c1", "stage": "rl"},
    {"kind": "checkpoint", "id": "c2", "stage": "sft"},
    {"kind": "sft_dataset", "id": "d1", "stages": ["sft"], "overlaps_with": ["gpqa"]},
    {"kind": "reward_signal", "id": "rs-1", "component": "tests-pass", "inputs": ["final-output"]},
    {"kind": "measurement", "id": "m1", "benchmark": "gpqa", "subject": "c2", "statistic": "mean"},
)


@dataclass(frozen=True)
class Kind:
    """A kind of row: what its fields may hold, and what is asked of it."""

    fields: Mapping[str, Sequence[Any]]
    needs: Sequence[str]


FLAGS = (None, [], ["odd"], ["odd", "toxic"])
DAYS = (None, "2026-05-01", "2026-07-01")
KINDS = {
    "rollout": Kind(
        {
            "environment": ("web", "terminal"),
            "checkpoint": ("c1", "c2", None),
            "reward": (0, 0.5, 1, -2.25, None),
            "includes_cot": (True, False, None),
            "produced": DAYS,
        },
        (
            "every rollout where includes_cot is true",
            "no rollout where reward < 0",
            "at most 40% of rollouts per environment where checkpoint.stage is rl",
        ),
    ),
    "reward_sample": Kind(
        {
            "component": ("tests-pass", "length"),
            "stage": ("rl", "sft", None),
            "checkpoint": ("c1", "c2", "c9", None),
            "value": (0, 0.25, 1, -1.5, None),
            "step": (0, 7, 100, None),
            "flags": FLAGS,
            "produced": DAYS,
        },
        (
            "no reward_sample where value > 0.9",
            "mean value <= 0.5 over reward_samples in stage rl",
            "p90 value < 1 over reward-samples per component",
            "at most 25% of reward_samples per component where flags has odd",
            "no reward_sample where component.inputs has cot",
            "every reward_sample where step < 100",
        ),
    ),
    "dataset_row": Kind(
        {
            "dataset": ("d1", "d9"),
            "origin": ("web", "books", None),
            "license": ("CC-BY-4.0", "MIT", None),
            "stages": (["sft"], ["rl", "sft"], None),
            "overlaps_with": (None, [], ["gpqa"], ["gpqa", "mmlu"]),
            "tokens": (0, 12, 4096, None),
            "flags": FLAGS,
            "produced": DAYS,
        },
        (
            "no dataset_row where overlaps_with has gpqa",
            "every dataset_row where license is stated",
            "every dataset-row where overlaps_with is stated",
            "at most 30% of dataset_rows per origin where flags has toxic",
            "at most 50% of dataset_rows per dataset where license is MIT",
            "no dataset_row in stage rl where tokens > 4000",
            "sum tokens <= 20000 over dataset_rows where origin is web",
            "no dataset_row where dataset.overlaps_with has gpqa",
        ),
    ),
    "instance_score": Kind(
        {
            "benchmark": ("gpqa", "mmlu"),
            "measurement": ("m1", "m9", None),
            "subject": ("c1", "c2", None),
            "status": ("scored", "errored", "refused", None),
            "score": (0, 1, 0.5, None),
            "epoch": (0, 1, None),
            "flags": FLAGS,
            "produced": DAYS,
        },
        (
            "at most 1% of instance_scores where status is errored",
            "at most 40% of instance-scores per benchmark where status is refused",
            "no instance_score where status is errored, benchmark is gpqa",
            "mean score >= 0.25 over instance_scores where benchmark is gpqa, epoch <= 0",
            "every instance_score where measurement.subject is c2",
            "at least 2 instance_scores in stage sft where score is stated",
        ),
    ),
}
TEXTS: dict[str, Text] = {kind: policy(one.needs) for kind, one in KINDS.items()}


def test_every_kind_of_row_is_held_against_its_records() -> None:
    assert set(KINDS) == set(ROW_KINDS)


def told(kind: str, count: int, lines: Sequence[str]) -> dict[str, Any]:
    digest = sha256("".join(f"{line}\n" for line in sorted(lines)).encode()).hexdigest()
    claim = {"kind": "population", "id": "all", "of": kind, "basis": "auditor-query"}
    return {**claim, "count": count, "digest": digest, "made": "2026-05-20"}


def in_manifest(kind: str, rows: Sequence[Mapping[str, Any]], claimed: bool, folder: Path) -> Any:
    stated = [{k: v for k, v in row.items() if v is not None} for row in rows]
    records = [{"kind": kind, **row} for row in stated]
    claims = [told(kind, len(rows), [row["id"] for row in rows])] if claimed else []
    return opened({**MANIFEST, "records": [*SMALL, *records, *claims]}, folder)


def as_table(kind: str, rows: Sequence[Mapping[str, Any]], claimed: bool, folder: Path) -> Any:
    text = "".join(json.dumps(row) + "\n" for row in rows).encode()
    (folder / "rows.ndjson").write_bytes(text)
    columns = {name: name for name in ("id", *KINDS[kind].fields)}
    table = {"id": "t", "kind": kind, "files": ["rows.ndjson"], "columns": columns}
    claims = [told(kind, len(rows), [f"sha256:{sha256(text).hexdigest()}"])] if claimed else []
    return opened({**MANIFEST, "tables": [table], "records": [*SMALL, *claims]}, folder)


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.data(), st.booleans())
def test_a_table_answers_as_its_rows_would_in_the_manifest(
    kind: str, data: st.DataObject, claimed: bool
) -> None:
    each = st.fixed_dictionaries({n: st.sampled_from(v) for n, v in KINDS[kind].fields.items()})
    drawn = data.draw(st.lists(each, max_size=8))
    rows = [{"id": f"r{number}", **row} for number, row in enumerate(drawn)]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        wanted = outcomes(TEXTS[kind], in_manifest(kind, rows, claimed, Path(one)))
        found = outcomes(TEXTS[kind], as_table(kind, rows, claimed, Path(other)))
    needs = KINDS[kind].needs
    unlike = {
        needs[int(name[1:])]: (wanted[name], found[name])
        for name in wanted
        if wanted[name] != found[name]
    }
    assert not unlike
