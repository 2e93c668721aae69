"""What a signature earns: a record counts, a statement of ties is believed, a duty is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from tra_policy import driver
from tra_policy.model.report import CheckReport, ItemReport, MeasurementReport
from tra_policy.readers.bundle import read_bundle
from tra_policy.words.source import Source

from .bundles import envelope, line, sealed, signed, signed_in_part

POLICY = f"""\
tra 1

policy case version 1.0 effective 2026-01-01
  developer lab

party lab
  key {line("lab")}
party assessor
  key {line("assessor")}
party keyless
  no ties to lab "its public register of interests"

document plan
benchmark outer
  designed by keyless
  measures score as percent, mean, higher is worse

threshold T-1
  reached when outer.score >= 20%

commitment C-1
  lab must publish plan by 2026-01-20
"""
MANIFEST = b"""\
format: tra.bundle/1
id: case
date: 2026-01-31
developer: lab
subject: model-1
files:
  - path: theirs.yaml
  - path: ours.yaml
"""
OURS = b"""\
- {id: pub-1, kind: publication, document: plan, party: lab, published: 2026-01-15}
"""
TIES = b"""\
- id: o-1
  kind: organisation
  organisation: assessor
  author: assessor
  no_ties: [{other: lab, stated_by: assessor, since: 2020-01-01}]
  stated: 2026-01-15
"""


def measured(run: str, value: str = "3%") -> bytes:
    return f"""\
- id: m-1
  kind: measurement
  benchmark: outer
  metric: score
  subject: model-1
  statistic: mean
  value: {value}
  counts: {{planned: 200, scored: 200, errored: 0, excluded: 0}}
  interval: from-counts
  roles: {{run: [{run}], graded: [{run}]}}
  started: 2026-01-10
  ended: 2026-01-12
""".encode()


def bundle(theirs: bytes) -> dict[str, bytes]:
    return {"bundle.yaml": MANIFEST, "theirs.yaml": theirs, "ours.yaml": OURS}


def check(files: Mapping[str, bytes], policy: str = POLICY) -> CheckReport:
    evidence, said = read_bundle(files)
    assert evidence is not None, said
    text = driver.read(Source("policy.tra", policy), {})
    assert not text.diagnostics
    sources = {"policy.tra": text.source}
    report, refused = driver.check(text, evidence, date(2026, 2, 1), sources, besides=said)
    assert report is not None, refused
    return report


def record(report: CheckReport) -> MeasurementReport:
    return report.thresholds[0].measurements[0]


def duty(report: CheckReport) -> ItemReport:
    return next(item for item in report.items if item.id == "C-1.1")


def test_a_record_of_a_party_with_a_key_counts_once_it_is_signed_and_not_before() -> None:
    theirs = bundle(measured("assessor"))
    unsigned = check(theirs)
    assert unsigned.thresholds[0].state == "unknown"
    assert record(unsigned).reasons == ("signature-missing",)
    assert record(unsigned).as_told == ("assessor",)
    for files in (
        signed_in_part(theirs, "assessor", "theirs.yaml"),
        signed(sealed(theirs), "assessor"),
    ):
        found = check(files)
        assert found.thresholds[0].state == "not_reached"
        assert record(found).eligible
        assert record(found).reasons == ()
        assert (record(found).signed_by, record(found).as_told) == (("assessor",), ())


def test_the_signature_of_another_is_none_of_the_party_that_is_named() -> None:
    found = check(signed_in_part(bundle(measured("assessor")), "lab", "theirs.yaml"))
    assert record(found).reasons == ("signature-missing",)
    assert (record(found).signed_by, record(found).as_told) == (("lab",), ("assessor",))


def test_an_adverse_record_prevents_the_answer_whether_or_not_it_is_signed_or_whole() -> None:
    adverse = bundle(measured("assessor", "25%"))
    part = signed_in_part(adverse, "assessor", "theirs.yaml")
    tampered = {**part, "theirs.yaml": part["theirs.yaml"] + b"# touched\n"}
    for files in (adverse, part, tampered):
        assert check(files).thresholds[0].state in ("reached", "unknown")


def test_a_forged_signature_shows_as_such_on_the_record() -> None:
    theirs = bundle(measured("assessor"))
    part = signed_in_part(theirs, "lab", "theirs.yaml")
    path = next(name for name in part if name.startswith("signatures/"))
    forged = part[path].replace(line("lab").encode(), line("assessor").encode())
    found = check({**theirs, path: forged})
    assert set(record(found).reasons) == {"signature-bad", "signature-missing"}
    assert found.thresholds[0].state == "unknown"
    assert [f.subject for f in found.findings if f.code == "TRS020"] == ["assessor"]


def test_a_party_without_a_key_counts_as_told_by_the_developer_and_is_shown_so() -> None:
    found = check(bundle(measured("keyless")))
    assert found.thresholds[0].state == "not_reached"
    assert record(found).eligible
    assert record(found).as_told == ("keyless",)
    from tra_policy.reports.page import PLAIN
    from tra_policy.reports.text import render

    assert "as told by the developer: not signed by keyless" in render([found], PLAIN)


@pytest.mark.parametrize(
    ("signer", "expected"),
    [("assessor", "independent"), ("lab", "engaged"), (None, "engaged")],
)
def test_a_party_states_its_own_ties_only_by_its_own_key(signer: str | None, expected: str) -> None:
    """With nothing stated it is `unstated`; the developer's word earns at most `engaged`."""
    theirs = bundle(measured("assessor"))
    assert record(check(theirs)).classes.run == "unstated"
    stated = bundle(measured("assessor") + TIES)
    files = signed_in_part(stated, signer, "theirs.yaml") if signer else stated
    assert record(check(files)).classes.run == expected


