"""The base of the nouns that stand at the border: what is read from evidence, what a report is made of.

A shape declares its fields as annotations with defaults. It is frozen, knows which fields were stated, and
takes no other. Making such a class costs next to nothing: what its annotations mean is worked out when
the first value is read (`fitting.py`). The library that explains what does not fit, and makes the schemas,
is asked only then (`twins.py`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Set
from functools import cache
from types import MappingProxyType, SimpleNamespace
from typing import (
    Any,
    ClassVar,
    Final,
    Self,
    TypeVar,
    dataclass_transform,
    get_args,
    get_type_hints,
)

S = TypeVar("S", bound="Shape")
V = TypeVar("V")
REQUIRED: Final = object()
_set = object.__setattr__


def once(make: Callable[[type[S]], V]) -> Callable[[type[S]], V]:
    """Keep what is worked out of a class; the type checker does not take a class for a key."""
    kept: Callable[[Any], V] = cache(make)
    return kept


class Said:
    """What a declaration says of a field beside its type, in the words of the library for schemas."""

    __slots__ = ("alias", "bounds", "default", "spelt")

    def __init__(
        self, default: Any, alias: str | None, spelt: str | None, bounds: Mapping[str, Any]
    ) -> None:
        self.default = default
        self.alias = alias
        self.spelt = spelt
        self.bounds = bounds


def Field(
    default: Any = REQUIRED, *, alias: str | None = None, spelt: str | None = None, **bounds: Any
) -> Any:
    """Say more of a field, or of a type within `Annotated`.

    `alias` is its name in data and for whoever makes one; `spelt` is its name in data alone. `bounds` are
    `min_length`, `max_length`, `pattern`, `ge`, `le`, `discriminator` and `description`.
    """
    return Said(default, alias, spelt, bounds)


class Told:
    """Within `Annotated`: a type that stands as one text or number in data. `read` raises `ValueError`."""

    __slots__ = ("read", "schema")

    def __init__(self, read: Any, schema: Mapping[str, Any]) -> None:
        self.read = read
        self.schema = schema


class ShapeField:
    """One field of a shape."""

    __slots__ = ("alias", "bounds", "default", "module", "name", "spelt", "text")

    def __init__(self, name: str, module: str, text: str, given: Any) -> None:
        said = given if isinstance(given, Said) else Said(given, None, None, {})
        self.name = name
        # All values share a default: one that could be changed is only shown.
        shared = isinstance(said.default, dict)
        self.default: Any = MappingProxyType(said.default) if shared else said.default
        self.alias = said.alias
        self.spelt = said.spelt
        self.bounds = said.bounds
        self.module = module
        self.text = text

    @property
    def key(self) -> str:
        """Its name in data."""
        return self.alias or self.spelt or self.name

    @property
    def annotation(self) -> Any:
        """Its type as it was declared."""
        return meaning(self.module, self.text)

    def is_required(self) -> bool:
        """Whether it has no default."""
        return self.default is REQUIRED

    def get_default(self) -> Any:
        """Return what it is where nothing is stated."""
        return self.default


@cache
def meaning(module: str, text: str) -> Any:
    """Return the type that an annotation means; most are written many times over."""
    names = vars(sys.modules[module])
    try:
        return _plainly(text, names)
    except KeyError:
        asked = SimpleNamespace(__annotations__={"it": text})
        return get_type_hints(asked, names, include_extras=True)["it"]


def _plainly(text: str, names: Mapping[str, Any]) -> Any:
    """Return the type of an annotation of the usual forms, which need no compiler; else `KeyError`."""
    if text.endswith(_ABSENT):
        return _plainly(text.removesuffix(_ABSENT), names) | None
    if text.startswith(_SEVERAL) and text.endswith(_ALIKE):
        inner = _plainly(text.removeprefix(_SEVERAL).removesuffix(_ALIKE), names)
        return tuple[inner, ...]  # type: ignore[valid-type]
    if text.startswith(_WORDS) and text.endswith("']"):
        words = text.removeprefix(_WORDS).removesuffix("']")
        if _UNUSUAL & {*words}:
            raise KeyError(text)
        return names["Literal"][tuple(words.split("', '"))]
    return names[text] if text in names else _OWN[text]


_ABSENT, _SEVERAL, _ALIKE, _WORDS = " | None", "tuple[", ", ...]", "Literal['"
_UNUSUAL = {'"', "\\", "[", "]"}
_OWN = {"bool": bool, "int": int, "object": object, "str": str}


class Form:
    """What is known of the fields of a shape without knowing their types.

    `blank` has every field in its order, with its default, or None where it has none; `renamed` gives the
    names of those that are made under another one.
    """

    __slots__ = ("blank", "fields", "renamed", "required")

    def __init__(self, fields: Mapping[str, ShapeField]) -> None:
        self.fields = MappingProxyType(fields)
        self.required = frozenset(name for name, one in fields.items() if one.is_required())
        self.blank = {n: None if n in self.required else f.default for n, f in fields.items()}
        self.renamed = {one.alias: name for name, one in fields.items() if one.alias}


@once
def form_of(cls: type[Shape]) -> Form:
    """Return the fields of a class: those of its base first, each where it was first declared.

    From then on the class itself has the defaults, so that a value holds only what was stated of it.
    """
    if cls is Shape:
        return Form({})
    base, own = cls.__base__, cls.__dict__
    assert base is not None and issubclass(base, Shape), "a shape has one base, which is a shape"
    fields = dict(form_of(base).fields)
    for name, text in own.get("__annotations__", {}).items():
        fields[name] = ShapeField(name, cls.__module__, text, own.get(name, REQUIRED))
    form = Form(fields)
    for name, default in form.blank.items():
        setattr(cls, name, default)
    return form


class _Fields:
    def __get__(self, instance: object, owner: type[Shape]) -> Mapping[str, ShapeField]:
        return form_of(owner).fields


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(Field,))
class Shape:
    """The base of everything that is read or written at the border. See the module."""

    # What was stated stands in the dictionary of a value, and nothing else; the rest is the class's.
    __slots__ = ("__dict__", "__weakref__", "_hash")
    model_fields: ClassVar[_Fields] = _Fields()
    # A shape takes no field that it does not know. One that others write as well passes over those.
    lenient: ClassVar[bool] = False
    # Whether the library may show the value that does not fit.
    shows_input: ClassVar[bool] = True

    def __init__(self, /, **given: Any) -> None:
        form = form_of(type(self))
        if form.renamed:
            given = {form.renamed.get(name, name): value for name, value in given.items()}
        if not form.required <= given.keys() <= form.blank.keys():
            odd = sorted((given.keys() - form.blank.keys()) | (form.required - given.keys()))
            raise TypeError(f"{type(self).__name__} is not made with or without {', '.join(odd)}")
        _set(self, "__dict__", given)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self.__dict__ == other.__dict__ or _whole(self) == _whole(other)

    def __hash__(self) -> int:
        found: int | None = getattr(self, "_hash", None)
        if found is None:
            found = hash((type(self), *_whole(self).values()))
            _set(self, "_hash", found)
        return found

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in _whole(self).items())
        return f"{type(self).__name__}({fields})"

    def __str__(self) -> str:
        return " ".join(f"{name}={value!r}" for name, value in _whole(self).items())

    def __reduce__(self) -> tuple[Any, ...]:
        return _made, (type(self), dict(self.__dict__))

    @property
    def model_fields_set(self) -> Set[str]:
        """The names of the fields that were stated, whatever they were stated to be."""
        return self.__dict__.keys()

    def model_said(self, name: str) -> Any:
        """Return what was stated of a field; None where nothing was."""
        return self.__dict__.get(name)

    def model_copy(self, *, update: Mapping[str, Any] = MappingProxyType({})) -> Self:
        """Return the same with some fields changed; what they are changed to is not checked."""
        return _made(type(self), {**self.__dict__, **update})

    @classmethod
    def model_construct(cls, _fields_set: Set[str] | None = None, **given: Any) -> Self:
        """Return one with some fields, which are not checked. All others are open.

        Of an open field without a default nothing is known: it is None. Where `_fields_set` is given, what
        is not in it is open.
        """
        stated = given.keys() if _fields_set is None else _fields_set
        return _made(cls, {name: given[name] for name in given.keys() & stated})

    @classmethod
    def model_validate(cls, value: Any) -> Self:
        """Return plain values as one of these; raise what the library says where they do not fit."""
        from tra_policy.model.fitting import fitted
        from tra_policy.model.plain import MISFIT

        found = fitted(cls, value)
        if found is not MISFIT:
            assert isinstance(found, cls)
            return found
        from tra_policy.model.twins import validated

        return validated(cls, value)

    @classmethod
    def model_validate_json(cls, text: str | bytes) -> Self:
        """Return a JSON text as one of these; see `model_validate`."""
        import json

        return cls.model_validate(json.loads(text))

    def model_dump(
        self,
        *,
        mode: str = "python",
        by_alias: bool = False,
        exclude_defaults: bool = False,
        include: Collection[str] | None = None,
        exclude: Collection[str] = (),
    ) -> dict[str, Any]:
        """Return plain values: with mode `json` as JSON has them, else with tuples as they are."""
        from tra_policy.model.dumping import Dumped

        if include is not None:
            exclude = (self.model_fields.keys() - {*include}) | {*exclude}
        return Dumped(mode == "json", by_alias, exclude_defaults).fields(self, exclude)

    def model_dump_json(self, *, by_alias: bool = False, exclude_defaults: bool = False) -> str:
        """Return JSON text without a blank."""
        import json

        plain = self.model_dump(mode="json", by_alias=by_alias, exclude_defaults=exclude_defaults)
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _made(cls: type[S], held: dict[str, Any]) -> S:
    form_of(cls)
    made = object.__new__(cls)
    _set(made, "__dict__", held)
    return made


def _whole(value: Any) -> dict[str, Any]:
    """Return all fields of a shape, in their order."""
    return {**form_of(type(value)).blank, **value.__dict__}


def shapes_in(meant: Any) -> Iterator[type[Shape]]:
    """Yield the shapes in a type, wherever they stand."""
    if isinstance(meant, type) and issubclass(meant, Shape):
        yield meant
    for inner in get_args(meant):
        yield from shapes_in(inner)
