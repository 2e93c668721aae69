"""What of a cited document no clause cites, held against a count made the slow way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from .told import HEAD, found, said

BINDING = (
    "We will publish a report on every model.",
    "The developer must test the model before it is deployed.",
    "Some Lab will keep records of all runs.",
    "Each evaluator shall be free to publish.",
    "We commit to tell the government at once.",
)
OPEN = (
    "We hope that models become safer.",
    "The model will become stronger with time.",
    "This section describes our aims in general.",
)


def document(paragraphs: list[list[str]]) -> str:
    """Sections 1, 2, … each with a heading and its paragraphs."""
    parts = []
    for number, section in enumerate(paragraphs, start=1):
        parts += [f"{number} Part number {number}", *section]
    return "\n\n".join(parts) + "\n"


def citing(cited: list[tuple[int, str]]) -> str:
    """A policy with one clause a citation: a section, or a quote from it."""
    clauses = ""
    for number, (section, quote) in enumerate(cited):
        place = f" §{section}" * bool(section)
        words = f' "{quote}"' * bool(quote)
        clauses += (
            f"commitment C-{number}\n  cites doc{place}{words}\n  lab must not deploy model\n"
        )
    return HEAD + clauses


def counted(paragraphs: list[list[str]], cited: list[tuple[int, str]]) -> tuple[int, int]:
    """How many paragraphs bind, and how many of them are cited, one by one."""
    binding = covered = 0
    for number, section in enumerate(paragraphs, start=1):
        for paragraph in section:
            if paragraph.split(" #")[0] in OPEN:
                continue
            binding += 1
            covered += any(
                (quote and quote in paragraph) or (not quote and at == number)
                for at, quote in cited
            )
    return binding, covered


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[int, str]]]:
    """Documents of marked paragraphs, and citations of sections and of quotes that do stand there."""
    numbers: Iterator[int] = iter(range(1000))
    mark = st.sampled_from([*BINDING, *OPEN])
    shape = draw(st.lists(st.lists(mark, max_size=4), min_size=1, max_size=4))
    paragraphs = [[f"{words} #{next(numbers):03}x" for words in section] for section in shape]
    there = [(at, p) for at, section in enumerate(paragraphs, start=1) for p in section]
    sections = st.tuples(st.integers(1, len(paragraphs)), st.just(""))
    quotes = st.sampled_from(there).map(lambda one: (one[0], one[1])) if there else sections
    return paragraphs, draw(st.lists(st.one_of(sections, quotes), max_size=4))


@given(worlds())
@settings(max_examples=150, deadline=None)
def test_the_count_is_that_of_the_slow_way(
    world: tuple[list[list[str]], list[tuple[int, str]]],
) -> None:
    paragraphs, cited = world
    binding, covered = counted(paragraphs, cited)
    messages = said("TRA205", citing(cited), {"doc": document(paragraphs)})
    if binding == covered:
        assert messages == []
        return
    (message,) = messages
    numbers = [int(n) for n in re.findall(r"\d+", message.split(" are not")[0])]
    assert numbers == [100 * covered // binding, binding - covered, binding]
    assert message.count("`") // 2 == 1 + min(5, binding - covered)


def test_the_first_five_are_shown_with_their_places_and_their_first_words() -> None:
    pages = "\f".join(
        f"{n} Part {n}\n\nWe will publish the report number {n}.\n\n{n}" for n in range(1, 8)
    )
    (message,) = said("TRA205", HEAD, {"doc": pages})
    assert message.startswith("0% of what `doc` commits to is cited: 7 of 7 paragraphs")
    assert "`§1 p.1 We will publish the report number 1.`" in message
    assert message.endswith("; and 2 more")
    assert message.count("We will publish") == 5


def test_a_document_that_is_not_cited_at_all_is_counted_too() -> None:
    (one,) = found("TRA205", HEAD, {"doc": "We will publish a report of each model.\n"})
    assert one.audience == "auditor"
    assert one.message.startswith("0% of what `doc` commits to is cited: 1 of 1")


def test_a_document_without_commitments_or_words_is_silent() -> None:
    for text in ("", "\f", "Aims\n\nWe hope that models become safer.\n"):
        assert said("TRA205", HEAD, {"doc": text}) == []


def test_a_citation_of_the_document_alone_covers_nothing() -> None:
    text = HEAD + "commitment C-1\n  cites doc\n  lab must not deploy model\n"
    assert len(said("TRA205", text, {"doc": "We will publish a report of each model.\n"})) == 1


def test_a_quote_that_is_not_found_leaves_the_section_covered() -> None:
    text = citing([(1, "words that nobody wrote")])
    cited = {"doc": document([[BINDING[0]], [BINDING[1]]])}
    (message,) = said("TRA205", text, cited)
    assert "1 of 2 paragraphs" in message


def test_who_will_must_be_somebody_of_the_policy() -> None:
    sentence = "{} will publish a report of each model."
    for who, binds in (
        ("We", True),
        ("Some Lab", True),
        ("The company", True),
        ("The model", False),
        ("Anybody", False),
    ):
        assert bool(said("TRA205", HEAD, {"doc": sentence.format(who)})) == binds, who
