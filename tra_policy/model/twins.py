"""Twins of the shapes in the library for schemas: for what does not fit, and for the schemas themselves.

A twin is made from the very annotations of its shape, so that the two cannot say different things; a law
holds them against each other (`tests/laws/test_shapes_fit_as_their_twins.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from types import MappingProxyType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import pydantic

from tra_policy.model.shape import Said, Shape, Told, once, shapes_in

S = TypeVar("S", bound=Shape)


@once
def twin_of(cls: type[Shape]) -> type[pydantic.BaseModel]:
    """Return the class of the library with the same fields, words and name."""
    fields: dict[str, Any] = {}
    for name, one in cls.model_fields.items():
        names: dict[str, Any] = {"alias": one.alias} if one.alias else {}
        if one.spelt:
            names = {"validation_alias": one.spelt, "serialization_alias": one.spelt}
        if not one.is_required():
            names["default"] = _default(one.default)
        fields[name] = (twin_type(one.annotation), pydantic.Field(**names, **one.bounds))
    config = pydantic.ConfigDict(
        frozen=True,
        extra="ignore" if cls.lenient else "forbid",
        hide_input_in_errors=not cls.shows_input,
        populate_by_name=any(one.spelt for one in cls.model_fields.values()),
    )
    made: type[pydantic.BaseModel] = pydantic.create_model(
        cls.__name__, __config__=config, __doc__=cls.__doc__, __module__=cls.__module__, **fields
    )
    return made


def twin_type(meant: Any) -> Any:
    """Return a type with the twins of the shapes in it."""
    origin, inner = get_origin(meant), get_args(meant)
    if origin is Annotated:
        return Annotated[(twin_type(inner[0]), *(part for one in inner[1:] for part in _note(one)))]
    if origin in (Union, UnionType):
        return reduce(or_, map(twin_type, inner))
    if origin in (tuple, dict):
        return origin[tuple(map(twin_type, inner))]
    if isinstance(meant, type) and issubclass(meant, Shape):
        return twin_of(meant)
    return meant


def _note(note: Any) -> Iterator[Any]:
    if isinstance(note, Told):
        yield pydantic.PlainValidator(note.read)
        yield pydantic.PlainSerializer(str, return_type=str)
        yield pydantic.WithJsonSchema(dict(note.schema))
    else:
        assert isinstance(note, Said)
        yield pydantic.Field(**note.bounds)


def _default(value: Any) -> Any:
    if isinstance(value, MappingProxyType):
        return dict(value)
    if not isinstance(value, Shape):
        return value
    stated = {name: _default(getattr(value, name)) for name in value.model_fields_set}
    return twin_of(type(value))(**stated)


def explained(cls: type[S], text: str) -> S:
    """Return a JSON text as one of a class after all; raise what the library finds wrong with it."""
    return shape_from(cls, twin_of(cls).model_validate_json(text, strict=True))


def validated(cls: type[S], value: Any) -> S:
    """Return a value as one of a class where the library would take it for one; raise what is wrong."""
    return shape_from(cls, twin_of(cls).model_validate(_of_twins(value)))


def shape_from(cls: type[S], twin: pydantic.BaseModel) -> S:
    """Return the shape that says what a twin says."""
    fields = cls.model_fields
    stated = {
        fields[name].alias or name: _shapes(fields[name].annotation, getattr(twin, name))
        for name in twin.model_fields_set
    }
    return cls(**stated)


def _of_twins(value: Any) -> Any:
    """Return plain values with twins for the shapes among them."""
    if isinstance(value, Shape):
        stated = {
            value.model_fields[name].key: _of_twins(getattr(value, name))
            for name in value.model_fields_set
        }
        return twin_of(type(value))(**stated)
    if isinstance(value, Mapping):
        return {key: _of_twins(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(_of_twins, value))
    return value


def _shapes(meant: Any, value: Any) -> Any:
    """Return a value of a twin with shapes for the twins in it; `meant` is the type of its field."""
    if isinstance(value, tuple):
        return tuple(_shapes(meant, one) for one in value)
    if isinstance(value, pydantic.BaseModel):
        return shape_from(_shape_of(meant, type(value)), value)
    return value


def _shape_of(meant: Any, twin: type[pydantic.BaseModel]) -> type[Shape]:
    return next(one for one in shapes_in(meant) if twin_of(one) is twin)
