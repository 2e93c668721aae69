"""Checks of reports by third parties."""

from __future__ import annotations

import pytest

from .looking import THRESHOLD, look, seen


def report(name: str = "rep-1", **fields: object) -> str:
    fields = {"party": "outsider", "type": "evaluation", **fields}
    said = "".join(f", {key}: {value}" for key, value in fields.items())
    return f"- {{id: {name}, kind: third_party_report{said}}}\n"


def measured(name: str = "m-1", benchmark: str = "outer", **fields: object) -> str:
    said = "".join(f", {key}: {value}" for key, value in fields.items())
    return (
        f"- {{id: {name}, kind: measurement, benchmark: {benchmark}, subject: model-1, "
        f"statistic: mean{said}}}\n"
    )


CASES = [
    ("N1", {"party": "testers"}, True),
    ("N1", {"party": "stranger"}, False),
    ("N2", {"terms_disclosed": "false"}, True),
    ("N2", {}, False),
    ("N3", {}, True),
    ("N3", {"paid_by": "[lab]"}, True),
    ("N3", {"paid_by": "[]", "terms_disclosed": "true"}, False),
    ("N4", {"contingent": "true"}, True),
    ("N4", {}, False),
    ("N5", {"prior_review": "approval"}, True),
    ("N5", {"prior_review": "none"}, False),
    ("N5", {}, False),
    ("N6", {"party": "lab"}, True),
    ("N6", {"party": "board"}, True),
    ("N6", {"party": "testers"}, False),
    ("N7", {"fee_share": "15.1%"}, True),
    ("N7", {"fee_share": "15%"}, False),
    ("N7", {"fee_share": "40"}, False),
    ("N8", {"prior_roles": "[designer]"}, True),
    ("N8", {}, False),
    ("N11", {"claims": "[propensity]", "access": "card"}, True),
    ("N11", {"claims": "[propensity]", "access": "api", "information": "substantial"}, False),
    ("N11", {"claims": "[propensity]"}, False),
    ("N11", {"type": "tra", "access": "grey-box"}, True),
    ("N11", {"type": "tra"}, False),
]


@pytest.mark.parametrize(("name", "fields", "flagged"), CASES)
def test_a_report(name: str, fields: dict[str, object], flagged: bool) -> None:
    assert bool(seen(name, report(**fields))) is flagged


@pytest.mark.parametrize(
    ("name", "fields"), [(name, fields) for name, fields, flagged in CASES if flagged]
)
def test_a_report_that_was_tampered_with_or_taken_back_shows_nothing(
    name: str, fields: dict[str, object]
) -> None:
    assert seen(name, report(**fields), defects={"rep-1": "digest-mismatch"}) == []
    party = str(fields.get("party", "outsider"))
    back = f"{{on: 2026-01-20, by: {party}, because: an error}}"
    assert seen(name, report(**fields, retracted=back)) == []
    not_theirs = f"{{on: 2026-01-20, by: {'outsider' if party == 'lab' else 'lab'}, because: no}}"
    assert seen(name, report(**fields, retracted=not_theirs)) == ["rep-1"]


def test_a_report_says_in_one_finding_what_it_leaves_open() -> None:
    assert [what.message for what in look("N3", report())] == [
        "`rep-1` does not say who paid for it or whether its terms are public"
    ]


def test_a_party_is_asked_about_on_the_days_of_its_work() -> None:
    sold = (
        "- {id: o-1, kind: organisation, organisation: stranger, "
        "ties: [{kind: controlled by, other: lab, until: 2025-12-31}]}\n"
    )
    after = report(party="stranger", access_from="2026-01-05", delivered="2026-01-20")
    before = after.replace("2026-01-05", "2025-12-20")
    assert seen("N6", sold + after) == []
    assert seen("N6", sold + before) == ["rep-1"]


def test_who_set_a_threshold_reviews_it_as_its_own() -> None:
    policy = "threshold T-1\n  reached when outer.score >= 50%\n  set by contractor\n"
    review = report(type="compliance-review", party="contractor", thresholds="[T-1]")
    assert seen("N8", review, policy) == ["rep-1"]
    assert seen("N8", review.replace("contractor", "institute"), policy) == []
    assert seen("N8", review.replace("compliance-review", "evaluation"), policy) == []
    assert seen("N8", review.replace("compliance-review", "tra"), policy) == []


ALONE = "{run: [outsider], graded: [outsider]}"


@pytest.mark.parametrize(
    ("roles", "fields", "alone"),
    [
        (ALONE, {"published": "2026-01-20"}, True),
        (ALONE, {}, False),
        ("{run: [outsider], graded: [outsider], published: [outsider]}", {}, True),
        ("{run: [outsider], graded: [outsider], published: [lab]}", {}, False),
        ("{run: [outsider, institute], graded: [outsider]}", {"published": "2026-01-20"}, False),
        ("{run: [outsider]}", {"published": "2026-01-20"}, False),
    ],
)
def test_one_organisation_alone(roles: str, fields: dict[str, object], alone: bool) -> None:
    records = report(measurements="[m-1]", **fields) + measured(roles=roles)
    assert bool(seen("N9", records)) is alone


def test_what_the_developer_does_alone_is_another_matter() -> None:
    roles = "{run: [lab], graded: [lab], published: [lab]}"
    records = report(party="lab", measurements="[m-1]") + measured(benchmark="own", roles=roles)
    assert seen("N9", records) == []


FIRST = report(
    "rep-1", measurements="[m-1, m-2]", claims="[capability, controls]", thresholds="[T-1]"
)


@pytest.mark.parametrize(
    ("later", "gone"),
    [
        ({}, ""),
        ({"measurements": "[m-1]"}, "`m-2`"),
        ({"claims": "[capability]"}, "`controls`"),
        ({"thresholds": "[]"}, "`T-1`"),
        ({"measurements": "[]", "claims": "[]"}, "`m-1`, `m-2`, `capability` and `controls`"),
    ],
)
def test_what_is_gone_from_a_later_version(later: dict[str, object], gone: str) -> None:
    same = {"measurements": "[m-1, m-2]", "claims": "[capability, controls]", "thresholds": "[T-1]"}
    records = FIRST + report("rep-2", supersedes="[rep-1]", **{**same, **later})
    records += measured("m-1") + measured("m-2")
    found = look("N10", records)
    assert [what.message.split(" of `rep-1`")[0] for what in found] == ([gone] if gone else [])


def test_a_replaced_measurement_is_not_gone() -> None:
    later = report(
        "rep-2",
        supersedes="[rep-1]",
        measurements="[m-1, m-3]",
        claims="[capability, controls]",
        thresholds="[T-1]",
    )
    records = (
        FIRST + later + measured("m-1") + measured("m-2") + measured("m-3", supersedes="[m-2]")
    )
    assert seen("N10", records) == []


def test_a_review_is_weighed_and_not_relied_on() -> None:
    decided = (
        "- {id: d-1, kind: decision, threshold: T-1, subject: model-1, ruling: not-reached, "
        "relied_on: [rep-1], decided: 2026-01-15}\n"
    )
    review = report(type="review-of-case")
    assert seen("N12", review + decided, THRESHOLD) == ["d-1"]
    assert seen("N12", report() + decided, THRESHOLD) == []
    assert seen("N12", review + decided.replace("relied_on", "considered"), THRESHOLD) == []
