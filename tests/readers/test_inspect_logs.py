"""An Inspect log is counted again from its samples; what it says of itself is only compared."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from said import codes

from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.readers.bundle import read_bundle
from tra_policy.readers.foreign import inspect
from tra_policy.readers.foreign.inspect import sniff
from tra_policy.readers.given import Given
from tra_policy.readers.held import HEAD
from tra_policy.words.diagnostic import Diagnostic

FOLDER = Path(__file__).parent / "inspect_ai"
DEFAULTS = {"id": "m-1", "benchmark": "arc", "subject": "ckpt-9"}
GRADES = {"C": 1.0, "I": 0.0, "P": 0.5, "N": 0.0}
Log = dict[str, Any]


def read(
    name: str, data: bytes, defaults: dict[str, Any]
) -> tuple[list[dict[str, Any]], tuple[Diagnostic, ...]]:
    """The records of a log by itself, and what is said of it."""
    found = inspect.read(Given(name, len(data), lambda: io.BytesIO(data), defaults))
    return [draft.value for draft in found.drafts], found.said


def log_named(name: str) -> Log:
    """A log as plain values, read by a few lines of its own."""
    data = (FOLDER / name).read_bytes()
    if not name.endswith(".eval"):
        return json.loads(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        log = json.loads(archive.read("header.json"))
        members = [n for n in archive.namelist() if n.startswith("samples/")]
        return {**log, "samples": [json.loads(archive.read(n)) for n in members]}


def mean_of(log: Log, scorer: str) -> float:
    """The mean over samples of the mean over epochs, worked out by hand."""
    by_id: dict[str, list[float]] = {}
    for sample in log["samples"]:
        value = sample["scores"][scorer]["value"]
        number = GRADES[value] if isinstance(value, str) else float(value)
        by_id.setdefault(str(sample["id"]), []).append(number)
    return fmean(fmean(values) for values in by_id.values())


def packed(log: Log, method: int = zipfile.ZIP_DEFLATED, head: str = "header.json") -> bytes:
    """A log as an archive."""
    whole = io.BytesIO()
    rest = {key: held for key, held in log.items() if key != "samples"}
    with zipfile.ZipFile(whole, "w", method) as archive:
        for sample in log["samples"]:
            name = f"samples/{sample['id']}_epoch_{sample['epoch']}.json"
            archive.writestr(name, json.dumps(sample))
        archive.writestr(head, json.dumps(rest))
    return whole.getvalue()


def filed(
    data: bytes, name: str = "log.json", **defaults: object
) -> tuple[Evidence, tuple[Diagnostic, ...]]:
    """A log read as part of a bundle, as a user would."""
    entry = {"path": name, "reader": "inspect", "defaults": {**DEFAULTS, **defaults}}
    manifest = {
        "format": "tra.bundle/1",
        "id": "b",
        "date": "2026-05-26",
        "developer": "example-lab",
        "subject": "ckpt-9",
        "files": [entry],
    }
    evidence, said = read_bundle(
        {"bundle.json": json.dumps(manifest).encode(), name: data}, "bundle.json"
    )
    assert evidence is not None
    return evidence, said


def measured(log: Log, **defaults: object) -> tuple[Measurement, list[str]]:
    evidence, said = filed(json.dumps(log).encode(), **defaults)
    (one,) = evidence.filed
    assert isinstance(one.record, Measurement)
    return one.record, codes(said)


def arc(change: Callable[[Log], object] = lambda log: None) -> Log:
    """A log of three samples, scored C, I and I, after a change."""
    log = copy.deepcopy(log_named("data_arc_qwen.json"))
    log["eval"]["dataset"]["samples"] = 3
    change(log)
    return log


def fitted(log: Log) -> Log:
    """A log whose plan and headline fit the samples that it has."""
    samples = log["samples"]
    ids = list(dict.fromkeys(s["id"] for s in samples))
    log["eval"]["dataset"].update(samples=len(ids), sample_ids=ids)
    log["eval"]["config"]["epochs"] = max(s["epoch"] for s in samples)
    log["eval"]["config"].pop("limit", None)
    log["results"]["total_samples"] = len(samples)
    log["results"]["scores"][0]["metrics"]["accuracy"]["value"] = mean_of(log, "choice")
    return log


def of_values(*rows: tuple[object, ...]) -> Log:
    """A log with one sample for each row, and one epoch for each value in it."""
    log = arc()
    model = log["samples"][0]
    log["samples"] = [
        {**model, "id": n, "epoch": e, "scores": {"choice": {"value": value}}}
        for n, row in enumerate(rows, 1)
        for e, value in enumerate(row, 1)
    ]
    return log


@pytest.mark.parametrize(
    ("name", "scorer"),
    [
        ("data_arc_qwen.json", "choice"),
        ("log_read_sample.json", "match"),
        ("log_read_sample.eval", "match"),
        ("log_formats.json", "match"),
        ("log_formats.eval", "match"),
        ("mmlu-no-summary-choices.eval", "choice"),
        ("input-task.eval", "model_graded_fact"),
    ],
)
def test_the_value_of_a_real_log_is_the_mean_of_its_samples(name: str, scorer: str) -> None:
    log = log_named(name)
    evidence, said = filed((FOLDER / name).read_bytes(), name)
    (one,) = evidence.filed
    assert isinstance(one.record, Measurement)
    assert one.record.value is not None
    assert float(one.record.value.value) == pytest.approx(mean_of(log, scorer), abs=1e-12)
    assert one.record.value.unit == "share"
    assert one.record.counts is not None
    assert one.record.counts.scored == len(log["samples"])
    assert one.record.counts.add_up
    assert one.record.ended is not None
    assert one.record.ended.earliest == datetime.fromisoformat(log["stats"]["completed_at"])
    assert "TRB043" not in codes(said)
    assert one.place.path == name


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["C", "I", "P", "N", 0, 1, 0.25, True]), min_size=1, max_size=3),
        min_size=1,
        max_size=6,
    )
)
def test_the_value_of_any_log_is_the_mean_over_samples_of_the_mean_over_epochs(
    rows: list[list[object]],
) -> None:
    log = fitted(of_values(*map(tuple, rows)))
    record, said = measured(log)
    assert record.value is not None
    assert float(record.value.value) == pytest.approx(mean_of(log, "choice"), abs=1e-9)
    assert "TRB043" not in said


def test_a_share_of_single_right_answers_has_an_interval_from_counts() -> None:
    record, said = measured(fitted(of_values(("C",), ("I",), ("C",))))
    assert said == []
    assert str(record.value) == "2 of 3"
    assert record.interval == "from-counts"
    assert record.statistic == "mean"
    assert record.metric == "accuracy"


@pytest.mark.parametrize("rows", [(("C",), ("P",)), (("C", "I"), ("I", "I")), ((0.5,), (1,))])
def test_partial_or_repeated_scores_have_none(rows: tuple[tuple[object, ...], ...]) -> None:
    record, _ = measured(fitted(of_values(*rows)))
    assert record.interval is None
    assert record.counts is not None
    assert record.counts.scored == sum(map(len, rows))


def test_scores_that_are_no_shares_give_a_bare_number() -> None:
    record, _ = measured(fitted(of_values((7,), (2.5,))))
    assert record.value is not None
    assert (str(record.value.value), record.value.unit) == ("4.75", "number")


@pytest.mark.parametrize(
    "unusable", [float("nan"), float("inf"), None, "maybe", [1], "1e999", 10**60]
)
def test_what_is_no_number_is_not_scored(unusable: object) -> None:
    log = of_values(("C",), ("I",), (unusable,))
    record, said = measured(log)
    assert str(record.value) == "1 of 2"
    assert record.counts is not None
    assert (record.counts.scored, record.counts.excluded) == (2, 1)
    assert "TRB050" in said


def test_a_headline_that_the_samples_do_not_give_is_a_finding_and_is_not_used() -> None:
    log = arc(lambda log: log["results"]["scores"][0]["metrics"]["accuracy"].update(value=0.05))
    record, said = measured(log)
    assert said == ["TRB043"]
    assert str(record.value) == "1 of 3"


def test_samples_that_were_taken_out_count_as_excluded() -> None:
    record, said = measured(arc(lambda log: log["samples"].pop(0)))
    assert record.counts is not None
    assert record.counts.model_dump() == {"planned": 3, "scored": 2, "errored": 0, "excluded": 1}
    assert said == ["TRB044", "TRB043"]


def test_samples_that_the_plan_forgot_as_well_are_known_from_the_results() -> None:
    def forget(log: Log) -> None:
        log["samples"].pop(0)
        log["eval"]["dataset"].update(sample_ids=[2, 3], samples=2)

    record, said = measured(arc(forget))
    assert record.counts is not None
    assert (record.counts.planned, record.counts.excluded) == (3, 1)
    assert "TRB044" in said


def test_a_sample_that_failed_is_errored_even_where_it_has_a_score() -> None:
    record, said = measured(arc(lambda log: log["samples"][1].update(error={"message": "x"})))
    assert record.counts is not None
    assert record.counts.model_dump() == {"planned": 3, "scored": 2, "errored": 1, "excluded": 0}
    assert said == ["TRB043"]


def test_a_sample_that_was_planned_under_another_name_adds_to_the_plan() -> None:
    record, said = measured(arc(lambda log: log["samples"][0].update(id=77)))
    assert record.counts is not None
    assert (record.counts.planned, record.counts.excluded) == (4, 1)
    assert said.count("TRB044") == 2


def test_a_sample_that_is_logged_twice_counts_once() -> None:
    record, said = measured(arc(lambda log: log["samples"].append(log["samples"][1])))
    assert str(record.value) == "1 of 3"
    assert said == ["TRB044"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda log: log.update(status="error"), "TRB045"),
        (lambda log: log.update(status="cancelled"), "TRB045"),
        (lambda log: log["samples"][0].update(invalidation={"author": "a"}), "TRB046"),
        (lambda log: log.update(invalidated=True), "TRB046"),
        (lambda log: log.update(log_updates=[{"provenance": {"author": "a"}}]), "TRB046"),
        (lambda log: log.update(config_updates=[{}]), "TRB046"),
        (
            lambda log: log["samples"][0]["scores"]["choice"].update(history=[{"value": "I"}]),
            "TRB046",
        ),
        (lambda log: log["eval"].update(revision={"dirty": True}), "TRB047"),
        (lambda log: log["samples"][0].update(model_fallbacks=["other"]), "TRB048"),
        (lambda log: log["eval"]["dataset"].update(samples=2376), "TRB052"),
        (lambda log: log["eval"].update(model_roles={"grader": {"model": "x/y"}}), "TRB053"),
        (lambda log: log["results"]["scores"][0].update(params={"model": "x/y"}), "TRB053"),
        (lambda log: log["stats"].pop("completed_at"), "TRB056"),
        (lambda log: log["stats"].update(completed_at="2026-01-01T10:00:00"), "TRB056"),
    ],
)
def test_what_is_odd_about_a_log_is_a_finding(change: Callable[[Log], object], code: str) -> None:
    assert measured(arc())[1] == []
    evidence, said = filed(json.dumps(arc(change)).encode())
    assert code in codes(said)
    assert not any(one.input_error for one in said)
    assert len(evidence.filed) == 1


def test_a_status_word_changes_no_number() -> None:
    fine, _ = measured(arc())
    failed, _ = measured(arc(lambda log: log.update(status="error")))
    assert failed == fine


def test_a_part_of_a_dataset_is_in_order_when_it_is_said_who_chose_it() -> None:
    log = arc(lambda log: log["eval"]["dataset"].update(samples=2376))
    record, said = measured(log, derived={"how": "subset", "by": ["example-lab"]})
    assert said == []
    assert record.derived is not None


def test_a_model_that_graded_itself_is_told_from_another_one() -> None:
    evidence, said = filed((FOLDER / "input-task.eval").read_bytes(), "log.eval")
    graded = [one for one in said if one.code == "TRB053"]
    assert "by the evaluated model itself, `openai/gpt-4o-mini`" in graded[0].message
    assert "graded by model openai/gpt-4o-mini" in (evidence.filed[0].record.note or "")
    known = {"grader_model_of": ["openai"], "graded": ["example-lab"]}
    assert "TRB053" not in codes(filed((FOLDER / "input-task.eval").read_bytes(), roles=known)[1])


@pytest.mark.parametrize("stated", [True, False])
def test_the_best_of_several_epochs_is_not_taken_for_their_mean(stated: bool) -> None:
    log = fitted(of_values(("C", "I"), ("I", "I")))
    log["eval"]["config"]["epochs_reducer"] = ["max"]
    entry = log["results"]["scores"][0]
    entry["metrics"]["accuracy"]["value"] = 0.5
    if stated:
        entry["reducer"] = "max"
    record, said = measured(log)
    assert said == ["TRB051"]
    assert str(record.value) == "25%"


@pytest.mark.parametrize(
    "name", ["no-samples.json", "log_with_nan.json", "log_tool_call_error.json"]
)
def test_a_headline_without_samples_is_no_value(name: str) -> None:
    evidence, said = filed((FOLDER / name).read_bytes(), name)
    (one,) = evidence.filed
    assert isinstance(one.record, Measurement)
    assert (one.record.value, one.record.counts) == (None, None)
    assert one.record.metric == "accuracy"
    assert "TRB049" in codes(said)


@pytest.mark.parametrize("name", ["log_version_3.json", "log_message_deduplication.eval"])
def test_a_version_that_is_not_known_is_refused(name: str) -> None:
    evidence, said = filed((FOLDER / name).read_bytes(), name)
    assert codes(said) == ["TRB042"]
    assert "versions up to 2 are read" in said[0].message
    assert (evidence.filed, evidence.unread) == ((), 1)


def test_a_log_gives_the_same_as_an_archive() -> None:
    plain, _ = read("log.json", json.dumps(arc()).encode(), DEFAULTS)
    archived, _ = read("log.eval", packed(arc()), DEFAULTS)
    assert plain == archived


def test_an_archive_that_was_never_closed_is_counted_as_far_as_it_goes() -> None:
    data = packed(arc(lambda log: log["samples"].pop()), head="_journal/start.json")
    evidence, said = filed(data, "log.eval")
    assert codes(said)[0] == "TRB045"
    assert isinstance(evidence.filed[0].record, Measurement)
    assert evidence.filed[0].record.counts is not None
    assert evidence.filed[0].record.counts.excluded == 1


@pytest.mark.parametrize("field", ["value", "counts", "interval", "statistic", "started", "ended"])
def test_what_the_log_says_cannot_be_stated_beside_it(field: str) -> None:
    _, said = filed(json.dumps(arc()).encode(), **{field: "2026-01-01"})
    assert codes(said) == ["TRB054"]
    assert said[0].input_error
    assert said[0].place is not None
    assert said[0].place.path == "bundle.json"
    assert said[0].place.pointer == f"/files/0/defaults/{field}"
    assert said[0].place.line


def test_a_mistake_in_the_defaults_stands_in_the_manifest() -> None:
    evidence, said = filed(json.dumps(arc()).encode(), benchmrk="x", roles={"run": "lab"})
    assert codes(said) == ["TRB013", "TRB011"]
    assert [str(one.place).split(" ")[1] for one in said] == [
        "/files/0/defaults/roles/run",
        "/files/0/defaults/benchmrk",
    ]
    assert evidence.unread == 1


def test_the_defaults_fill_what_a_log_does_not_know() -> None:
    record, _ = measured(
        arc(),
        roles={"run": ["example-lab"]},
        thresholds=["CBRN-3"],
        metric="share",
        note="first run",
    )
    assert (record.id, record.benchmark, record.subject) == ("m-1", "arc", "ckpt-9")
    assert (record.roles.run, record.thresholds, record.metric) == (
        ("example-lab",),
        ("CBRN-3",),
        "share",
    )
    assert (record.note or "").startswith("first run; Inspect log of task inspect_evals/arc_easy")


def two_scores(log: Log) -> None:
    for sample in log["samples"]:
        sample["scores"]["other"] = {"value": {"a": 1, "b": 0}}


def test_every_score_of_a_log_is_a_measurement_of_its_own() -> None:
    evidence, said = filed(json.dumps(arc(two_scores)).encode())
    assert said == ()
    assert {f.id: str(getattr(f.record, "value")) for f in evidence.filed} == {  # noqa: B009
        "m-1.choice": "1 of 3",
        "m-1.other.a": "3 of 3",
        "m-1.other.b": "0 of 3",
    }


def test_one_of_several_scores_is_named_when_one_metric_is_meant() -> None:
    data = json.dumps(arc(two_scores)).encode()
    assert codes(filed(data, metric="accuracy")[1]) == ["TRB055"]
    assert filed(data, scorer="other.c")[1][0].help == "did you mean `other.a`?"
    evidence, said = filed(data, metric="accuracy", scorer="other.a")
    assert said == ()
    assert [f.id for f in evidence.filed] == ["m-1"]


def test_a_log_whose_reader_is_not_named_is_recognised_and_not_read() -> None:
    for name in ("data_arc_qwen.json", "popularity.eval", "log_with_nan.json"):
        data = (FOLDER / name).read_bytes()
        assert sniff(name, data[:HEAD])
        manifest = b"format: tra.bundle/1\nid: b\ndate: 2026-05-26\ndeveloper: l\nsubject: s\n"
        manifest += f"files: [{{path: {name}}}]\n".encode()
        _, said = read_bundle({"bundle.yaml": manifest, name: data})
        assert codes(said) == ["TRB025"]
        assert said[0].help == "say `reader: inspect`"
    assert not sniff("a.json", b'{"kind": "checkpoint", "id": "x"}')


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"version": 2}',
        b"PK",
        b"PK\x03\x04" + b"\x00" * 40,
        b"\xff\xfe{",
        b"[" * 100_000,
        b'{"version": 2, "eval": {}, "eval": {}}',
        b'{"version": 2, "eval": {}, "x": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_log_is_one_mistake(data: bytes) -> None:
    values, said = read("log.eval", data, DEFAULTS)
    assert values == []
    assert codes(said) == ["TRB040"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 10**30) | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
PARTS = [
    ("version",), ("status",), ("eval",), ("eval", "config"), ("eval", "config", "limit"),
    ("eval", "config", "epochs"), ("eval", "config", "epochs_reducer"), ("eval", "dataset"),
    ("eval", "dataset", "samples"), ("eval", "dataset", "sample_ids"), ("eval", "model"),
    ("eval", "model_roles"), ("eval", "scorers"), ("eval", "task"), ("eval", "task_version"),
    ("results",), ("results", "scores"), ("results", "scores", 0), ("results", "total_samples"),
    ("results", "scores", 0, "metrics"), ("results", "scores", 0, "metrics", "accuracy"),
    ("results", "scores", 0, "metrics", "accuracy", "value"), ("stats",), ("samples",),
    ("samples", 0), ("samples", 0, "id"), ("samples", 0, "epoch"), ("samples", 0, "scores"),
    ("samples", 0, "scores", "choice"), ("samples", 0, "scores", "choice", "value"),
    ("samples", 0, "scores", "choice", "history"), ("log_updates",), ("stats", "completed_at"),
]  # fmt: skip
SMALL = of_values(("C",), ("I",))
for _sample in SMALL["samples"]:
    for _key in ("messages", "output", "events", "attachments", "store", "input"):
        _sample.pop(_key, None)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PARTS), JSON), min_size=1, max_size=3))
def test_no_log_is_strange_enough_to_stop_the_reader(
    changes: list[tuple[tuple[str | int, ...], object]],
) -> None:
    log = copy.deepcopy(SMALL)
    for path, value in changes:
        inside: Any = log
        try:
            for part in path[:-1]:
                inside = inside[part]
            inside[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue
    evidence, said = filed(json.dumps(log).encode())
    assert evidence.filed or any(one.input_error for one in said)
    for one in evidence.filed:
        assert isinstance(one.record, Measurement)
        assert one.record.counts is None or one.record.counts.add_up
