"""Offsets and the columns of editors, in all three units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tra_policy.lsp.positions import Encoding, Positions

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")
TEXT = "a💥é\r\nb\rc\u2028d\n"


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 7), ("utf-16", 4), ("utf-32", 3)])
def test_a_line_is_as_long_as_the_units_say(encoding: Encoding, column: int) -> None:
    assert Positions(TEXT, encoding).position(3) == (0, column)
    assert Positions(TEXT, encoding).offset(0, column) == 3


def test_lines_end_where_the_protocol_ends_them_and_nowhere_else() -> None:
    at = Positions(TEXT)
    assert at.lines == 4
    assert [at.position(TEXT.index(char))[0] for char in "abcd"] == [0, 1, 2, 2]


def test_a_column_behind_the_end_is_the_end_and_one_within_a_character_its_start() -> None:
    at = Positions(TEXT)
    assert at.offset(0, 99) == 3
    assert at.offset(0, 2) == 1
    assert at.offset(99, 0) == len(TEXT)
    assert at.offset(-1, 5) == 0


@given(st.text(alphabet=st.sampled_from("ab \r\n\u2028\u00e9\U0001f4a5\ud800")), st.data())
def test_there_and_back_is_where_one_was(text: str, data: st.DataObject) -> None:
    at = Positions(text, data.draw(st.sampled_from(ENCODINGS)))
    offset = data.draw(st.integers(0, len(text)))
    line, column = at.position(offset)
    back = at.offset(line, column)
    # Between the two characters of a line end there is no position but the one before them.
    inside = text[offset - 1 : offset + 1] == "\r\n"
    assert back == (offset - 1 if inside else offset)
    assert at.start_of_line(offset) <= offset


@given(st.text(max_size=40), st.integers(-2, 9), st.integers(-2, 40))
def test_any_position_is_in_the_text(text: str, line: int, column: int) -> None:
    for encoding in ENCODINGS:
        at = Positions(text, encoding)
        offset = at.offset(line, column)
        assert 0 <= offset <= len(text)
        assert at.position(offset)[0] in range(at.lines)
