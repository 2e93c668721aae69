"""Shapes, with the nouns that they hold, to plain values.

What stands there is told by the values themselves, so that writing a report needs no annotation.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from math import isfinite
from types import MappingProxyType
from typing import Any

from tra_policy.model.moment import Moment
from tra_policy.model.quantity import Quantity
from tra_policy.model.shape import Shape, form_of, once
from tra_policy.words.noun import Noun

_PLAIN = frozenset({str, int, bool, type(None)})
TOLD = frozenset({Moment, Quantity})  # what stands as one text in data


class Dumped(Noun):
    """How values are written: with lists for tuples, under the names in data, without the defaults.

    Only the fields of shapes are left out for being the default; those of the nouns in a report stay.
    """

    lists: bool
    by_alias: bool
    exclude_defaults: bool

    def fields(self, shape: Shape, exclude: Collection[str] = ()) -> dict[str, Any]:
        """Return the fields of a shape, in the order in which they are declared."""
        keys = (_keys if self.by_alias else _names)(type(shape))
        form, held = form_of(type(shape)), shape.__dict__
        blank = form.blank
        if self.exclude_defaults:
            # What has to be stated has no default that it could be.
            said = {n for n, v in held.items() if n in form.required or v != blank[n]}
            keys = [one for one in keys if one[0] in said]
        if exclude:
            keys = [one for one in keys if one[0] not in exclude]
        found = {}
        for name, key in keys:
            value = held[name] if name in held else blank[name]
            found[key] = value if type(value) in _PLAIN else self.value(value)
        return found

    def value(self, value: Any) -> Any:
        """Return anything that a shape may hold."""
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is tuple or kind is list:
            found = [one if type(one) in _PLAIN else self.value(one) for one in value]
            return found if self.lists or kind is list else tuple(found)
        if kind is dict or kind is MappingProxyType:
            return {key: self.value(held) for key, held in value.items()}
        if kind in TOLD:
            return str(value)
        if kind is float:
            # JSON has no word for what is not finite.
            return value if not self.lists or isfinite(value) else None
        if isinstance(value, Shape):
            return self.fields(value)
        return {name: self.value(getattr(value, name)) for name in kind.__match_args__}


@cache
def keys_of(cls: Any) -> Sequence[tuple[str, str]]:
    """Return the parts of a shape or a noun, in the order of the declaration: each with its name in data."""
    if issubclass(cls, Shape):
        return _keys(cls)
    return [(name, name) for name in cls.__match_args__]


@once
def _names(cls: type[Shape]) -> Sequence[tuple[str, str]]:
    return [(name, name) for name in form_of(cls).fields]


@once
def _keys(cls: type[Shape]) -> Sequence[tuple[str, str]]:
    return [(name, one.key) for name, one in form_of(cls).fields.items()]
