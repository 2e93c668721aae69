"""Plain values to shapes, as far as they fit: nothing is said of what does not.

For every shape a reader is put together from its annotations when its first value is read. It accepts what
the library accepts in its strict mode, where lists stand for tuples. What is odd beyond that (numbers of
thousands of digits, values nested a hundred deep) does not fit here; the library has the last word on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from tra_policy.model.shape import Shape, ShapeField, Told, form_of, meaning, once

Reader = Callable[[Any], Any]
MISFIT: Final = object()
# Of a number of more bits the digits cannot be written out.
_MOST_BITS = 14_000
_DEEPEST = 100
_new = object.__new__
_set = object.__setattr__


def fitted(cls: type[Shape], value: Any) -> Any:
    """Return a value as one of a class, or `MISFIT`."""
    try:
        return reader_of(cls)(value)
    except RecursionError:
        return MISFIT


@once
def reader_of(cls: type[Shape]) -> Reader:
    """Return what reads one value as one of a class."""
    form = form_of(cls)
    by_key: dict[str, tuple[str, Reader]] = {}
    for name, field in form.fields.items():
        read = _of_field(field)
        by_key[field.key] = (name, read)
        if field.spelt:
            by_key[name] = (name, read)
    blank, required, fresh = form.blank, form.required, form.fresh
    same = all(key == name for key, (name, _) in by_key.items())
    lenient = cls.lenient

    def read_shape(value: Any) -> Any:
        if type(value) is not dict:
            return value if isinstance(value, cls) else MISFIT
        held = blank.copy()
        for key, stated in value.items():
            known = by_key.get(key)
            if known is None:
                if lenient and _passed_over(key) is not MISFIT is not _passed_over(stated):
                    continue
                return MISFIT
            name, read = known
            found = read(stated)
            if found is MISFIT:
                return MISFIT
            held[name] = found
        names = frozenset(value) if same else _stated(value, by_key)
        if names is None or not required <= names:
            return MISFIT
        for name in fresh:
            if name not in names:
                held[name] = dict(held[name])
        made = _new(cls)
        _set(made, "__dict__", held)
        _set(made, "_stated", names if not lenient else names & held.keys())
        return made

    return read_shape


def _stated(
    value: Mapping[str, Any], by_key: Mapping[str, tuple[str, Reader]]
) -> frozenset[str] | None:
    """Return the fields that are stated; None where one is stated under both of its names."""
    names = [by_key[key][0] for key in value if key in by_key]
    found = frozenset(names)
    return found if len(found) == len(names) else None


def _of_field(field: ShapeField) -> Reader:
    bounds = {name: held for name, held in field.bounds.items() if name != "description"}
    return _reader(field.annotation, bounds) if bounds else _declared(field.module, field.text)


@cache
def _declared(module: str, text: str) -> Reader:
    """Return what reads one value of a type by its annotation: most are written many times over."""
    return _reader(meaning(module, text), {})


def _reader(meant: Any, bounds: Mapping[str, Any]) -> Reader:
    """Return what reads one value of a type, within the bounds that are set beside it."""
    if meant in _SIMPLE:
        return _SIMPLE[meant]
    origin, inner = get_origin(meant), get_args(meant)
    if origin is Annotated:
        return _noted(inner[0], inner[1:], bounds)
    if meant is str:
        return _text(bounds)
    if meant is int:
        return partial(_whole, bounds.get("ge"), bounds.get("le"))
    if origin is Literal:
        return partial(_word, frozenset(inner))
    if origin in (Union, UnionType):
        return _any_of(inner, bounds)
    if origin is tuple:
        if inner[-1] is ...:
            return partial(_several, _reader(inner[0], {}), bounds.get("min_length", 0))
        return partial(_row, tuple(_reader(one, {}) for one in inner))
    if origin is dict:
        return partial(_table, _reader(inner[0], {}), _reader(inner[1], {}))
    assert isinstance(meant, type), meant
    return _Later(reader_of if issubclass(meant, Shape) else _noun, meant)


def _noted(meant: Any, notes: Iterable[Any], bounds: Mapping[str, Any]) -> Reader:
    """Return what reads one value of a type of which more is said."""
    for note in notes:
        if isinstance(note, Told):
            return partial(_as_told, note.read)
        bounds = {**note.bounds, **bounds}
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


def _text(bounds: Mapping[str, Any]) -> Reader:
    least, most = bounds.get("min_length", 0), bounds.get("max_length")
    pattern = bounds.get("pattern")
    if pattern is not None:
        # `$` would let a line end stand after it.
        match = re.compile(pattern.removesuffix("$") + r"\Z").match
        return partial(_patterned, match, least, most or 10**9)
    if least or most is not None:
        return partial(_bounded, least, most if most is not None else 10**9)
    return _any_text


def _any_text(value: Any) -> Any:
    return value if type(value) is str and (value.isascii() or _sound(value)) else MISFIT


def _bounded(least: int, most: int, value: Any) -> Any:
    if type(value) is str and least <= len(value) <= most and (value.isascii() or _sound(value)):
        return value
    return MISFIT


def _patterned(match: Callable[[str], Any], least: int, most: int, value: Any) -> Any:
    if type(value) is str and least <= len(value) <= most and match(value):
        return value if value.isascii() or _sound(value) else MISFIT
    return MISFIT


def _sound(text: str) -> bool:
    """Whether no half of a character stands in a text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole(least: int | None, most: int | None, value: Any) -> Any:
    if (
        type(value) is int
        and (least is None or value >= least)
        and (most is None or value <= most)
        and value.bit_length() <= _MOST_BITS
    ):
        return value
    return MISFIT


