"""The page of checks is fresh, and every question has a place where it is asked, or says why not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from tra_policy.cli.explain import all_codes
from tra_policy.evaluate.checks.catalogue import GROUPS, QUESTIONS, Question
from tra_policy.evaluate.checks.every import CHECKS
from tra_policy.evaluate.checks.page import page
from tra_policy.evaluate.checks.superficial import CHECK as SUPERFICIAL
from tra_policy.evaluate.codes import BETWEEN, CODES
from tra_policy.lint import RULES
from tra_policy.model.proof import Flag, Reason

ROOT = Path(__file__).parents[2]
EVERY = {"C": 8, "I": 6, "T": 9, "L": 11, "R": 11, "M": 13, "N": 12, "P": 12, "X": 5}
BY_ID = {check.id: check for check in CHECKS}


def by_id(question: Question) -> str:
    return question.id


def test_every_question_is_listed_once_and_in_order() -> None:
    wanted = [
        f"{letter}{number}" for letter, last in EVERY.items() for number in range(1, last + 1)
    ]
    assert [question.id for question in QUESTIONS] == wanted
    assert list(GROUPS) == list(EVERY)


def test_every_check_answers_a_question() -> None:
    assert {*BY_ID} - {question.id for question in QUESTIONS} == {SUPERFICIAL.id}


@pytest.mark.parametrize("question", QUESTIONS, ids=by_id)
def test_what_a_question_names_exists(question: Question) -> None:
    assert set(question.rules) <= {rule.code for rule in RULES}
    assert set(question.findings) <= set(all_codes())
    assert set(question.reasons) <= set(get_args(Reason))
    assert set(question.flags) <= set(get_args(Flag))


@pytest.mark.parametrize("question", QUESTIONS, ids=by_id)
def test_a_question_is_asked_somewhere_or_says_why_not(question: Question) -> None:
    asked = (
        *question.rules,
        *question.findings,
        *question.reasons,
        *question.flags,
        *question.requirements,
    )
    if question.id not in BY_ID and not asked:
        assert question.note.startswith(("not done: ", "the outcome of "))


def test_the_requirements_that_are_named_are_in_the_library() -> None:
    texts = (path.read_text("utf-8") for path in (ROOT / "policies" / "tra").glob("*.tra"))
    held = {name for text in texts for name in re.findall(r"^requirement (\S+)", text, re.M)}
    assert {name for question in QUESTIONS for name in question.requirements} <= held


def test_the_page_of_checks_is_fresh() -> None:
    assert (ROOT / "docs" / "checks.md").read_text(encoding="utf-8") == page()


def test_a_link_of_the_page_leads_somewhere() -> None:
    text = page()
    headings = {
        re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in text.splitlines()
        if line.startswith("#")
    }
    for link in re.findall(r"\]\(([^)]+)\)", text):
        file, _, anchor = link.partition("#")
        assert (ROOT / "docs" / file).exists()
        assert file or anchor in headings


def test_every_check_can_be_explained_by_its_code() -> None:
    explained = {one.code: one for one in CODES}
    for check in CHECKS:
        one = explained[check.code]
        assert (one.name, one.severity, one.summary) == (check.name, check.severity, check.summary)
    assert not {one.code for one in BETWEEN} & {check.code for check in CHECKS}
