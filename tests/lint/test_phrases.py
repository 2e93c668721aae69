"""What the rules listen for is heard as a regular expression over all phrases hears it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from tra_policy.lint import phrases

TABLES = tuple(
    table
    for name, table in vars(phrases).items()
    if name.isupper() and isinstance(table, tuple) and all(isinstance(p, str) for p in table)
)
EVERY = sorted({phrase for table in TABLES for phrase in table})
BETWEEN = (" ", "  ", "-", ", ", ". ", "\n", "", "x", "'", "é", "_")


def by_a_regular_expression(text: str, *tables: tuple[str, ...]) -> Iterator[str]:
    every = sorted((p for table in tables for p in table), key=len, reverse=True)
    pattern = r"(?<![\w-])(?:" + "|".join(map(re.escape, every)) + r")(?![\w-])"
    found = re.finditer(pattern, " ".join(text.casefold().split()))
    yield from dict.fromkeys(one[0] for one in found)


def test_there_are_phrases_to_hear() -> None:
    assert len(TABLES) > 10
    assert all(re.match(r"[\w-]", phrase) for phrase in EVERY)


@given(
    st.lists(st.sampled_from(TABLES), min_size=1, max_size=3),
    st.lists(
        st.tuples(st.sampled_from(EVERY), st.booleans(), st.sampled_from(BETWEEN)), max_size=8
    ),
)
def test_phrases_are_heard_where_they_stand(
    tables: list[tuple[str, ...]], pieces: list[tuple[str, bool, str]]
) -> None:
    text = "".join((p.title() if up else p) + between for p, up, between in pieces)
    assert list(phrases.heard(text, *tables)) == list(by_a_regular_expression(text, *tables))


@given(st.data())
def test_phrases_that_begin_alike_are_heard_as_the_longest(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(TABLES))
    heads = sorted({phrase.split()[0] for phrase in table})
    words = st.sampled_from([*table, *heads, "and", "to"])
    text = " ".join(data.draw(st.lists(words, max_size=8)))
    assert list(phrases.heard(text, table)) == list(by_a_regular_expression(text, table))
