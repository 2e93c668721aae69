"""What a dotted path leads to in the evidence: along links, into parts, over lists.

A field that a record does not state leaves the way open, and so does a link that leads nowhere or to a
record that is not sound: nothing is concluded from what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from tra_policy.evaluate.ground.soundness import unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.base import Fact, Record
from tra_policy.model.evidence.bundle import KINDS, Filed
from tra_policy.model.evidence.links import Link, link_of
from tra_policy.words.noun import Noun

UNSTATED = "unstated"  # a word of some closed lists, by which a record says that it does not say


class Reached(Noun):
    """The values that a path leads to; `open` where there may be others, on a way that is not stated.

    `told` where the last field is stated at all: an empty list has no values, and is a statement.
    """

    values: tuple[Any, ...] = ()
    open: bool = False
    told: bool = False


def reached(
    world: World, record: Record, path: Sequence[str], outer: Record | None = None
) -> Reached:
    """Return what a path leads to from a record, or from the record of `for every` where it begins
    with that one's kind.
    """
    holders: list[Any] = [record]
    names = list(path)
    missing = False
    if outer is not None and len(names) > 1 and names[0] == kind_of(outer):
        names = names[1:]
        filed = world.by_id.get(outer.id)
        missing = filed is not None and bool(unsound(world, filed))
        holders = [] if missing else [outer]
    values: list[Any] = []
    told = False
    for at, name in enumerate(names):
        values = []
        following: list[Any] = []
        for holder in holders:
            found = stated(holder, name)
            missing = missing or found is None
            values.extend(found or ())
            if found is None or at + 1 == len(names):
                told = told or found is not None
                continue
            link = link_of(kind_of(holder), name)
            for value in found:
                further = [value] if isinstance(value, Fact) else _sound(world, link, value)
                missing = missing or not further
                following.extend(further)
        holders = following
    return Reached(tuple(values), missing, told)


def kind_of(record: object) -> str:
    """Return the kind of a record; empty for a part of one."""
    return str(getattr(record, "kind", "")) if isinstance(record, Record) else ""


def stated(holder: Fact, name: str) -> tuple[Any, ...] | None:
    """Return the values of a field, one unless it is a list; None where nothing is stated.

    An empty list states that there are none only where the field knows how to be absent: elsewhere
    leaving it out and leaving it empty are one.
    """
    cls: Any = type(holder)
    own, may_be_absent = _field_of(cls, name)
    value = holder.model_said(own)
    if value is None or value == UNSTATED:
        return None
    if not isinstance(value, tuple):
        return (value,)
    return value if value or may_be_absent else None


@lru_cache(maxsize=4096)
def _field_of(cls: Any, name: str) -> tuple[str, bool]:
    """The name of a field in its class, empty where it has none, and whether it knows how to be absent."""
    fields = cls.model_fields
    own = name if name in fields else f"{name}_"
    return (own, fields[own].default is None) if own in fields else ("", False)


def _sound(world: World, link: Link | None, name: object) -> list[Record]:
    """The records that a link leads to, those left out that are not what they say they are."""
    if link is None or not isinstance(name, str):
        return []
    return [f.record for f in followed(world, link, name) if not unsound(world, f)]


def followed(world: World, link: Link, name: str) -> Iterator[Filed]:
    """Yield the records that a link names."""
    if link.by == "id":
        filed = world.by_id.get(name)
        fits = filed is not None and (not link.to or kind_of(filed.record) in link.to)
        if filed is not None and fits and filed.id not in world.masked:
            yield filed
        return
    for kind in link.to:
        yield from _by_name(world, kind, link.by).get(name, ())


def _by_name(world: World, kind: str, by: str) -> dict[str, list[Filed]]:
    key = ("records by name", kind, by)
    if key not in world.memo:
        index: dict[str, list[Filed]] = {}
        for filed in world.filed(KINDS[kind]):
            index.setdefault(str(getattr(filed.record, by, "")), []).append(filed)
        world.memo[key] = index
    found: dict[str, list[Filed]] = world.memo[key]
    return found