def _flag(value: Any) -> Any:
    return value if value is True or value is False else MISFIT


def _nothing(value: Any) -> Any:
    return None if value is None else MISFIT


def _word(words: frozenset[str], value: Any) -> Any:
    return value if type(value) is str and value in words else MISFIT


def _as_told(read: Reader, value: Any) -> Any:
    if type(value) is str and not (value.isascii() or _sound(value)):
        return MISFIT
    if type(value) is int and value.bit_length() > _MOST_BITS:
        return MISFIT
    try:
        return read(value)
    except ValueError:
        return MISFIT


def _several(read: Reader, least: int, value: Any) -> Any:
    if (type(value) is not list and type(value) is not tuple) or len(value) < least:
        return MISFIT
    found = []
    for one in value:
        it = read(one)
        if it is MISFIT:
            return MISFIT
        found.append(it)
    return tuple(found)


def _row(readers: tuple[Reader, ...], value: Any) -> Any:
    if (type(value) is not list and type(value) is not tuple) or len(value) != len(readers):
        return MISFIT
    found = tuple(read(one) for read, one in zip(readers, value, strict=True))
    return MISFIT if any(one is MISFIT for one in found) else found


def _table(name: Reader, read: Reader, value: Any) -> Any:
    if type(value) is not dict:
        return MISFIT
    found = {name(key): read(held) for key, held in value.items()}
    # A key that does not fit takes the place of others: there are fewer then, or it stands there itself.
    fits = MISFIT not in found and not any(held is MISFIT for held in found.values())
    return found if fits else MISFIT


def _any_of(alternatives: Iterable[Any], bounds: Mapping[str, Any]) -> Reader:
    kinds = [one for one in alternatives if one is not type(None)]
    if "discriminator" in bounds:
        return partial(_by_kind, {one.kind: _Later(reader_of, one) for one in kinds})
    # What bounds a field bounds its one type, and not that it may be absent.
    readers = [_reader(one, bounds) for one in kinds]
    may_be_absent = len(kinds) < len(tuple(alternatives))
    if may_be_absent and len(readers) == 1:
        return partial(_perhaps, readers[0])
    return partial(_first_of, (*([_nothing] if may_be_absent else []), *readers))


def _perhaps(read: Reader, value: Any) -> Any:
    return None if value is None else read(value)


def _first_of(readers: tuple[Reader, ...], value: Any) -> Any:
    for read in readers:
        found = read(value)
        if found is not MISFIT:
            return found
    return MISFIT


def _by_kind(kinds: Mapping[str, Reader], value: Any) -> Any:
    kind = value.get("kind") if type(value) is dict else getattr(value, "kind", None)
    read = kinds.get(kind) if type(kind) is str else None
    return read(value) if read is not None else MISFIT


def _anything(deep: int, value: Any) -> Any:
    """Return a value of JSON as a copy of its own."""
    if value is None or value is True or value is False:
        return value
    kind = type(value)
    if kind is str:
        return _any_text(value)
    if kind is int:
        return value if value.bit_length() <= _MOST_BITS else MISFIT
    if kind is float:
        return value
    if not deep:
        return MISFIT
    if kind is list:
        return _several_of_anything(deep, value)
    return _table(_any_text, partial(_anything, deep - 1), value)


def _several_of_anything(deep: int, value: list[Any]) -> Any:
    found = [_anything(deep - 1, one) for one in value]
    return MISFIT if any(one is MISFIT for one in found) else found


def _passed_over(value: Any) -> Any:
    return _anything(_DEEPEST, value)


_SIMPLE: Mapping[Any, Reader] = {
    bool: _flag,
    type(None): _nothing,
    object: partial(_anything, _DEEPEST),
}
