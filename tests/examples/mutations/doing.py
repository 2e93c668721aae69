"""What can be done to a bundle, as values that are put together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .bundle import NotThere, Raw, RawRecord

Do = Callable[[Raw], None]


def delete(*names: str) -> Do:
    """Leave records out; the claims over them stay as they are."""
    return lambda raw: raw.delete(*names)


def cover_up(*names: str) -> Do:
    """Leave records out, and make the claims over their kinds true again."""
    return lambda raw: raw.cover_up(*names)


def put(name: str, **values: Any) -> Do:
    """Change fields of a record."""
    return lambda raw: raw.set(name, **values)


def unset(name: str, *fields: str) -> Do:
    """Leave fields of a record out."""
    return lambda raw: raw.unset(name, *fields)


def within(name: str, part: str, **values: Any) -> Do:
    """Change fields of a part of a record, such as its counts."""

    def do(raw: Raw) -> None:
        if part not in raw[name]:
            raise NotThere(f"{name}.{part}")
        raw[name][part].update(values)

    return do


def unset_within(name: str, part: str, field: str) -> Do:
    """Leave a field of a part of a record out."""

    def do(raw: Raw) -> None:
        if field not in raw[name].get(part, {}):
            raise NotThere(f"{name}.{part}.{field}")
        del raw[name][part][field]

    return do


def put_each(where: Callable[[RawRecord], bool], **values: Any) -> Do:
    """Change fields of every record that is meant."""

    def do(raw: Raw) -> None:
        for one in raw.records():
            if where(one):
                one.update(values)

    return do


def add(path: str, **values: Any) -> Do:
    """Put a record into a file, and make the claims over its kind true again."""

    def do(raw: Raw) -> None:
        raw.add(path, **values)
        raw.recount(values["kind"])

    return do


def copy(name: str, new: str, **values: Any) -> Do:
    """Put a changed copy of a record beside it, and make the claims over its kind true again."""

    def do(raw: Raw) -> None:
        raw.copy(name, new, **values)
        raw.recount(raw[name]["kind"])

    return do


def of_other(name: str, field: str, other: str, its: str | None = None) -> Do:
    """Give a record the value that a field of another one has."""
    return lambda raw: raw.set(name, **{field: raw[other][its or field]})


def swap(field: str, one: str, other: str) -> Do:
    """Exchange what two records have in a field."""

    def do(raw: Raw) -> None:
        first, second = raw[one], raw[other]
        first[field], second[field] = second[field], first[field]

    return do


def each(*things: Do) -> Do:
    """Do several things, one after the other."""

    def do(raw: Raw) -> None:
        for thing in things:
            thing(raw)

    return do
