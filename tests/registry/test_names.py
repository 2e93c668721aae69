"""Benchmarks under the names that a harness has for them."""

from __future__ import annotations

from datetime import date

import yaml
from checking import check, measured, policy, probe, record, rows, said

from tra_policy import driver
from tra_policy.evaluate import named
from tra_policy.readers.bundle import read_bundle
from tra_policy.words.source import Source

ALIASES = [{"name": "probe_v1", "harness": "harness"}, {"name": "ns/Probe"}]
ROW = probe(("maker", "designed", True), aliases=ALIASES)


def test_an_alias_is_taken_for_the_benchmark_of_the_policy() -> None:
    for name in ("probe_v1", "PROBE_V1", "harness/probe_v1", "NS/probe", "Probe"):
        report = check(policy(), rows(benchmarks=[ROW]), measured(benchmark=name))
        assert record(report).benchmark == "probe"
        assert said(report, "TRE116") == [f"`{name}` is taken for `probe`, by the registry"]
        assert report.thresholds[0].state == "not_reached"
        bare = check(policy(), None, measured(benchmark=name, thresholds=[]))
        assert bare.thresholds[0].state == "unknown"


def test_the_policy_may_call_it_by_an_alias_itself() -> None:
    report = check(policy(name="probe_v1"), rows(benchmarks=[ROW]), measured())
    assert record(report).benchmark == "probe_v1"
    assert record(report).classes.design == "independent"


def test_what_the_policy_declares_is_never_taken_for_another() -> None:
    text = policy().replace("threshold T", "benchmark probe_v1\n  designed by lab\nthreshold T")
    report = check(text, rows(benchmarks=[ROW]), measured(benchmark="probe_v1"))
    assert record(report).benchmark == "probe_v1"
    assert record(report).classes.design == "self"
    assert said(report, "TRE116") == []


def test_an_alias_of_two_rows_is_taken_for_neither() -> None:
    other = {"id": "other", "title": "Other", "aliases": [{"name": "probe_v1"}]}
    report = check(policy(), rows(benchmarks=[ROW, other]), measured(benchmark="probe_v1"))
    assert record(report).benchmark == "probe_v1"
    assert said(report, "TRE116") == []


def test_two_benchmarks_of_the_policy_that_are_one_row_leave_a_third_name_alone() -> None:
    second = {**ROW, "aliases": [*ALIASES, {"name": "test-1"}, {"name": "test-2"}]}
    text = policy(name="test-1").replace(
        "threshold T", "benchmark test-2\n  designed by lab\nthreshold T"
    )
    report = check(text, rows(benchmarks=[second]), measured(benchmark="probe_v1"))
    assert record(report).benchmark == "probe_v1"


def test_every_field_that_names_a_benchmark_is_read_by_the_same_names() -> None:
    """A fix and its re-test must not look like two tests because two harnesses call it otherwise."""
    warning = {"kind": "warning", "id": "w", "class": "c", "severity": "low"}
    records = [
        measured("m", benchmark="probe_v1"),
        {"kind": "benchmark", "id": "b", "benchmark": "Probe"},
        {**warning, "detector": "probe_v1"},
        {"kind": "remediation", "id": "r", "warnings": ["w"], "trained_on": ["mine", "probe_v1"]},
        {"kind": "retest", "id": "t", "remediation": "r", "benchmark": "ns/Probe"},
        {"kind": "sft_dataset", "id": "d", "overlaps_with": ["probe_v1"]},
    ]
    manifest = {"format": "tra.bundle/1", "id": "b", "date": "2026-06-01", "developer": "lab"}
    whole = {**manifest, "subject": "model-a", "records": records}
    evidence, _ = read_bundle({"bundle.yaml": yaml.safe_dump(whole).encode()})
    assert evidence is not None
    assert evidence.unread == 0
    text = driver.read(Source("policy.tra", policy()), {}).policy
    assert text is not None
    found, _ = named(text, evidence, rows(benchmarks=[ROW]), date(2026, 7, 1))
    shown = {
        f.id: getattr(f.record, field)
        for f in found.filed
        for field in ("benchmark", "detector", "trained_on", "overlaps_with")
        if getattr(f.record, field, None)
    }
    assert shown == {
        "m": "probe",
        "b": "probe",
        "w": "probe",
        "r": ("mine", "probe"),
        "t": "probe",
        "d": ("probe",),
    }


def test_a_record_that_is_not_seen_yet_is_not_spoken_of() -> None:
    late = measured(benchmark="probe_v1", recorded="2026-08-01")
    assert said(check(policy(), rows(benchmarks=[ROW]), late), "TRE116") == []
