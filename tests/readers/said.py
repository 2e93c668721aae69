"""What was said of a text, short enough to compare."""

from __future__ import annotations

from collections.abc import Iterable

from tra_policy.words.diagnostic import Diagnostic


def codes(said: Iterable[Diagnostic]) -> list[str]:
    return [one.code for one in said]


def placed(said: Iterable[Diagnostic]) -> list[tuple[str, int, int]]:
    """Code, line and column of each."""
    return [(d.code, d.place.line, d.place.column) for d in said if d.place is not None]


def only(said: Iterable[Diagnostic]) -> Diagnostic:
    (one,) = said
    return one
