"""Every Eval Ever records are read, and what can be said in both forms survives going back and forth."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from foreign_files import at, by_name, lines, read, rows, sample
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from said import codes

from tra_policy.model.evidence.measuring import Interval, Measurement
from tra_policy.model.moment import parse_moment
from tra_policy.readers.foreign.every_eval_ever.writing import to_every_eval_ever

UUID = "cc147ebf-957b-4acc-83b9-4f1a9069b94a"
RECORD, ROWS = f"{UUID}.json", f"{UUID}_samples.jsonl"
OLD = "98ea850e-7019-4728-a558-8b1819ec47c2.json"
TEMPLATE = "f3a1c0de-4b2e-4c1a-9f6d-1b7e5a2c8d40"
SCHEMA = Draft7Validator(json.loads(sample("every_eval_ever/eval.schema.json")))
WHOLE: dict[str, Any] = json.loads(sample(f"every_eval_ever/{RECORD}"))
ALL = rows(sample(f"every_eval_ever/{ROWS}"))
WRITTEN = parse_moment("2026-02-01T00:00Z")
assert WRITTEN is not None


def told(
    change: Any = lambda record: None, held: list[dict[str, Any]] | None = None, **defaults: Any
) -> tuple[Measurement, list[str]]:
    """The one measurement of a record after a change, and what was said of it."""
    record = copy.deepcopy(WHOLE)
    record["evaluation_results"][0]["source_data"]["samples_number"] = 2
    beside = {ROWS: lines(held if held is not None else ALL)} if held != [] else {}
    if beside:
        record["detailed_evaluation_results"]["checksum"] = sha256(beside[ROWS]).hexdigest()
        record["detailed_evaluation_results"]["total_rows"] = len(held or ALL)
    change(record)
    evidence, said = read(
        "every-eval-ever", RECORD, json.dumps(record).encode(), beside, **defaults
    )
    (one,) = evidence.filed
    assert isinstance(one.record, Measurement)
    return one.record, codes(said)


def result(record: dict[str, Any]) -> dict[str, Any]:
    return record["evaluation_results"][0]  # type: ignore[no-any-return]


def test_a_record_is_counted_from_its_rows() -> None:
    beside = {ROWS: sample(f"every_eval_ever/{ROWS}")}
    evidence, said = read("every-eval-ever", RECORD, sample(f"every_eval_ever/{RECORD}"), beside)
    (one,) = evidence.filed
    assert isinstance(one.record, Measurement)
    hits = sum(row["evaluation"]["score"] for row in ALL)
    assert str(one.record.value) == f"{hits:.0f} of {len(ALL)}"
    assert one.record.roles.run == ("openai",)
    assert one.record.roles.designed == ()
    assert codes(said) == ["TRB052"]
    for drawn in one.drawn:
        if drawn.file == RECORD:
            at(WHOLE, drawn.pointer)


def test_a_record_of_an_older_schema_gives_its_claims_as_they_are() -> None:
    old = json.loads(sample(f"every_eval_ever/{OLD}"))
    evidence, said = read("every-eval-ever", OLD, sample(f"every_eval_ever/{OLD}"))
    assert len(evidence.filed) == len(old["evaluation_results"])
    for filed, told_ in zip(evidence.filed, old["evaluation_results"], strict=True):
        record = filed.record
        assert isinstance(record, Measurement) and record.value is not None
        assert (record.value.value, record.value.unit) == (
            Decimal(str(told_["score_details"]["score"])),
            "share",
        )
        assert (record.counts, record.interval, record.statistic) == (None, None, "unstated")
        assert (record.source, record.roles.run) == ("HF Open LLM v2", ())
    assert set(codes(said)) == {"TRB051"}


def test_rows_that_do_not_bear_the_score_out_are_used_and_said() -> None:
    beside = {f"{TEMPLATE}_samples.jsonl": sample(f"every_eval_ever/{TEMPLATE}_samples.jsonl")}
    data = sample(f"every_eval_ever/{TEMPLATE}.json")
    evidence, said = read("every-eval-ever", f"{TEMPLATE}.json", data, beside)
    assert codes(said) == ["TRB043"]
    assert str(by_name(evidence, TEMPLATE).record.value) == "1 of 1"  # type: ignore[attr-defined]


def test_a_record_that_adds_up_says_nothing() -> None:
    assert told()[1] == []


def percent(record: dict[str, Any]) -> None:
    result(record)["metric_config"] |= {"metric_unit": "percent", "max_score": 100.0}
    result(record)["score_details"]["score"] = 100.0


def test_a_percentage_is_held_against_rows_that_are_parts_of_one() -> None:
    record, said = told(percent)
    assert (str(record.value), said) == ("2 of 2", [])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda r: result(r)["score_details"].update(score=0.5), "TRB043"),
        (lambda r: r["detailed_evaluation_results"].update(checksum="0" * 64), "TRB044"),
        (lambda r: r["detailed_evaluation_results"].update(total_rows=9), "TRB044"),
        (lambda r: result(r)["source_data"].update(samples_number=500), "TRB052"),
        (lambda r: r.update(evaluation_id="another"), "TRB044"),
        (
            lambda r: result(r)["metric_config"].update(
                llm_scoring={"judges": [{"model_info": {"id": "x/y"}}], "input_prompt": "?"}
            ),
            "TRB053",
        ),
        (
            lambda r: result(r)["metric_config"].update(
                metric_id="pass_at_k", metric_parameters={"k": 10}
            ),
            "TRB051",
        ),
    ],
)
def test_what_is_odd_about_a_record_is_a_finding(change: Any, code: str) -> None:
    assert code in told(change)[1]


def test_a_row_that_failed_and_one_without_a_score_are_no_scores() -> None:
    third = {**ALL[0], "sample_id": "3", "evaluation": {"score": None, "is_correct": False}}
    failed = {**ALL[0], "sample_id": "4", "error": "timeout"}
    record, said = told(held=[*ALL, third, failed])
    assert record.counts is not None
    counts = record.counts
    assert (counts.planned, counts.scored, counts.errored, counts.excluded) == (4, 2, 1, 1)
    assert said == ["TRB050"]


def first(record: dict[str, Any]) -> None:
    record["source_metadata"]["evaluator_relationship"] = "first_party"


def third(record: dict[str, Any]) -> None:
    record["source_metadata"] |= {
        "evaluator_relationship": "third_party",
        "source_organization_name": "An Institute",
    }


def reported(record: dict[str, Any]) -> None:
    third(record)
    record["source_metadata"]["source_type"] = "documentation"


def nameless(record: dict[str, Any]) -> None:
    third(record)
    record["source_metadata"]["source_organization_name"] = "unknown"


def together(record: dict[str, Any]) -> None:
    third(record)
    record["source_metadata"]["evaluator_relationship"] = "collaborative"


def other(record: dict[str, Any]) -> None:
    third(record)
    record["source_metadata"]["evaluator_relationship"] = "other"


@pytest.mark.parametrize(
    ("change", "ran"),
    [
        (first, ("openai",)),
        (third, ("an-institute",)),
        (reported, ()),
        (nameless, ()),
        (together, ("openai", "an-institute")),
        (other, ()),
    ],
)
def test_who_ran_it_is_taken_only_where_somebody_is_named(
    change: Any, ran: tuple[str, ...]
) -> None:
    record, _ = told(change)
    assert record.roles.run == ran
    assert record.roles.designed == record.roles.graded == ()


def test_what_a_person_states_of_roles_stands_beside_what_the_file_says() -> None:
    record, _ = told(first, roles={"designed": ["institute"]})
    assert (record.roles.designed, record.roles.run) == (("institute",), ("openai",))
    assert told(first, roles={"run": ["outsider"]})[0].roles.run == ("outsider",)


def test_a_statistic_can_be_stated_only_where_the_record_leaves_it_open() -> None:
    data = sample(f"every_eval_ever/{OLD}")
    evidence, said = read("every-eval-ever", OLD, data, statistic="mean")
    assert set(codes(said)) == {"TRB049"}
    assert {getattr(f.record, "statistic") for f in evidence.filed} == {"mean"}  # noqa: B009
    assert "TRB054" in told(statistic="max")[1]


def bounded(record: dict[str, Any]) -> None:
    result(record)["score_details"]["uncertainty"] = {
        "confidence_interval": {"lower": 0.9, "upper": 1.0, "confidence_level": 0.95}
    }


def test_a_published_interval_is_taken_with_its_level_and_not_without() -> None:
    record, _ = told(bounded, held=[])
    assert isinstance(record.interval, Interval)
    assert (str(record.interval.lower), str(record.interval.level)) == ("90%", "95%")

    def unlevelled(value: dict[str, Any]) -> None:
        bounded(value)
        del result(value)["score_details"]["uncertainty"]["confidence_interval"]["confidence_level"]

    assert told(unlevelled, held=[])[0].interval is None


@pytest.mark.parametrize("version", ["1.0.0", "0.4", "x"])
def test_a_schema_that_is_not_known_is_refused(version: str) -> None:
    data = json.dumps({**WHOLE, "schema_version": version}).encode()
    evidence, said = read("every-eval-ever", RECORD, data)
    assert codes(said) == ["TRB042"]
    assert (evidence.filed, evidence.unread) == ((), 1)


def test_a_result_without_a_name_is_a_mistake_and_the_others_are_read() -> None:
    record = copy.deepcopy(WHOLE)
    record["evaluation_results"].append({"score_details": {"score": 1}})
    evidence, said = read("every-eval-ever", RECORD, json.dumps(record).encode())
    assert "TRB040" in codes(said)
    assert (len(evidence.filed), evidence.unread) == (1, 1)


# Export.

Said = tuple[Any, ...]


def both_can_say(one: Measurement) -> Said:
    """What a measurement says that the other form can say as well; numbers as JSON holds them."""
    assert one.value is not None
    held = one.interval if isinstance(one.interval, Interval) else None
    bounds = held and (float(held.lower.value), float(held.upper.value), float(held.level.value))
    value = float(one.value.value), one.value.unit
    return one.benchmark, one.metric, one.subject, one.statistic, value, bounds, one.recorded


def through(record: dict[str, Any]) -> list[Measurement]:
    assert list(SCHEMA.iter_errors(record)) == []
    evidence, said = read("every-eval-ever", "r.json", json.dumps(record).encode())
    assert not any(one.input_error for one in said)
    return [f.record for f in evidence.filed if isinstance(f.record, Measurement)]


def exported(found: list[Measurement], developer: str = "openai") -> list[dict[str, Any]]:
    assert WRITTEN is not None
    directions = {one.benchmark: False for one in found}
    records, left = to_every_eval_ever(found, developer, WRITTEN, directions)
    assert left == []
    return records


@pytest.mark.parametrize("name", [RECORD, OLD, f"{TEMPLATE}.json"])
def test_a_real_record_survives_import_export_and_import(name: str) -> None:
    evidence, _ = read("every-eval-ever", name, sample(f"every_eval_ever/{name}"))
    found = [f.record for f in evidence.filed if isinstance(f.record, Measurement)]
    again = [one for record in exported(found) for one in through(record)]
    assert [both_can_say(one) for one in again] == [both_can_say(one) for one in found]
    assert [one.roles.run for one in again] == [one.roles.run for one in found]
    assert [one.source for one in again] == [one.source for one in found]


NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.:/@+-]{0,20}[A-Za-z0-9]", fullmatch=True)
NUMBERS = st.decimals(0, 1, places=6)


@settings(deadline=None, max_examples=60)
@given(
    NAMES,
    NAMES,
    NAMES | st.none(),
    st.sampled_from(["mean", "max", "pass@k", "best-of-n", "median", "unstated"]),
    NUMBERS,
    st.sampled_from(["%", "", "x", " hours", " steps", " FLOP"]),
    st.none() | st.tuples(NUMBERS, NUMBERS),
    st.sampled_from([(), ("openai",), ("institute",), ("openai", "institute")]),
)
def test_any_measurement_survives_export_and_import(
    benchmark: str,
    subject: str,
    metric: str | None,
    statistic: str,
    number: Decimal,
    unit: str,
    bounds: tuple[Decimal, Decimal] | None,
    ran: tuple[str, ...],
) -> None:
    value = {"id": "m", "benchmark": benchmark, "subject": subject, "statistic": statistic}
    held = bounds and {
        "lower": f"{min(bounds)}{unit}",
        "upper": f"{max(bounds)}{unit}",
        "level": "95%",
        "sides": "two",
    }
    one = Measurement.model_validate(
        value
        | {"metric": metric, "value": f"{number}{unit}", "interval": held, "roles": {"run": ran}}
        | {"recorded": "2026-01-05T10:00:00Z"}
    )
    (again,) = [found for record in exported([one]) for found in through(record)]
    assert both_can_say(again) == both_can_say(one)
    assert again.roles.run == ran


def test_a_measurement_that_the_form_cannot_say_is_named() -> None:
    assert WRITTEN is not None
    fields = {"benchmark": "b", "subject": "s", "statistic": "mean"}
    without = Measurement.model_validate({"id": "without", **fields})
    undirected = Measurement.model_validate({"id": "undirected", "value": "1%", **fields})
    assert to_every_eval_ever([without, undirected], "lab", WRITTEN, {}) == (
        [],
        ["without", "undirected"],
    )
    records, left = to_every_eval_ever([undirected], "lab", WRITTEN, {"b": True})
    assert left == []
    assert records[0]["evaluation_results"][0]["metric_config"]["lower_is_better"] is True
