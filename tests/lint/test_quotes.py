"""Quotes, sections and pages are looked for in texts as people have them: out of a PDF, or typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tra_policy.lint.passages import key_of, reading_of
from tra_policy.words.edits import applied
from tra_policy.words.source import Source

from .told import HEAD, found, said

CLAUSE = 'commitment C-1\n  lab must publish report within 30 days\n    cites doc {}"{}"\n'


def quoting(quote: str, place: str = "") -> str:
    return HEAD + CLAUSE.format(place, quote)


def test_nothing_is_said_while_the_document_is_not_at_hand() -> None:
    assert said("TRA202", quoting("words that nobody wrote")) == []


@pytest.mark.parametrize(
    ("stands", "quote"),
    [
        ("We will publish\n   a  report.", "we will publish a report"),
        ("We will pub-\nlish a report.", "will publish a report"),
        ("the third-\nparty report", "third-party report"),
        ("a re-evaluation of the model", "reevaluation of the model"),
        ("We deﬁne a ﬂoor", "define a floor"),
        ("the lab’s “best” effort", "the lab's best effort"),
        ("the lab's 'best' effort", "the lab’s “best” effort"),
        ("risk—and so on", "risk - and so on"),
        ("tasks of 2–8 hours", "tasks of 2-8 hours"),
        ("deployed.¹⁶ We then stop", "deployed. We then stop"),
        ("deployed [16] by us", "deployed by us"),
        ("soft\u00adware and zero\u200bwidth", "software and zerowidth"),
        ("ＦＵＬＬ width", "full width"),
        ("GROSSE STRASSE", "große straße"),
        ("Cafe\u0301 rules", "café rules"),
        ("we will, where possible, publish a report", "we will … publish a report"),
        ("we will publish it", "we will publish it [the report]"),
        ("First part of it\n\nand then the second.", "part of it and then the second"),
        ("ends at a page\f and goes on", "at a page and goes"),
        ("ends at a page\n12\n\f and goes on", "at a page and goes"),
        ("安全な モデル を 公開する", "安全な モデル"),
    ],
)
def test_the_same_words_are_found_however_they_are_set(stands: str, quote: str) -> None:
    assert said("TRA202", quoting(quote), {"doc": stands}) == []


@pytest.mark.parametrize(
    ("stands", "quote"),
    [
        ("We will publish a report.", "we may publish a report"),
        ("within 15 days", "within 5 days"),
        ("within 15 days", "within 1 5 days"),
        ("tasks of 2–8 hours", "tasks of 28 hours"),
        ("about 10²⁶ FLOP", "about 10 FLOP"),
        ("we publish. We report.", "we report … we publish"),
        ("we republish a report", "publish a report"),
        ("nothing", "anything else"),
    ],
)
def test_other_words_are_not_found(stands: str, quote: str) -> None:
    assert len(said("TRA202", quoting(quote), {"doc": stands})) == 1


def test_the_passage_that_is_most_like_the_quote_is_shown_and_kept_short() -> None:
    long = "We will publish a report on each model " + "and so on " * 30
    text = f"Nothing of the kind.\n\n{long}.\n\nSomething else."
    (message,) = said("TRA202", quoting("we shall publish a report on each model"), {"doc": text})
    assert message.startswith("the quoted words do not stand in `doc`; most like them is `We will")
    assert len(message.split("`")[3].split()) <= 26


def test_nothing_is_shown_where_nothing_is_alike() -> None:
    (message,) = said(
        "TRA202", quoting("we shall publish a report"), {"doc": "Quite another text."}
    )
    assert message == "the quoted words do not stand in `doc`"


def test_an_empty_document_holds_no_quote_and_breaks_nothing() -> None:
    for empty in ("", "\n\n", "\f\f", " \t "):
        assert len(said("TRA202", quoting("some words"), {"doc": empty})) == 1


def test_a_quote_of_nothing_but_what_was_left_out_is_not_found() -> None:
    assert len(said("TRA202", quoting("… [so]"), {"doc": "so"})) == 1


PAGES = "1 Aims\n\nWe are open.\n\n2\n\f2 Reports\n\nWe publish a report.\n\n2.1 Times\n\nAt once.\n\n3\n"


@pytest.mark.parametrize("place", ["§2 ", "p.2 ", "p.3 ", "§2 p.2 ", "p.1-2 ", ""])
def test_a_quote_in_its_section_and_on_its_page_is_in_its_place(place: str) -> None:
    assert said("TRA203", quoting("publish a report", place), {"doc": PAGES}) == []


def test_a_section_stands_for_those_below_it() -> None:
    assert said("TRA203", quoting("at once", "§2 "), {"doc": PAGES}) == []
    assert len(said("TRA203", quoting("publish a report", "§2.1 "), {"doc": PAGES})) == 1


def test_the_place_of_a_quote_that_moved_is_offered_and_mends_the_citation() -> None:
    text = quoting("publish a report", "§1 p.1 ")
    (one,) = found("TRA203", text, {"doc": PAGES})
    assert one.message == "the quoted words stand in §2 p.3 of `doc`"
    (fix,) = one.fixes
    assert not fix.safe
    mended, used = applied(Source("p.tra", text), (fix,))
    assert used == (fix,)
    assert 'cites doc §2 p.3 "publish a report"' in mended
    assert said("TRA203", mended, {"doc": PAGES}) == []


def test_a_place_that_the_document_does_not_have_is_said_once() -> None:
    cited = {"doc": PAGES}
    assert said("TRA209", quoting("publish a report", "§7 "), cited) == ["`doc` has no section 7"]
    assert said("TRA203", quoting("publish a report", "§7 "), cited) == []
    assert said("TRA209", quoting("publish a report", "p.9 "), cited) == ["`doc` has no page 9"]


def test_a_text_without_numbered_headings_or_pages_denies_no_place() -> None:
    cited = {"doc": "Reports\n\nWe publish a report.\n"}
    assert said("TRA209", quoting("publish a report", "§7 p.9 "), cited) == []
    assert said("TRA203", quoting("publish a report", "§7 p.9 "), cited) == []


def test_footnotes_and_annexes_are_not_denied() -> None:
    cited = {"doc": "1 Aims\n\nWe are open.\n\nAppendix B\n\nMore.\n"}
    for place in ("§fn16 ", "§B "):
        assert said("TRA209", quoting("we are", place), cited) == []


SECTIONS = {
    "4.2 Security": "4.2",
    "§4.2 Security": "4.2",
    "## 4.2. Security": "4.2",
    "Section 4 Security": "4",
    "Appendix B": "b",
    "Appendix B: Terms": "b",
    "Measure 3.5 Evaluators": "3.5",
    "B.1 Terms": "b.1",
    "A. Terms": "a",
}


@pytest.mark.parametrize("line", SECTIONS)
def test_a_numbered_line_of_its_own_is_a_heading(line: str) -> None:
    reading = reading_of(Source("doc", f"{line}\n\nWe will stop at once.\n"))
    assert [p.section for p in reading.paragraphs] == [SECTIONS[line]] * 2
    assert [p.is_heading for p in reading.paragraphs] == [True, False]


@pytest.mark.parametrize(
    "line",
    [
        "A model is tested",
        "2026 was a good year.",
        "1. We will publish a report.",
        "3 months after deployment",
        "I will report",
        "Security",
    ],
)
def test_a_sentence_or_a_bare_title_is_no_numbered_heading(line: str) -> None:
    reading = reading_of(Source("doc", f"{line}\n\nWe will stop at once.\n"))
    assert reading.sections == frozenset()


TEXT = st.text(st.sampled_from("ab -–'\"“’.\n\f1ﬁéß²\u00ad…[]#§"), max_size=60)


@given(TEXT)
@settings(max_examples=200, deadline=None)
def test_every_paragraph_of_any_text_is_found_where_it_stands(text: str) -> None:
    reading = reading_of(Source("doc", text))
    for paragraph in reading.paragraphs:
        words = paragraph.words
        if key_of(words) and not any(mark in words for mark in "…[]") and "..." not in words:
            assert reading.holding(words)


@given(TEXT, TEXT)
@settings(max_examples=200, deadline=None)
def test_a_key_says_the_same_of_its_own_key(one: str, other: str) -> None:
    if "[" not in one:
        assert key_of(key_of(one)) == key_of(one)
    assert key_of(f"{one} {other}") == key_of(f"{one}\n {other}")
