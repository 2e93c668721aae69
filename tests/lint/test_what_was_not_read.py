"""What the writer of a text could not read is not held against the document, and nothing else is muted."""

from __future__ import annotations

import pytest

from tra_policy import driver
from tra_policy.lint import RULES
from tra_policy.lint.example import whole
from tra_policy.words.source import Source

ABSENT = {rule.code for rule in RULES if rule.absence}


def found(text: str) -> set[tuple[str, str]]:
    read = driver.read(Source("example.tra", whole(text)), {})
    assert not [d for d in read.diagnostics if d.input_error]
    return {(d.code, d.subject) for d in driver.lint(read)}


THRESHOLD = """\
threshold BIO-1
  reached when officer judges "the model significantly helps novices"
"""
GAP = '  not known here "who decides, and when it is measured"\n'


def test_a_clause_with_a_gap_is_asked_for_nothing_that_is_missing_and_for_all_else() -> None:
    before, after = found(THRESHOLD), found(THRESHOLD + GAP)
    muted = before - after
    assert ("TRA316", "BIO-1") in muted
    assert {code for code, _ in muted} <= ABSENT
    assert not {(code, one) for code, one in after if one == "BIO-1" and code in ABSENT}
    assert ("TRA303", "BIO-1") in after


def test_a_gap_of_one_clause_mutes_no_other() -> None:
    other = "threshold BIO-2\n  reached when bio-test.accuracy >= 50%\n"
    assert ("TRA316", "BIO-2") in found(THRESHOLD + GAP + other)


def test_a_gap_of_a_duty_mutes_no_other_duty() -> None:
    clause = "commitment SAFE-1\n  example-lab must publish report\n"
    gap = '    not known here "by when"\n'
    more = "  example-lab must develop shield\n"
    assert {one for code, one in found(clause + more) if code == "TRA302"} == {
        "SAFE-1.1",
        "SAFE-1.2",
    }
    assert {one for code, one in found(clause + gap + more) if code == "TRA302"} == {"SAFE-1.2"}
    wide = clause.replace("\n", '\n  not known here "times"\n', 1)
    assert not {one for code, one in found(wide + more) if code == "TRA302"}


HEAD = """\
tra 1
policy p version 1 effective {month}
  developer lab
party lab
party outsider
  no ties to lab since 2020-01-01 as of {day} "{source}"
benchmark b
  designed by outsider
  measures score as percent, mean, higher is worse
threshold T
  reached when b.score >= 50%, run by outsider
commitment C
  lab must publish report by {due}
document report
"""


def codes(
    month: str, day: str, due: str = "2030-01-01", source: str = "its report, p. 2"
) -> set[str]:
    text = HEAD.format(month=month, day=day, due=due, source=source)
    read = driver.read(Source("p.tra", text), {})
    assert read.policy is not None
    return {d.code for d in driver.lint(read)}


@pytest.mark.parametrize(
    ("month", "day", "unstated"),
    [
        ("2024-02", "2024-02-29", False),
        ("2024-02", "2024-02-28", True),
        ("2024-02-10", "2024-02-10", False),
        ("2024-02-10", "2024-02-09", True),
    ],
)
def test_ties_are_asked_about_on_the_last_day_of_a_month(
    month: str, day: str, unstated: bool
) -> None:
    assert ("TRA802" in codes(month, day)) is unstated


@pytest.mark.parametrize(
    ("due", "impossible"), [("2025-01-31", True), ("2025-02-01", False), ("2025-02-28", False)]
)
def test_nothing_is_due_before_the_month_of_effect(due: str, impossible: bool) -> None:
    assert ("TRA501" in codes("2025-02", "2025-02-28", due)) is impossible


def test_the_words_of_an_advice_are_no_source() -> None:
    assert "TRA192" in codes("2024-02", "2024-02-29", source="title and page of its statement")
    assert "TRA192" not in codes("2024-02", "2024-02-29")
