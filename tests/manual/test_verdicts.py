"""A page that says something wrong, or leaves an error unsaid, fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from .pages import BadPage, Case, blocks
from .running import run
from .verdicts import UnknownWord, faults

POLICY = """\
threshold T-1
  reached when outer.score >= 20%
document plan
commitment C-1
  lab must publish plan by 2026-01-20
"""
RUN = run(Case("page.md", "heading", 1, POLICY))
TRUE = (
    "T-1 state unknown",
    "T-1 design nothing",
    "T-1 stands run none",
    "T-1 leg limit_published yes",
    "T-1 pivot design decorative none",
    "T-1 contradicting none",
    "T-1 wants measurement",
    "C-1.1 unknown no-representation",
    "C-1.1 due 2026-01-20",
    "total unknown 1",
    "headline no-evidence T-1",
    "exit 3",
)
FALSE = (
    "T-1 state reached",
    "T-1 design only",
    "T-1 stands run self",
    "T-1 leg limit_published no",
    "T-1 pivot design decorative outer.score",
    "T-1 contradicting m-1",
    "T-1 wants judgement",
    "T-1 m-1 reading above",
    "T-1 flag contradicted",
    "T-1 without selection-possible",
    "T-2 state unknown",
    "C-1.1 unknown missing",
    "C-1.1 met",
    "C-1.1 due 2026-01-21",
    "total unknown 2",
    "headline no-evidence none",
    "finding TRE101",
    "error TRA101",
    "exit 0",
)


@pytest.mark.parametrize("fact", TRUE)
def test_a_fact_that_came_out_is_no_fault(fact: str) -> None:
    assert list(faults([fact], RUN)) == []


@pytest.mark.parametrize("fact", FALSE)
def test_a_fact_that_did_not_come_out_is_a_fault(fact: str) -> None:
    assert len(list(faults([fact], RUN))) == 1


@pytest.mark.parametrize("fact", ["T-1 reached", "C-1.1 overdue", "C-1.1 due", "T-1 pivotal"])
def test_a_word_that_the_vocabulary_lacks_is_refused(fact: str) -> None:
    with pytest.raises(UnknownWord):
        list(faults([fact], RUN))


def test_a_mistake_in_the_text_must_be_said() -> None:
    found = run(Case("page.md", "heading", 1, "threshold T-1\n  reached when nobody.score >= 1%\n"))
    assert len(list(faults(["exit 2"], found))) == 1
    assert list(faults(["error TRA101 2:16", "exit 2"], found)) == []
    assert len(list(faults(["error TRA101 2:17", "exit 2"], found))) == 2


def test_a_finding_of_severity_error_must_be_said() -> None:
    waiver = 'waiver W-1 for C-1.1\n  because "no reason"\n'
    found = run(Case("page.md", "heading", 1, POLICY + waiver))
    assert len(list(faults(["exit 3"], found))) == 1
    assert list(faults(["finding TRE107 W-1", "exit 3"], found)) == []


def test_a_block_that_is_never_closed_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Heading\n\n```tra\nthreshold T-1\n", encoding="utf-8")
    with pytest.raises(BadPage, match="never closed"):
        list(blocks(page))
