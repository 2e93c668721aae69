"""No reader misses a file of its own because it was not asked: every file of its own bears a mark."""

from __future__ import annotations

from pathlib import Path

import pytest
from foreign_files import DATA
from hypothesis import given
from hypothesis import strategies as st

from tra_policy.readers import mark_table, marks
from tra_policy.readers.held import HEAD
from tra_policy.readers.known import LOADED, recognised, recognised_part

READERS = {one.NAME: one for one in mark_table.readers()}
SAMPLES = [path for path in sorted(DATA.rglob("*")) if path.is_file()]
# What readers look for, whole and in halves, as well as what stands around it.
WORDS = (
    *(
        b"{",
        b"}",
        b"[",
        b"\n",
        b" ",
        b",",
        b":",
        b'"',
        b"- ",
        b"---\n",
        b"PK",
        b"PK\x03\x04",
        b"\xef",
    ),
    *(b"_step", b"_runtime", b"__MIN", b"__MAX", b'"_step":', b'"_timestamp":1', b'"_wandb":'),
    *(b"_wandb:", b'"startedAt":', b":W&B\xe1\xbe", b"SQLite format 3\x00", b"7\x7f\x06\x82"),
    *(b"alembic_version", b"latest_metrics", b"brain.Event:2", b"_journal/start.json"),
    *(b'"version": 2', b'"eval": {', b'"task":', b'"run_id":', b'"task_id":', b'"task_family":'),
    *(b'"score_binarized":', b'"human_minutes":', b'"schema_version": "', b'"evaluation_id": "'),
    *(b'"source_metadata":', b'"model_id":', b'"sample_id":', b'"interaction_type":'),
    *(b'{"results": {', b'"alias":', b'"acc,none":', b'{"doc_id":', b'"filtered_resps":'),
    *(b"\n- dataset: {", b"\n  value:", b"model-index:", b'"weight_map"', b'"global_step":'),
    *(
        b'"best_model_checkpoint":',
        b'"is_world_process_zero":',
        b'"gts":',
        b'"input":',
        b'"output":',
    ),
    *(b'"score":', b'"prompt":', b'"completion":', b'"advantage":', b'"verifiers":', b'"rewards":'),
    *(
        b'"stop_condition":',
        b'"conformsTo": "http://mlcommons.org/croissant/',
        b"dataset:",
        b"format:",
    ),
)
NAMES = (
    *(
        "a.yaml",
        "b/a.json",
        "a.jsonl",
        "a.csv",
        "mlflow.db",
        "mlflow.db-wal",
        "x.eval",
        "README.md",
    ),
    *("wandb-summary.json", "x/wandb-summary.json", "wandb-metadata.json", "config.yaml"),
    *("model.safetensors", "model-00001-of-00002.safetensors", "model.safetensors.index.json"),
    *("samples_x.jsonl", "results_x.json", "trainer_state.json", "events.out.tfevents.1", ""),
)


def asked_one_by_one(name: str, data: bytes) -> tuple[str, str]:
    head = data[:HEAD]
    owner = next((n for n, r in READERS.items() if r.sniff(name, head)), "")
    parts = (n for n, r in READERS.items() if hasattr(r, "part") and r.part(name, head))
    return owner, next(parts, "")


def test_the_table_of_marks_is_fresh() -> None:
    committed = Path(str(marks.__file__)).read_text(encoding="utf-8")
    assert committed == mark_table.table_text(), "run: python -m tra_policy.readers.mark_table"
    assert list(LOADED) == list(READERS)
    assert all(LOADED[name] is reader for name, reader in READERS.items())
    with pytest.raises(KeyError):
        LOADED["nothing"]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.relative_to(DATA).as_posix())
def test_a_sample_is_recognised_as_if_every_reader_were_asked(path: Path) -> None:
    name, data = path.relative_to(DATA).as_posix(), path.read_bytes()
    assert (recognised(name, data), recognised_part(name, data)) == asked_one_by_one(name, data)


@given(st.sampled_from(NAMES), st.lists(st.sampled_from(WORDS), max_size=14).map(b"".join))
def test_any_file_is_recognised_as_if_every_reader_were_asked(name: str, data: bytes) -> None:
    assert (recognised(name, data), recognised_part(name, data)) == asked_one_by_one(name, data)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.relative_to(DATA).as_posix())
def test_a_damaged_sample_is_recognised_as_if_every_reader_were_asked(path: Path) -> None:
    name, data = path.relative_to(DATA).as_posix(), path.read_bytes()[:HEAD]
    for cut in (1, 7, 40, len(data) // 2):
        for other in (data[cut:], data[:-cut], data[:cut] + b"\n" + data[cut:]):
            found = recognised(name, other), recognised_part(name, other)
            assert found == asked_one_by_one(name, other)
