"""Checks of when records were written, how long assessors had, and what came first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tra_policy.evaluate.checks.rules.t5_access_window_short import business_days

from .looking import THRESHOLD, look, seen

OPENED = "- {id: inv-1, kind: investigation, warnings: [w-1], opened: 2025-11-03%s}\n"


def report(name: str = "rep-1", **fields: object) -> str:
    fields.setdefault("type", "evaluation")
    said = "".join(f", {key}: {value}" for key, value in fields.items())
    return f"- {{id: {name}, kind: third_party_report, party: outsider{said}}}\n"


def decision(day: str = "2026-01-15", **fields: object) -> str:
    fields.setdefault("ruling", "not-reached")
    said = "".join(f", {key}: {value}" for key, value in fields.items())
    return (
        f"- {{id: d-1, kind: decision, threshold: T-1, subject: model-1, decided: {day}{said}}}\n"
    )


@pytest.mark.parametrize(
    ("said", "late"),
    [
        ("", False),
        (", recorded: 2025-12-03", False),
        (", recorded: 2025-12-04", True),
        (", recorded: 2025-11-03, anchored: 2025-12-04", True),
        (", recorded: 2026-01-20, anchored: 2025-12-03", False),
    ],
)
def test_thirty_days_are_tolerated_and_no_day_is_made_up(said: str, late: bool) -> None:
    assert bool(seen("T2", OPENED % said)) is late


def test_many_late_records_of_a_kind_are_one_finding() -> None:
    records = "".join(
        (OPENED % ", recorded: 2026-01-20").replace("inv-1", f"inv-{n}") for n in range(1, 10)
    )
    assert [what.message for what in look("T2", records)] == [
        "`inv-1`, `inv-2`, `inv-3`, `inv-4`, `inv-5` and 4 more were written, or first held outside, "
        "more than 30 days after what they tell of"
    ]


MEASURED = (
    "- {id: m-1, kind: measurement, benchmark: outer, metric: score, subject: model-1, "
    "statistic: mean, ended: 2025-11-03, recorded: 2026-01-10}\n"
)


def test_of_measurements_only_those_that_a_ruling_rests_on_are_looked_at() -> None:
    judged = "- {id: j-1, kind: judgement, judges: [board], about: T-1, outcome: denied, relied_on: [m-1]}\n"
    assert seen("T2", MEASURED, THRESHOLD) == []
    assert seen("T2", MEASURED + judged + decision(relied_on="[j-1]"), THRESHOLD) == ["m-1"]


def test_a_retracted_record_is_not_looked_at() -> None:
    back = (
        ", author: lab, recorded: 2026-01-20, retracted: {on: 2026-01-21, by: lab, because: error}"
    )
    assert seen("T2", OPENED % back) == []
    assert seen("T2", OPENED % back.replace("by: lab", "by: outsider")) == ["inv-1"]


def test_business_days_are_those_counted_one_by_one() -> None:
    first = date(2026, 1, 1)
    for start in range(14):
        begun = first + timedelta(days=start)
        for length in range(60):
            days = [begun + timedelta(days=n) for n in range(length + 1)]
            expected = sum(day.weekday() < 5 for day in days)
            assert business_days(begun, days[-1]) == expected


def test_three_weeks_are_fifteen_business_days_whatever_is_stated() -> None:
    window = {"access_from": "2026-01-05", "access_until": "2026-01-25"}
    assert [what.message for what in look("T5", report(business_days=21, **window))] == [
        "`outsider` had 15 business days of access, from 2026-01-05 to 2026-01-25 (it states 21) "
        "for `rep-1`; 20 are the norm"
    ]


@pytest.mark.parametrize(
    ("fields", "short"),
    [
        ({"business_days": 19}, True),
        ({"business_days": 20}, False),
        ({"access_from": "2026-01-05"}, False),
        ({"access_until": "2026-01-06"}, False),
        ({"access_from": "2026-01-05", "delivered": "2026-01-29"}, True),
        ({"access_from": "2026-01-05", "delivered": "2026-01-30"}, False),
        ({"business_days": 3, "type": "incident"}, False),
    ],
)
def test_twenty_business_days_are_enough(fields: dict[str, object], short: bool) -> None:
    assert bool(seen("T5", report(**fields))) is short


def test_access_after_the_ruling_came_too_late_for_it() -> None:
    access = report(thresholds="[T-1]", access_from="2026-01-05", access_until="2026-01-30")
    assert seen("T5", access + decision("2026-01-30"), THRESHOLD) == []
    assert seen("T5", access + decision("2026-01-20"), THRESHOLD) == ["rep-1"]
    assert seen("T5", access + decision("2026-01-02"), THRESHOLD) == []


@pytest.mark.parametrize(
    ("fields", "ruled", "open_"),
    [
        ({"access_from": "2026-01-02", "delivered": "2026-01-16"}, {}, True),
        ({"access_from": "2026-01-02", "delivered": "2026-01-15"}, {}, False),
        ({"access_from": "2026-01-02", "access_until": "2026-01-16"}, {}, True),
        ({"access_from": "2026-01-02"}, {}, False),
        ({"delivered": "2026-01-16"}, {}, False),
        ({"delivered": "2026-01-16"}, {"considered": "[rep-1]"}, True),
        ({"access_from": "2026-01-02", "delivered": "2026-01-16"}, {"ruling": "reached"}, False),
        (
            {"access_from": "2026-01-02", "delivered": "2026-01-16", "subject": "other"},
            {},
            False,
        ),
    ],
)
def test_a_ruling_before_the_report(
    fields: dict[str, object], ruled: dict[str, object], open_: bool
) -> None:
    records = report(thresholds="[T-1]", **fields) + decision(**ruled)
    assert bool(seen("T6", records, THRESHOLD)) is open_


def test_only_the_latest_ruling_is_held_against_the_report() -> None:
    records = report(thresholds="[T-1]", access_from="2026-01-02", delivered="2026-01-16")
    again = decision("2026-01-17", considered="[rep-1]").replace("d-1", "d-2")
    assert seen("T6", records + decision(), THRESHOLD) == ["d-1"]
    assert seen("T6", records + decision() + again, THRESHOLD) == []


@pytest.mark.parametrize(
    ("fields", "how"),
    [
        ({"business_days": 10}, "had 10 business days of access for `rep-1`"),
        (
            {"business_days": 10, "access_from": "2026-01-05", "access_until": "2026-01-25"},
            "had 10 business days of access for `rep-1`",
        ),
        (
            {"business_days": 15, "access_from": "2026-01-05", "access_until": "2026-01-25"},
            "had 15 business days of access, from 2026-01-05 to 2026-01-25 for `rep-1`",
        ),
    ],
)
def test_the_shorter_of_what_is_stated_and_what_is_counted(
    fields: dict[str, object], how: str
) -> None:
    assert [what.message for what in look("T5", report(**fields))] == [
        f"`outsider` {how}; 20 are the norm"
    ]


def test_how_an_open_report_is_told() -> None:
    records = report(thresholds="[T-1]", access_from="2026-01-02", access_until="2026-01-16")
    assert [what.message for what in look("T6", records + decision(), THRESHOLD)] == [
        "the ruling on `T-1` of 2026-01-15 was made while `rep-1` was under way, with access until "
        "2026-01-16"
    ]
