"""Colour and width are decided by the option, then by the environment, then by the terminal."""

from __future__ import annotations

import io
from itertools import product

import pytest

from tra_policy.cli.terminal import PIPED, page_of, wants_colour, write


def test_the_option_goes_before_the_environment_and_that_before_the_terminal() -> None:
    values = ((None, "1"), (None, "1", "0"), (None, "dumb", "xterm"), (False, True))
    for no, force, term, is_terminal in product(*values):
        given = {"NO_COLOR": no, "FORCE_COLOR": force, "TERM": term}
        environ = {key: value for key, value in given.items() if value is not None}
        assert wants_colour(is_terminal, "always", environ)
        assert not wants_colour(is_terminal, "never", environ)
        if no:
            expected = False
        elif force:
            expected = force == "1"
        else:
            expected = is_terminal and term != "dumb"
        assert wants_colour(is_terminal, "auto", environ) is expected, environ


def test_an_empty_no_color_says_nothing() -> None:
    assert wants_colour(True, "auto", {"NO_COLOR": ""})


@pytest.mark.parametrize(
    ("columns", "width"), [("", PIPED), ("72", 72), ("7", 40), ("0", PIPED), ("wide", PIPED)]
)
def test_a_pipe_has_the_width_that_columns_says(columns: str, width: int) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    assert page_of(stream, "auto", {"COLUMNS": columns}).width == width


@pytest.mark.parametrize(
    ("encoding", "ascii"),
    [("utf-8", False), ("UTF8", False), ("ascii", True), ("latin-1", True), ("cp437", True)],
)
def test_only_unicode_streams_get_more_than_ascii(encoding: str, ascii: bool) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    assert page_of(stream, "auto", {}).ascii is ascii


def test_text_is_written_as_utf_8_whatever_the_locale() -> None:
    data = io.BytesIO()
    stream = io.TextIOWrapper(data, encoding="ascii")
    write("Zürich \ud800\n", stream)
    assert data.getvalue() == "Zürich \\ud800\n".encode()
