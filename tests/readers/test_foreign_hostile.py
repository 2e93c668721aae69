"""Hostile input, format by format: a diagnostic at its place, the rest read, the missing counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from foreign_files import lines, read, rows, sample
from hypothesis import given, settings
from hypothesis import strategies as st

from tra_policy.model.evidence.bundle import Evidence
from tra_policy.readers.codes import CODES
from tra_policy.readers.document import Limits
from tra_policy.readers.known import LOADED
from tra_policy.words.diagnostic import Diagnostic

RESULTS = "results_2026-01-21T03-44-18.458309.json"
ROWS = "samples_math_perturbed_full_2026-01-21T03-44-18.458309.jsonl"
RECORD = "cc147ebf-957b-4acc-83b9-4f1a9069b94a.json"
DOCUMENTS: dict[str, tuple[str, bytes]] = {
    "lm-eval": (RESULTS, sample(f"lm_eval/{RESULTS}")),
    "every-eval-ever": (RECORD, sample(f"every_eval_ever/{RECORD}")),
    "trainer-state": ("trainer_state.json", sample("trainer_state/trainer_state.json")),
    "croissant": ("croissant.json", sample("croissant/croissant.json")),
    "inspect": ("log.json", b'{"version": 2, "eval": {"task": "t", "model": "m"}, "samples": []}'),
}
ROWED: dict[str, tuple[str, bytes]] = {
    "metr-runs": ("r.jsonl", sample("metr/runs_v1_1_head.jsonl")),
    "rollouts": ("r.jsonl", sample("rollouts/verl_rollout_data_dir_12.jsonl")),
    "wandb": ("r.jsonl", sample("wandb/history.jsonl")),
}
STATED: dict[str, dict[str, Any]] = {"rollouts": {"environment": "gsm8k"}}
EVERY = {
    **DOCUMENTS,
    **ROWED,
    "hf-results": ("r.yaml", sample("hf/eval_results_hub2.4.yaml")),
    "safetensors": ("model.safetensors", sample("weights/model.safetensors")),
    "tensorboard": ("events", sample("training/events.out.tfevents.1795240370.0")),
    "mlflow": ("mlflow.db", sample("mlflow/mlflow.db")),
}
KNOWN = {explained.code for explained in CODES}
Told = tuple[Evidence, list[Diagnostic]]


def told(
    reader: str, data: bytes, limits: Limits | None = None, name: str = "", **defaults: Any
) -> Told:
    """What comes of a file, after the laws that hold for every file."""
    name = name or EVERY[reader][0]
    defaults = {**STATED.get(reader, {}), **defaults}
    evidence, said = read(reader, name, data, limits=limits or Limits(), **defaults)
    for one in said:
        assert one.code in KNOWN
        assert one.place is not None and one.place.path in (name, "bundle.json")
        assert one.message.isprintable() and one.help.isprintable()
    if evidence.unread:
        assert any(one.input_error for one in said)
    assert evidence.filed or any(one.input_error for one in said)
    for filed in evidence.filed:
        for field in ("value", "counts", "interval", "note", "benchmark", "subject"):
            assert str(getattr(filed.record, field, "")).isprintable()
        assert all(d.file in (name, "") or d.file.startswith(name) for d in filed.drawn)
    return evidence, said


def only_mistake(told_: Told) -> Diagnostic:
    (one,) = [d for d in told_[1] if d.input_error]
    return one


def test_every_reader_is_here() -> None:
    assert set(EVERY) == set(LOADED)


@pytest.mark.parametrize("reader", DOCUMENTS)
@pytest.mark.parametrize("part", [0.1, 0.5, 0.999])
def test_a_document_that_is_cut_off_is_one_mistake_and_none_of_it_is_believed(
    reader: str, part: float
) -> None:
    data = DOCUMENTS[reader][1].rstrip()
    found = told(reader, data[: int(len(data) * part)])
    assert only_mistake(found).code == "TRB040"
    assert "line" in only_mistake(found).message
    assert (found[0].filed, found[0].unread) == ((), 1)


def nested(depth: int) -> bytes:
    return b'{"schema_version": ' + b"[" * depth + b"]" * depth + b"}"


@pytest.mark.parametrize("reader", DOCUMENTS)
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'\xff\xfe{\x00"\x00', "not UTF-8"),
        (b'{"results": "\xe9"}', "not UTF-8"),
        (b'{"results": {}, "results": {}}', "`results` stands twice"),
        (nested(200_000), "too deep"),
        (b'{"version": ' + b"9" * 5000 + b"}", "too long"),
        (b"", "not JSON"),
    ],
    ids=["utf-16", "latin-1", "twice", "deep", "long number", "empty"],
)
def test_a_document_that_is_no_plain_json_is_one_mistake(
    reader: str, data: bytes, words: str
) -> None:
    found = told(reader, data)
    assert words in only_mistake(found).message
    assert found[0].unread == 1


@pytest.mark.parametrize("reader", DOCUMENTS)
def test_a_document_beyond_the_limit_is_not_read(reader: str) -> None:
    found = told(reader, DOCUMENTS[reader][1], Limits(log=10))
    assert only_mistake(found).code == "TRB003"


@pytest.mark.parametrize(
    ("reader", "data", "defaults"),
    [
        ("lm-eval", b'{"results": {"": null}}', {}),
        ("every-eval-ever", b'{"schema_version": "0.3.0", "evaluation_results": []}', {}),
        ("every-eval-ever", EVERY["every-eval-ever"][1], {"results": []}),
        ("rollouts", b"\n", {}),
    ],
)
def test_a_log_that_gives_no_record_is_a_mistake_and_not_silence(
    reader: str, data: bytes, defaults: dict[str, Any]
) -> None:
    evidence, said = told(reader, data, **defaults)
    assert [d.code for d in said if d.input_error] == ["TRB024"]
    assert (evidence.filed, evidence.unread) == ((), 1)


@pytest.mark.parametrize("reader", ROWED)
@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'{"task_id": "x"', "not JSON"),
        (b"[1, 2]", "no mapping"),
        (b'{"a": 1, "a": 2}', "`a` stands twice"),
        (b'{"a": "\xff"}', "not UTF-8"),
        (b"[" * 100_000, "too deep"),
        (b'{"a": "' + b"x" * 10_000_000 + b'"}', "longer than"),
    ],
    ids=["cut off", "list", "twice", "encoding", "deep", "10 MB"],
)
def test_a_line_that_cannot_be_read_is_one_mistake_and_the_others_are_read(
    reader: str, line: bytes, words: str
) -> None:
    data = ROWED[reader][1]
    whole, _ = told(reader, data)
    first, rest = data.split(b"\n", 1)
    evidence, said = told(reader, first + b"\n" + line + b"\n" + rest)
    (mistake,) = [d for d in said if d.input_error]
    assert (mistake.code, mistake.place and mistake.place.line) == ("TRB058", 2)
    assert words in mistake.message
    assert evidence.unread == 1
    assert [str(f.record) for f in evidence.filed] != []
    assert len(evidence.filed) == len(whole.filed)


def test_thousands_of_bad_lines_are_counted_and_not_all_shown() -> None:
    evidence, said = told("metr-runs", ROWED["metr-runs"][1] + b"{\n" * 5000)
    assert evidence.unread == 5000
    assert len(said) < 300
    assert said[-1].code in ("TRB017", "TRB045")
    assert any("more lines with mistakes" in d.message for d in said)


def test_more_lines_than_the_limit_are_not_read() -> None:
    evidence, said = told("metr-runs", ROWED["metr-runs"][1], Limits(lines=3))
    assert evidence.unread == 1
    assert any("more than the 3 lines" in d.message for d in said)


def coloured(value: Any) -> Any:
    """A value with every text in it turned into escapes of a terminal and markup."""
    match value:
        case dict():
            return {k: coloured(v) for k, v in value.items()}
        case list():
            return [coloured(v) for v in value]
        case str():
            return f"\x1b[31m<script>alert(1)</script>\u202e{value}\x07"
        case _:
            return value


@pytest.mark.parametrize("reader", [*DOCUMENTS, *ROWED])
def test_escapes_and_markup_do_not_get_through(reader: str) -> None:
    data = EVERY[reader][1]
    if reader in ROWED:
        told(reader, lines([coloured(row) for row in rows(data)]))
        return
    value = coloured(json.loads(data))
    for kept in ("schema_version", "conformsTo"):
        if kept in value:
            value[kept] = json.loads(data)[kept]
    told(reader, json.dumps(value).encode())


@pytest.mark.parametrize("name", ["../x.jsonl", "/etc/passwd", "a/../../x", "..", "", "a\x00b"])
def test_a_log_cannot_reach_for_files_outside(name: str) -> None:
    """A reader asks for parts by name; only what the manifest lists can be found."""
    data = EVERY["lm-eval"][1]
    found = told("lm-eval", data, samples={"math_perturbed_full": name})
    assert only_mistake(found).code == "TRB055"
    record = json.loads(EVERY["every-eval-ever"][1])
    record["detailed_evaluation_results"]["file_path"] = name
    assert told("every-eval-ever", json.dumps(record).encode())[0].filed


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 10**30)
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["mean", "share", "s1", "\ud800", "1e999", "first_party", "pass@k"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths to everything in plain values."""
    found = [before] if before else []
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))[:3]
    for name, held in inner:
        found += places(held, (*before, name))
    return found


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A value with another one at a path; unchanged where the path leads nowhere any more."""
    if not path:
        return new
    if isinstance(value, dict) and path[0] in value:
        return {**value, path[0]: put(value[path[0]], path[1:], new)}
    if isinstance(value, list) and isinstance(path[0], int) and path[0] < len(value):
        return [put(v, path[1:], new) if n == path[0] else v for n, v in enumerate(value)]
    return value


SMALL: dict[str, Any] = {reader: json.loads(data) for reader, (_, data) in DOCUMENTS.items()}
SMALL |= {reader: rows(data)[:2] for reader, (_, data) in ROWED.items()}
SMALL["inspect"] = {
    "version": 2,
    "status": "success",
    "eval": {"task": "t", "model": "m", "config": {}, "dataset": {"samples": 1, "sample_ids": [1]}},
    "results": {"total_samples": 1, "scores": [{"name": "s", "metrics": {"mean": {"value": 1}}}]},
    "stats": {"completed_at": "2026-01-01T10:00:00Z"},
    "samples": [{"id": 1, "epoch": 1, "scores": {"s": {"value": 1}}}],
}
PATHS = {reader: places(value) for reader, value in SMALL.items()}
RESULTS_ROW = rows(sample(f"lm_eval/{ROWS}"))[:2]
WRITE: dict[str, Callable[[Any], bytes]] = {
    reader: (lines if reader in ROWED else lambda value: json.dumps(value).encode())
    for reader in SMALL
}


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_nothing_in_a_file_is_strange_enough_to_stop_a_reader(data: st.DataObject) -> None:
    reader = data.draw(st.sampled_from(sorted(SMALL)))
    value = SMALL[reader]
    for path in data.draw(st.lists(st.sampled_from(PATHS[reader]), min_size=1, max_size=3)):
        value = put(value, path, data.draw(JSON))
    if reader in ROWED:
        value = [one for one in value if isinstance(one, dict)]
    told(reader, WRITE[reader](value))


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(sorted(EVERY)), st.dictionaries(st.text(max_size=8), JSON, max_size=3))
def test_no_defaults_are_strange_enough_to_stop_a_reader(reader: str, defaults: Any) -> None:
    known = {
        "results",
        "samples",
        "models",
        "per",
        "unit",
        "scorer",
        "offset",
        "type",
        "roles",
        "note",
    }
    for name in sorted(known)[:: max(len(defaults), 1)]:
        defaults[name] = next(iter(defaults.values()), 7)
    told(reader, EVERY[reader][1], **{k: v for k, v in defaults.items() if k not in TAKEN})


TAKEN = {"reader", "name", "data", "beside", "limits", "digests"}


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300), st.sampled_from(sorted(EVERY)))
def test_any_bytes_are_a_mistake_or_nothing(data: bytes, reader: str) -> None:
    told(reader, data)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.tuples(st.sampled_from(["exact_match", "filter", "metrics", "doc_id", "doc_hash"]), JSON)
    )
)
def test_no_row_beside_a_log_is_strange_enough(changes: list[tuple[str, Any]]) -> None:
    row = {**RESULTS_ROW[0], **dict(changes)}
    evidence, _ = read(
        "lm-eval", RESULTS, DOCUMENTS["lm-eval"][1], {ROWS: lines([row, *RESULTS_ROW])}
    )
    assert evidence.filed
