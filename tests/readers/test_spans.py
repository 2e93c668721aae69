"""A mistake is underlined from its first word to its last one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tra_policy.readers.faults import fault
from tra_policy.readers.spans import spanned
from tra_policy.words.source import Place, Source


def underlined(text: str, line: int, column: int) -> str:
    source = Source("f", text)
    (one,) = spanned([fault("TRB014", "m", Place("f", line, column))], {"f": source})
    assert one.span is not None
    assert source.place(one.span.start) == Place("f", line, column)
    return text[one.span.start : one.span.end]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: 1\nstatistik: mean\n", 2, 1, "statistik"),
        ("a: some words # note\n", 1, 4, "some words"),
        ("a: 2026-02-30T10:00Z\n", 1, 4, "2026-02-30T10:00Z"),
        ("a: [x, two words, z]", 1, 8, "two words"),
        ("a: {b: c}", 1, 8, "c"),
        ("a: {b: c}", 1, 4, "{"),
        ('a: "x, y: \\" z" # n', 1, 4, '"x, y: \\" z"'),
        ("a: 'it''s', b", 1, 4, "'it''s'"),
        ('{"a": "x", "b": 1.5}', 1, 17, "1.5"),
        ("a: b   \nc: d", 1, 4, "b"),
        ("a: \u00e9\u00e9\r\nb", 1, 4, "\u00e9\u00e9"),
    ],
)
def test_the_words_of_a_value_are_underlined(text: str, line: int, column: int, words: str) -> None:
    assert underlined(text, line, column) == words


def test_a_place_without_line_or_text_stays_as_it_is() -> None:
    said = [fault("TRB014", "m", Place("f")), fault("TRB014", "m", Place("g", 1, 1))]
    assert spanned(said, {"f": Source("f", "x")}) == tuple(said)


@settings(deadline=None)
@given(st.text("ab: ,[]{}'\"#\\\n\r", max_size=30), st.integers(0, 4), st.integers(0, 12))
def test_no_underline_leaves_its_line(text: str, line: int, column: int) -> None:
    source = Source("f", text)
    for one in spanned([fault("TRB014", "m", Place("f", line, column))], {"f": source}):
        if one.span is not None and column <= len(source.line(line)):
            assert "\n" not in text[one.span.start : one.span.end]
