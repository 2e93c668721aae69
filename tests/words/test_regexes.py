"""A regular expression that waits does what `re` does."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tra_policy.words.regex import regex

WRITTEN = (r"a+(b)?", r"(?P<x>[ab]+)\s*", r"$", r"\bA")


@given(st.sampled_from(WRITTEN), st.text("abA \n", max_size=8), st.sampled_from([0, re.IGNORECASE]))
def test_it_finds_what_re_finds(written: str, text: str, flags: int) -> None:
    ours, theirs = regex(written, flags), re.compile(written, flags)
    for _ in range(2):
        for method in ("match", "fullmatch", "search"):
            mine, other = getattr(ours, method)(text), getattr(theirs, method)(text)
            assert repr(mine) == repr(other)
        assert ours.findall(text) == theirs.findall(text)
        assert ours.split(text) == theirs.split(text)
        assert ours.sub("-", text) == theirs.sub("-", text)
        assert [m.span() for m in ours.finditer(text)] == [m.span() for m in theirs.finditer(text)]
    assert (ours.pattern, ours.flags) == (theirs.pattern, theirs.flags)


def test_it_is_not_compiled_before_it_is_used() -> None:
    wrong = regex("(")
    try:
        wrong.match("x")
    except re.error:
        return
    raise AssertionError("it cannot be compiled")
