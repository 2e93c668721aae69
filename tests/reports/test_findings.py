"""A diagnostic is read with its line and the exact words underlined."""

from __future__ import annotations

from tra_policy.reports.findings import render
from tra_policy.reports.page import Page, cells
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.source import Place, Source

TEXT = 'tra 1\n\nthreshold HARM-1\n  set by anthropc\n  title "東京\t\x1b[31m" oops\n'
SOURCE = Source("p.tra", TEXT)


def at(words: str, message: str, **more: object) -> Diagnostic:
    start = TEXT.index(words)
    span = SOURCE.span(start, start + len(words))
    return Diagnostic("TRA104", message, span, **more)  # type: ignore[arg-type]


def test_the_exact_words_are_underlined_and_the_advice_stands_below() -> None:
    found = at("anthropc", "no party is called `anthropc`", help="did you mean `anthropic`?")
    assert render([found], {"p.tra": SOURCE}, Page(), count=False) == (
        "p.tra:4:10: error[TRA104]: no party is called `anthropc`\n"
        "  |\n"
        "4 |   set by anthropc\n"
        "  |          ^^^^^^^^\n"
        "  = help: did you mean `anthropic`?\n"
    )


def test_wide_letters_tabs_and_control_characters_before_the_words_do_not_shift_the_line() -> None:
    said = render([at("oops", "what is this")], {"p.tra": SOURCE}, Page(), count=False)
    _, _, line, under = said.rstrip("\n").split("\n")
    assert "\\x1b[31m" in line
    assert "\x1b" not in line
    assert cells(line[: line.index("oops")]) == under.index("^")
    assert under.count("^") == 4


def test_a_long_line_is_shortened_around_the_words() -> None:
    text = f"{'before ' * 60}HERE {'after ' * 60}"
    source = Source("p.tra", text)
    start = text.index("HERE")
    found = Diagnostic("TRA001", "look", source.span(start, start + 4))
    for width in (60, 80, 120):
        for ascii in (False, True):
            said = render([found], {"p.tra": source}, Page(width, ascii=ascii), count=False)
            _, _, line, under = said.rstrip("\n").split("\n")
            assert cells(line) <= width
            assert line[under.index("^") :].startswith("HERE")
            assert said.isascii() or not ascii


def test_words_longer_than_the_page_are_underlined_as_far_as_it_reaches() -> None:
    source = Source("p.tra", "x" * 500)
    found = Diagnostic("TRA001", "long", source.span(0, 500))
    for line in render([found], {"p.tra": source}, Page(60)).splitlines():
        assert cells(line) <= 60


def test_findings_are_sorted_by_place_told_once_and_counted() -> None:
    later = at("oops", "later", severity=Severity.WARNING)
    first = at("HARM-1", "first")
    said = render([later, first, later], {"p.tra": SOURCE}, Page())
    assert said.index("first") < said.index("later")
    assert said.count("later") == 1
    assert said.endswith("\n\n1 error, 1 warning\n")


def test_a_place_in_a_data_file_is_told_with_its_pointer() -> None:
    found = Diagnostic("TRB010", "wrong", place=Place("b.yaml", 3, 5, "/records/0/value"))
    said = render([found], {}, Page(), count=False)
    assert said == "b.yaml:3:5 /records/0/value: error[TRB010]: wrong\n"


def test_without_a_text_and_without_a_place_the_message_still_stands() -> None:
    assert render([Diagnostic("TRX020", "no")], {}, Page(), count=False) == "error[TRX020]: no\n"
    assert render([], {}, Page()) == ""


def test_colour_marks_the_severity_that_is_also_a_word() -> None:
    said = render([at("HARM-1", "first")], {"p.tra": SOURCE}, Page(colour=True))
    assert "\x1b[1;31merror[TRA104]\x1b[0m" in said