def test_a_statement_of_ties_that_was_changed_after_it_was_signed_earns_no_more_than_told() -> None:
    part = signed_in_part(bundle(measured("assessor") + TIES), "assessor", "theirs.yaml")
    later = part["theirs.yaml"].replace(b"2020-01-01", b"2015-01-01")
    assert record(check({**part, "theirs.yaml": later})).classes.run == "engaged"


def test_what_the_developer_does_is_shown_by_its_key_where_the_policy_declares_one() -> None:
    theirs = bundle(measured("keyless"))
    assert duty(check(theirs)).outcome == "unknown"
    part = signed_in_part(theirs, "lab", "ours.yaml")
    assert duty(check(part)).outcome == "met"
    tampered = {**part, "ours.yaml": part["ours.yaml"].replace(b"01-15", b"01-16")}
    assert duty(check(tampered)).outcome == "unknown"
    assert duty(check(theirs, POLICY.replace(f"  key {line('lab')}\n", ""))).outcome == "met"


def test_what_the_developer_represents_counts_by_its_key_where_the_policy_declares_one() -> None:
    said = b"- {id: rep-1, kind: representation, party: lab, states: everything-on-file, to: 2026-01-31}\n"
    files = {**bundle(measured("keyless")), "ours.yaml": said}
    assert duty(check(files)).outcome == "unknown"
    assert duty(check(signed_in_part(files, "lab", "ours.yaml"))).outcome == "not-met"


def test_signatures_never_change_what_is_asked_only_who_is_believed() -> None:
    """Taking every envelope away makes no outcome better."""
    order = ["not-met", "unknown", "not-yet-due", "not-applicable", "waived", "met"]
    theirs = bundle(measured("assessor") + TIES)
    part = signed_in_part(signed(sealed(theirs), "lab"), "assessor", "theirs.yaml")
    with_all, without = check(part), check(theirs)
    for one, other in zip(with_all.items, without.items, strict=True):
        assert order.index(other.outcome) <= order.index(one.outcome)
    assert (with_all.bundle.sealed, with_all.bundle.signed_by) == (True, ("lab",))
    assert with_all.bundle.signed_in_part == ("assessor",)
    assert (without.bundle.sealed, without.bundle.signed_by) == (False, ())


def test_one_policy_may_know_a_key_that_another_does_not() -> None:
    part = signed_in_part(bundle(measured("assessor")), "assessor", "theirs.yaml")
    unknown = check(part, POLICY.replace(f"  key {line('assessor')}\n", ""))
    assert record(unknown).signed_by == ()
    assert record(unknown).as_told == ("assessor",)
    assert [f.severity for f in unknown.findings if f.code == "TRS025"] == ["info"]
    assert envelope(b"{}", "assessor") == envelope(b"{}", "assessor")
