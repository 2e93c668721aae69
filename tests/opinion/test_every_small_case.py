"""The opinion on every small report, held against a table that was worked out another way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement, product
from typing import get_args

import pytest
from reports_by_hand import ANSWERS, report

from tra_policy.evaluate import opinion_of
from tra_policy.model.opinion import OpinionWord
from tra_policy.model.report import Outcome

WORST_FIRST: tuple[OpinionWord, ...] = ("adverse", "disclaimer", "qualified", "unmodified")
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
# One step for the worse, in the order of the first law of meaning.
WORSE: dict[Outcome, tuple[Outcome, ...]] = {
    "met": ("waived", "not-yet-due", "not-applicable", "unknown", "not-met"),
    "waived": ("unknown", "not-met"),
    "not-yet-due": ("unknown", "not-met"),
    "not-applicable": ("unknown", "not-met"),
    "unknown": ("not-met",),
    "not-met": (),
}
WORSE_ANSWER = {
    "supported": ("not-supported", "not-evidenced", "contradicted", "contradicted-alone"),
    "not-supported": ("contradicted", "contradicted-alone"),
    "not-evidenced": ("contradicted", "contradicted-alone"),
    "contradicted": ("contradicted-alone",),
    "contradicted-alone": (),
}


def many(kinds: Sequence[str], most: int) -> Iterator[tuple[str, ...]]:
    for size in range(most + 1):
        yield from combinations_with_replacement(kinds, size)


CASES = [
    (outcomes, answers, error, unread)
    for outcomes, answers, error, unread in product(
        many(OUTCOMES, 3), many(tuple(ANSWERS), 2), (False, True), (0, 1)
    )
]
# What each counts on the scales: in a question of wrong against right, and of all that lacks.
WRONG = {"met": 1, "waived": 1, "supported": 1, "not-met": -1, "contradicted": -1}
LACKS = {**WRONG, "unknown": -1, "not-supported": -1, "not-evidenced": -1}
SPOTLESS = {"met", "not-applicable", "not-yet-due", "supported"}


def expected(outcomes: Sequence[str], answers: Sequence[str], error: bool, unread: int) -> str:
    plain = [kind.removesuffix("-alone") for kind in answers]
    scales = [[s.get(k, 0) for k in side] for side in (outcomes, plain) for s in (WRONG, LACKS)]
    wrong_items, lacking_items, wrong_answers, lacking_answers = (sum(scale) for scale in scales)
    if wrong_items < 0 or wrong_answers < 0 or "contradicted-alone" in answers:
        return "adverse"
    nothing = not any(k in LACKS for k in (*outcomes, *plain))
    if unread or nothing or lacking_items < 0 or lacking_answers < 0:
        return "disclaimer"
    return "unmodified" if not error and {*outcomes, *plain} <= SPOTLESS else "qualified"


def test_every_small_report_gets_the_opinion_of_the_table() -> None:
    seen = set()
    for outcomes, answers, error, unread in CASES:
        found = opinion_of(report(outcomes, answers, error=error, unread=unread)).opinion  # type: ignore[arg-type]
        assert found == expected(outcomes, answers, error, unread), (outcomes, answers, error)
        seen.add(found)
    assert seen == set(WORST_FIRST)
    assert len(CASES) > 5000


def rank(
    outcomes: Sequence[str], answers: Sequence[str], error: bool = False, unread: int = 0
) -> int:
    found = opinion_of(report(outcomes, answers, error=error, unread=unread))  # type: ignore[arg-type]
    return WORST_FIRST.index(found.opinion)


@pytest.mark.parametrize("error", [False, True])
def test_nothing_that_gets_worse_improves_the_opinion(error: bool) -> None:
    steps = 0
    for outcomes, answers in product(many(OUTCOMES, 3), many(tuple(ANSWERS), 2)):
        before = rank(outcomes, answers, error)
        for place, outcome in enumerate(outcomes):
            for worse in WORSE[outcome]:  # type: ignore[index]
                after = (*outcomes[:place], worse, *outcomes[place + 1 :])
                assert rank(after, answers, error) <= before, (outcomes, after, answers)
                steps += 1
        for place, kind in enumerate(answers):
            for worse_kind in WORSE_ANSWER[kind]:
                changed = (*answers[:place], worse_kind, *answers[place + 1 :])
                assert rank(outcomes, changed, error) <= before, (outcomes, answers, changed)
                steps += 1
    assert steps > 3000


def test_an_error_or_an_unread_record_never_improves_the_opinion() -> None:
    for outcomes, answers in product(many(OUTCOMES, 3), many(tuple(ANSWERS), 2)):
        assert rank(outcomes, answers, error=True) <= rank(outcomes, answers)
        assert rank(outcomes, answers, unread=1) <= rank(outcomes, answers)


def test_a_line_that_does_not_gate_never_changes_the_opinion() -> None:
    from reports_by_hand import item

    for outcome in OUTCOMES:
        other = item(9, outcome, gates=False)
        assert opinion_of(report(["met"], items=[other])).opinion == "unmodified"
        assert opinion_of(report(["unknown"], items=[other])).opinion == "disclaimer"
