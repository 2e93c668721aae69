"""On every report of the manual: it carries its opinion, and nothing that gets worse improves it."""

from __future__ import annotations

import pytest
from manual.pages import Case, cases
from manual.running import run
from manual.verdicts import asked
from test_every_small_case import WORSE, WORST_FIRST

from tra_policy.evaluate import opinion_of
from tra_policy.model.report import CheckReport

JUDGED = [case for case in cases() if case.verdicts is not None and not case.fragment]


def rank(report: CheckReport) -> int:
    return WORST_FIRST.index(opinion_of(report).opinion)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in JUDGED])
def test_an_item_that_gets_worse_never_improves_the_opinion(case: Case) -> None:
    question = asked(case.verdicts)
    report = run(case, question.as_of, question.waivers).report
    if report is None:
        return
    assert report.opinion == opinion_of(report)
    before = rank(report)
    for place, item in enumerate(report.items):
        for outcome in WORSE[item.outcome]:
            changed = item.model_copy(update={"outcome": outcome})
            items = (*report.items[:place], changed, *report.items[place + 1 :])
            assert rank(report.model_copy(update={"items": items})) <= before, item.id


def test_the_manual_has_every_opinion() -> None:
    found = {run(case).report for case in JUDGED if case.page == "opinion.md"}
    words = {report.opinion.opinion for report in found if report and report.opinion}
    assert words == set(WORST_FIRST)
