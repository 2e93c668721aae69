"""What the linter says of the real policies was read, and the page about it is fresh."""

from __future__ import annotations

import pytest

from tra_policy.lint import RULES

from .review import PAGE, RIGHT, SILENT, found, page


@pytest.fixture(scope="module")
def counted() -> dict[str, dict[str, list[str]]]:
    return found()


def test_the_page_is_fresh(counted: dict[str, dict[str, list[str]]]) -> None:
    assert PAGE.read_text("utf-8") == page(counted), "write it anew: python -m tests.lint.review"


def test_every_rule_that_finds_something_says_why_it_is_right(
    counted: dict[str, dict[str, list[str]]],
) -> None:
    assert sorted(counted.keys() - RIGHT.keys()) == []


def test_every_rule_that_finds_nothing_says_why(
    counted: dict[str, dict[str, list[str]]],
) -> None:
    silent = {rule.code for rule in RULES} - counted.keys()
    assert sorted(silent - SILENT.keys()) == []
