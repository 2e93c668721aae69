"""Twenty findings do not drown the reader: superficial fixes first, what is alike together, advice once."""

from __future__ import annotations

from made_by_hand import report

from tra_policy.model.report import Finding
from tra_policy.reports.page import Page
from tra_policy.reports.text import render


def finding(code: str, message: str, severity: str = "warning", **more: object) -> Finding:
    return Finding.model_validate({"code": code, "severity": severity, "message": message, **more})


def said(*findings: Finding, width: int = 200) -> list[str]:
    whole = report().model_copy(update={"findings": findings})
    lines = render([whole], Page(width)).splitlines()
    begun = next(n for n, line in enumerate(lines) if line.startswith("── Findings"))
    ended = next(n for n, line in enumerate(lines) if line.startswith("── Totals"))
    return [line.rstrip() for line in lines[begun + 1 : ended] if line.strip()]


def test_a_superficial_fix_comes_first_with_its_patterns_below_it() -> None:
    lines = said(
        finding("TRE101", "left out"),
        finding("TRE304", "symptom", subject="w-1"),
        finding("TRE304", "another symptom", subject="w-2"),
        finding("TRE300", "looks superficial", "error", subject="w-1"),
        finding("TRE301", "trained", "error", subject="w-1"),
        finding("TRE103", "disagrees", "error"),
    )
    assert lines == [
        "  • error[TRE300]: looks superficial",
        "      • error[TRE301]: trained",
        "      • warning[TRE304]: symptom",
        "  • error[TRE103]: disagrees",
        "  • warning[TRE101]: left out",
        "  • warning[TRE304]: another symptom",
    ]


def test_advice_that_several_share_is_given_once_below_the_last() -> None:
    lines = said(
        finding("TRE265", "first", help="test it"),
        finding("TRE265", "second", help="test it"),
        finding("TRE265", "third", help="test it well"),
    )
    assert lines == [
        "  • warning[TRE265]: first",
        "  • warning[TRE265]: second",
        "    help: test it",
        "  • warning[TRE265]: third",
        "    help: test it well",
    ]


def test_of_many_alike_the_first_are_shown_and_the_rest_counted() -> None:
    many = [finding("TRE265", f"number {n}", help="test it") for n in range(9)]
    lines = said(*many)
    assert lines[4:] == [
        "  • warning[TRE265]: number 4",
        "    help: test it",
        "  • and 4 more [TRE265], which the JSON report has",
    ]
    assert len(said(*many[:6])) == 7


def test_every_finding_keeps_its_place() -> None:
    (line, place) = said(finding("TRE266", "another line", path="b.yaml", line=3, column=5))
    assert (line, place) == ("  • warning[TRE266]: another line", "    b.yaml:3:5")
