"""The noun: a value with named parts, which is what almost every class here is.

    class Span(Noun):
        path: str
        start: int
        end: int = 0

It is what `@dataclass(frozen=True, slots=True)` makes: parts are given by place or by name, two nouns of
one class are equal if their parts are, and nothing of them changes. `dataclasses` writes and compiles
five functions for every class, at every start. Here a method is made when it is first called, out of the
code of any class with as many parts: only the names are put in anew. `docs/decisions/0017-nouns.md` has
the numbers.

A noun of a class with a `cached_property` has room for what it remembers. `frozen=False` behind the base
is for what grows while something is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from types import FunctionType
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, dataclass_transform, overload

from tra_policy.words.patterns import eq_pattern, hash_pattern, init_pattern, named

__all__ = ["FrozenNoun", "Noun", "field", "parts", "replace"]
T = TypeVar("T")
_ABSENT: Any = type("_Absent", (), {"__repr__": lambda _: "<absent>"})()


class FrozenNoun(AttributeError):
    """Something tried to change a noun."""


class _Part:
    """What is said of a part beside its default."""

    __slots__ = ("compared", "default", "factory", "shown")

    def __init__(self, default: Any, factory: Any, compared: bool, shown: bool) -> None:
        self.default = default
        self.factory = factory
        self.compared = compared
        self.shown = shown


@overload
def field(*, default: T, compare: bool = ..., repr: bool = ...) -> T: ...
@overload
def field(*, default_factory: Callable[[], T], compare: bool = ..., repr: bool = ...) -> T: ...
@overload
def field(*, compare: bool = ..., repr: bool = ...) -> Any: ...
def field(
    *,
    default: Any = _ABSENT,
    default_factory: Any = _ABSENT,
    compare: bool = True,
    repr: bool = True,
) -> Any:
    """Say of a part how its default is made, or that it does not count for equality, or is not shown."""
    if default is not _ABSENT and default_factory is not _ABSENT:
        raise ValueError("cannot specify both default and default_factory")
    return _Part(default, default_factory, compare, repr)


def _init_of(cls: Any) -> FunctionType:
    made = []
    defaults = []
    reached: dict[str, Any] = {"absent": _ABSENT}
    for number, (name, default) in enumerate(cls.__parts__.items()):
        if cls.__frozen__:
            reached[f"set_p{number}"] = getattr(cls, name).__set__
        if default.__class__ is not _Part:
            value = default
        elif default.factory is _ABSENT:
            value = default.default
        else:
            reached[f"make_p{number}"] = default.factory
            made.append(number)
            defaults.append(_ABSENT)
            continue
        if value is not _ABSENT:
            defaults.append(value)
    pattern = init_pattern(len(cls.__parts__), tuple(made), cls.__frozen__)
    code = named(pattern, "__init__", tuple(cls.__parts__), cls)
    return FunctionType(code, reached, "__init__", tuple(defaults))


def _compared(cls: Any) -> tuple[str, ...]:
    parts: dict[str, Any] = cls.__parts__
    return tuple([n for n, said in parts.items() if said.__class__ is not _Part or said.compared])


# What a class begins with: each of the three makes the method of its class when it is first called,
# and is replaced by it.
def _first_init(self: Any, /, *given: Any, **named: Any) -> None:
    cls = type(self)
    cls.__init__ = _init_of(cls)
    cls.__init__(self, *given, **named)


def _first_eq(self: Any, other: object) -> Any:
    cls = type(self)
    names = _compared(cls)
    cls.__eq__ = FunctionType(named(eq_pattern(len(names)), "__eq__", names, cls), {}, "__eq__")
    return cls.__eq__(self, other)


def _first_hash(self: Any) -> int:
    cls = type(self)
    names = _compared(cls)
    cls.__hash__ = FunctionType(
        named(hash_pattern(len(names)), "__hash__", names, cls), {}, "__hash__"
    )
    return hash(self)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class _Nouns(type):
    """The class of the classes of nouns."""

    def __new__(
        cls, name: str, bases: tuple[type, ...], held: dict[str, Any], *, frozen: bool = True
    ) -> _Nouns:
        parts: dict[str, Any] = {}
        for base in reversed(bases):
            parts.update(getattr(base, "__parts__", ()))
        own = []
        optional = False
        for part in held.get("__annotations__", ()):
            if part not in parts:
                own.append(part)
            parts[part] = held.pop(part, _ABSENT)
        for part, said in parts.items():
            default = said
            if said.__class__ is _Part and said.factory is _ABSENT:
                default = said.default
            if default is not _ABSENT:
                optional = True
                if default.__class__.__hash__ is None:
                    raise ValueError(f"{name}.{part}: a default that can change needs a factory")
            elif optional:
                raise TypeError(f"{name}.{part}: a part without a default follows one that has one")
        for value in held.values():
            if value.__class__ is cached_property:
                own.append("__dict__")
                break
        held["__slots__"] = own
        held["__parts__"] = parts
        held["__frozen__"] = frozen
        held.setdefault("__init__", _first_init)
        held.setdefault("__eq__", _first_eq)
        held.setdefault("__hash__", _first_hash if frozen else None)
        held.setdefault("__match_args__", tuple(parts))
        if not frozen:
            held["__setattr__"] = object.__setattr__
            held["__delattr__"] = object.__delattr__
        return type.__new__(cls, name, bases, held)


@cache
def _their_fields(cls: Any) -> Mapping[str, Any]:
    from dataclasses import field as theirs
    from dataclasses import make_dataclass

    types: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        types.update(vars(base).get("__annotations__", {}))
    fields: list[Any] = []
    for name, said in cls.__parts__.items():
        part = said if isinstance(said, _Part) else _Part(said, _ABSENT, True, True)
        given: dict[str, Any] = {"compare": part.compared, "repr": part.shown}
        if part.factory is not _ABSENT:
            given["default_factory"] = part.factory
        elif part.default is not _ABSENT:
            given["default"] = part.default
        fields.append((name, types[name], theirs(**given)))
    twin: Any = make_dataclass(cls.__name__, fields, frozen=cls.__frozen__)
    found: Mapping[str, Any] = twin.__dataclass_fields__
    return found


class _ForStrangers:
    """What `dataclasses`, and the tools that know it, see of a noun: made when they look."""

    def __get__(self, noun: object, cls: type) -> Mapping[str, Any]:
        return _their_fields(cls)


class Noun(metaclass=_Nouns):
    """A value with named parts: give the parts as annotations, with their defaults."""

    if not TYPE_CHECKING:
        __dataclass_fields__ = _ForStrangers()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenNoun(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenNoun(f"cannot delete field {name!r}")

    def __repr__(self) -> str:
        parts: dict[str, Any] = self.__parts__  # type: ignore[attr-defined]
        shown = (
            f"{name}={getattr(self, name)!r}"
            for name, said in parts.items()
            if said.__class__ is not _Part or said.shown
        )
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(parts(self).values())


def parts(noun: Noun) -> dict[str, Any]:
    """Return the parts of a noun by their names, in the order in which they are declared."""
    return {name: getattr(noun, name) for name in noun.__parts__}  # type: ignore[attr-defined]


if TYPE_CHECKING:
    # The type checker knows it by this name, and holds every change against the part that it is of.
    from dataclasses import replace
else:

    def replace(noun, /, **changes):
        """Return a noun like another one, but for some parts."""
        given = [
            changes.pop(name) if name in changes else getattr(noun, name) for name in noun.__parts__
        ]
        if changes:
            name = type(noun).__qualname__
            unknown = next(iter(changes))
            raise TypeError(f"{name}.__init__() got an unexpected keyword argument {unknown!r}")
        return type(noun)(*given)
