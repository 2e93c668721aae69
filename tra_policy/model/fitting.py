"""Plain values to shapes, as far as they fit: nothing is said of what does not.

For every shape a reader is put together from its annotations when its first value is read. It accepts what
the library accepts in its strict mode, where lists stand for tuples. What is odd beyond that (numbers of
thousands of digits, values nested a hundred deep) does not fit here; the library has the last word on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from tra_policy.model import plain
from tra_policy.model.plain import MISFIT, Reader
from tra_policy.model.shape import S, Shape, ShapeField, Told, form_of, meaning, once

# What may be said of a type, so that nothing is said that is only heeded where something else does not fit.
_ONE = frozenset({"min_length", "max_length", "pattern", "ge", "le", "discriminator"})
_BOUNDS: Mapping[Any, frozenset[str]] = {
    str: frozenset({"min_length", "max_length", "pattern"}),
    int: frozenset({"ge", "le"}),
    tuple: frozenset({"min_length"}),
    Union: _ONE,
    UnionType: _ONE,
}
_new = object.__new__
_set = object.__setattr__


def fitted(cls: type[Shape], value: Any) -> Any:
    """Return a value as one of a class, or `MISFIT`."""
    try:
        return reader_of(cls)(value)
    except RecursionError:
        return MISFIT


@once
def readers_of(cls: type[Shape]) -> Mapping[str, tuple[str, Reader]]:
    """Return the name of each field of a class, and what reads it, by every name that it has in data."""
    by_key: dict[str, tuple[str, Reader]] = {}
    for name, field in form_of(cls).fields.items():
        read = _of_field(field)
        by_key[field.key] = (name, read)
        if field.spelt:
            by_key[name] = (name, read)
    return by_key


def made(cls: type[S], held: dict[str, Any]) -> S:
    """Return a shape of fields that were read, each by what reads it, with none missing."""
    found = _new(cls)
    _set(found, "__dict__", held)
    return found


@once
def reader_of(cls: type[Shape]) -> Reader:
    """Return what reads one value as one of a class."""
    by_key = readers_of(cls)
    required, lenient = form_of(cls).required, cls.lenient

    def read_shape(value: Any) -> Any:
        if type(value) is not dict:
            return value if isinstance(value, cls) else MISFIT
        held: dict[str, Any] = {}
        apart = 0
        for key, stated in value.items():
            known = by_key.get(key)
            if known is None:
                # What is passed over has to be JSON all the same.
                if lenient and plain.anything({key: stated}) is not MISFIT:
                    apart += 1
                    continue
                return MISFIT
            found = known[1](stated)
            if found is MISFIT:
                return MISFIT
            held[known[0]] = found
        # A field may have been stated under both of its names.
        if len(held) + apart < len(value) or not required <= held.keys():
            return MISFIT
        return made(cls, held)

    return read_shape


def _of_field(field: ShapeField) -> Reader:
    bounds = _bounding(field.bounds)
    return _reader(field.annotation, bounds) if bounds else _declared(field.module, field.text)


def _bounding(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: held for name, held in said.items() if name != "description"}


@cache
def _declared(module: str, text: str) -> Reader:
    """Return what reads one value of a type by its annotation: most are written many times over."""
    return _reader(meaning(module, text), {})


def _reader(meant: Any, bounds: Mapping[str, Any]) -> Reader:
    """Return what reads one value of a type, within the bounds that are set beside it."""
    origin, inner = get_origin(meant), get_args(meant)
    if origin is Annotated:
        return _noted(inner[0], inner[1:], bounds)
    known = _BOUNDS.get(origin or meant, frozenset())
    assert bounds.keys() <= known, f"what bounds {meant} is known to the library alone"
    if meant in _SIMPLE:
        return _SIMPLE[meant]
    if meant is str:
        return plain.text_within(bounds)
    if meant is int:
        return plain.whole(bounds.get("ge"), bounds.get("le"))
    if origin is Literal:
        return plain.word(frozenset(inner))
    if origin in (Union, UnionType):
        return _any_of(inner, bounds)
    if origin is tuple:
        if inner[-1] is ...:
            return plain.several(_reader(inner[0], {}), bounds.get("min_length", 0))
        return plain.row([_reader(one, {}) for one in inner])
    if origin is dict:
        return plain.table(_reader(inner[0], {}), _reader(inner[1], {}))
    assert isinstance(meant, type), meant
    return _Later(reader_of if issubclass(meant, Shape) else _noun, meant)


def _noted(meant: Any, notes: Iterable[Any], bounds: Mapping[str, Any]) -> Reader:
    """Return what reads one value of a type of which more is said."""
    for note in notes:
        if isinstance(note, Told):
            return plain.told(note.read)
        bounds = {**_bounding(note.bounds), **bounds}
    return _reader(meant, bounds)


class _Later:
    """What reads a class, put together when the first value comes: a proof holds proofs."""

    __slots__ = ("_make", "_of", "_read")

    def __init__(self, make: Callable[[Any], Reader], of: type) -> None:
        self._make, self._of = make, of
        self._read: Reader | None = None

    def __call__(self, value: Any) -> Any:
        if self._read is None:
            self._read = self._make(self._of)
        return self._read(value)


@cache
def _noun(cls: type) -> Reader:
    """Return what reads one value as a noun of the inside that a report holds."""
    names: tuple[str, ...] = cls.__match_args__  # type: ignore[attr-defined]
    bases = [(base.__module__, base.__dict__) for base in reversed(cls.__mro__)]
    kinds = {
        name: _declared(module, text)
        for module, held in bases
        for name, text in held.get("__annotations__", {}).items()
        if name in names
    }

    def read_noun(value: Any) -> Any:
        if type(value) is not dict:
            return value if isinstance(value, cls) else MISFIT
        held = {}
        for name, stated in value.items():
            found = kinds[name](stated) if name in kinds else MISFIT
            if found is MISFIT:
                return MISFIT
            held[name] = found
        try:
            return cls(**held)
        except TypeError:
            # One without a default is not stated.
            return MISFIT

    return read_noun


def _any_of(alternatives: Iterable[Any], bounds: Mapping[str, Any]) -> Reader:
    kinds = [one for one in alternatives if one is not type(None)]
    if "discriminator" in bounds:
        return plain.by_kind({one.kind: _Later(reader_of, one) for one in kinds})
    # What bounds a field bounds its one type, and not that it may be absent.
    readers = [_reader(one, bounds) for one in kinds]
    may_be_absent = len(kinds) < len(tuple(alternatives))
    if may_be_absent and len(readers) == 1:
        return plain.perhaps(readers[0])
    return plain.first_of([*([plain.nothing] if may_be_absent else []), *readers])


_SIMPLE: Mapping[Any, Reader] = {
    bool: plain.flag,
    type(None): plain.nothing,
    object: plain.anything,
}
