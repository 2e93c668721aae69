"""Plain values one at a time, as far as they fit: texts, numbers, words, lists of something.

A reader answers with the value that is kept, or with `MISFIT`; `fitting.py` puts readers together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final

Reader = Callable[[Any], Any]
MISFIT: Final = object()
# Of a number of more bits the digits cannot be written out.
_MOST_BITS = 14_000
_DEEPEST = 100
_ENDLESS = 1 << 62


def flag(value: Any) -> Any:
    """Read `true` or `false`."""
    return value if value is True or value is False else MISFIT


def nothing(value: Any) -> Any:
    """Read what is absent."""
    return None if value is None else MISFIT


def text(value: Any) -> Any:
    """Read a text in which no half of a character stands."""
    return value if type(value) is str and (value.isascii() or _sound(value)) else MISFIT


def _sound(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def text_within(bounds: Mapping[str, Any]) -> Reader:
    """Return what reads a text of some length and form."""
    least, most = bounds.get("min_length", 0), bounds.get("max_length", _ENDLESS)
    if "pattern" not in bounds:
        return _text_of_length(least, most) if bounds else text
    # `$` would let a line end stand after it.
    match = re.compile(bounds["pattern"].removesuffix("$") + r"\Z").match

    def read(value: Any) -> Any:
        if type(value) is str and least <= len(value) <= most and match(value):
            return value if value.isascii() or _sound(value) else MISFIT
        return MISFIT

    return read


def _text_of_length(least: int, most: int) -> Reader:
    def read(value: Any) -> Any:
        return text(value) if type(value) is str and least <= len(value) <= most else MISFIT

    return read


def whole(least: int | None, most: int | None) -> Reader:
    """Return what reads a whole number within bounds; None for no bound."""

    def read(value: Any) -> Any:
        if type(value) is not int or value.bit_length() > _MOST_BITS:
            return MISFIT
        below = least is not None and value < least
        return MISFIT if below or (most is not None and value > most) else value

    return read


def word(words: Collection[str]) -> Reader:
    """Return what reads one of some words."""

    def read(value: Any) -> Any:
        return value if type(value) is str and value in words else MISFIT

    return read


def told(parse: Callable[[Any], Any]) -> Reader:
    """Return what reads a value that stands as a text or a number; `parse` raises `ValueError`."""

    def read(value: Any) -> Any:
        if type(value) is str:
            if not value.isascii() and not _sound(value):
                return MISFIT
        elif type(value) is int and value.bit_length() > _MOST_BITS:
            return MISFIT
        try:
            return parse(value)
        except ValueError:
            return MISFIT

    return read


def perhaps(inner: Reader) -> Reader:
    """Return what reads a value that may be absent."""

    def read(value: Any) -> Any:
        return None if value is None else inner(value)

    return read


def first_of(readers: Sequence[Reader]) -> Reader:
    """Return what reads a value in the first way in which it fits."""

    def read(value: Any) -> Any:
        for inner in readers:
            found = inner(value)
            if found is not MISFIT:
                return found
        return MISFIT

    return read


def by_kind(readers: Mapping[str, Reader]) -> Reader:
    """Return what reads a value in the way of its `kind`."""

    def read(value: Any) -> Any:
        kind = value.get("kind") if type(value) is dict else getattr(value, "kind", None)
        inner = readers.get(kind) if type(kind) is str else None
        return inner(value) if inner is not None else MISFIT

    return read


def several(inner: Reader, least: int = 0) -> Reader:
    """Return what reads a list of values of one type, at least so many."""

    def read(value: Any) -> Any:
        if type(value) is not list and type(value) is not tuple:
            return MISFIT
        found = _all(map(inner, value))
        return MISFIT if found is None or len(found) < least else tuple(found)

    return read


def row(readers: Sequence[Reader]) -> Reader:
    """Return what reads a list in which every place has a type of its own."""

    def read(value: Any) -> Any:
        if type(value) is not list and type(value) is not tuple:
            return MISFIT
        if len(value) != len(readers):
            return MISFIT
        found = _all(inner(one) for inner, one in zip(readers, value, strict=True))
        return MISFIT if found is None else tuple(found)

    return read


def table(name: Reader, inner: Reader) -> Reader:
    """Return what reads a mapping with names of one type to values of one type."""

    def read(value: Any) -> Any:
        if type(value) is not dict:
            return MISFIT
        names, held = _all(map(name, value)), _all(map(inner, value.values()))
        return MISFIT if names is None or held is None else dict(zip(names, held, strict=True))

    return read


def _all(found: Iterable[Any]) -> list[Any] | None:
    """Return values that were read, or None where one of them does not fit."""
    kept = []
    for one in found:
        if one is MISFIT:
            return None
        kept.append(one)
    return kept


def anything(value: Any, deep: int = _DEEPEST) -> Any:
    """Read any value of JSON, as a copy of its own."""
    if value is None or value is True or value is False or type(value) is float:
        return value
    if type(value) is str:
        return text(value)
    if type(value) is int:
        return value if value.bit_length() <= _MOST_BITS else MISFIT
    if not deep or type(value) not in (list, dict):
        return MISFIT
    if type(value) is list:
        found = _all(anything(one, deep - 1) for one in value)
        return MISFIT if found is None else found
    return table(text, lambda one: anything(one, deep - 1))(value)
