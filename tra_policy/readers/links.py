"""Links between records that lead nowhere, to a record of the wrong kind, or back to their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain
from typing import TYPE_CHECKING

from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.links import Link, all_links_of
from tra_policy.readers.document import step
from tra_policy.readers.faults import MOST_SAID, finding, guess, quoted
from tra_policy.readers.gathering import Raw
from tra_policy.words.diagnostic import Diagnostic

if TYPE_CHECKING:
    from tra_policy.readers.ndjson import Line

# A line of checkpoints that leads back to its own is told with the circles of such lines.
_CIRCLES = ("parents",)


def dangling(
    records: Sequence[tuple[Record, Raw | Line]], subject: str, unreadable: frozenset[str]
) -> Iterator[Diagnostic]:
    """Yield a finding for every link that leads nowhere, to the wrong kind of record, or to its own.

    `unreadable` are ids of records that are there and could not be read: their own mistakes are
    reported already.
    """
    of = [_kind(record) for record, _ in records]
    kinds = {record.id: kind for (record, _), kind in zip(records, of, strict=True)}
    checked = {kind: _checked(kind) for kind in {*of}}
    count = 0
    deployed: set[str] = set()
    if "deployment" in checked:
        deployed = {str(getattr(r, "subject", "")) for r, _ in records if _kind(r) == "deployment"}
    for (record, raw), kind in zip(records, of, strict=True):
        for link, part, inner in checked[kind]:
            value = getattr(record, part)
            if not value:
                continue
            # Most fields hold one name, of a record that they may name.
            if value.__class__ is str and kinds.get(value) in link.to and value != record.id:
                continue
            for keys, name in _named(value, inner):
                held = kinds.get(name)
                fits = not link.checked or (held is not None and (not link.to or held in link.to))
                itself = name == record.id and link.field not in _CIRCLES
                if fits and not itself:
                    continue
                at_subject = name == subject or (link.kind != "deployment" and name in deployed)
                if (link.or_subject and at_subject) or name in unreadable:
                    continue
                count += 1
                if count <= MOST_SAID:
                    message, advice = _said(link, record, name, kinds, subject, count)
                    place = raw.document.place(reduce(step, (part, *keys), raw.pointer))
                    yield finding("TRB034", message, place, advice, subject=record.id)
    if count > MOST_SAID:
        message = f"and {count - MOST_SAID:,} more links that lead nowhere"
        yield finding("TRB034", message, records[0][1].place)


def _kind(record: Record) -> str:
    return str(getattr(record, "kind", ""))


def _checked(kind: str) -> tuple[tuple[Link, str, str], ...]:
    """The links that are looked at, each with the field that holds it, and the one within that, if any."""
    links = (link for link in all_links_of(kind) if link.checked or link.other)
    return tuple((link, *link.field.partition(".")[::2]) for link in links)


def _named(value: object, inner: str) -> Iterable[tuple[tuple[str | int, ...], str]]:
    """The names that a field holds, each with the way to it; a point leads into a part."""
    if isinstance(value, str):
        return (((), value),)
    found: list[tuple[tuple[str | int, ...], str]] = []
    for keys, one in _each(value):
        if isinstance(one, str):
            found.append((keys, one))
        elif inner:
            parts = _each(getattr(one, inner))
            found += [
                ((*keys, inner, *more), name) for more, name in parts if isinstance(name, str)
            ]
    return found


def _each(value: object) -> list[tuple[tuple[int, ...], object]]:
    if isinstance(value, tuple):
        return [((index,), one) for index, one in enumerate(value)]
    return [] if value is None else [((), value)]


def _said(
    link: Link, record: Record, name: str, kinds: Mapping[str, str], subject: str, count: int
) -> tuple[str, str]:
    wanted = " or ".join(link.to) or "record"
    held = kinds.get(name)
    if name == record.id and (not link.to or held in link.to):
        return f"{quoted(name)} is this record itself", f"`{link.field}` names another {wanted}"
    if held is None:
        fitting = (
            known
            for known, kind in kinds.items()
            if known != record.id and (not link.to or kind in link.to)
        )
        known = chain([subject], fitting) if link.or_subject else fitting
        otherwise = f"`{link.field}` names a {wanted}; without it nobody can follow the link"
        advice = guess(name, known, count - 1, otherwise)
        return f"{quoted(name)} is not a {wanted} of this bundle", advice
    return f"{quoted(name)} is a {held}", f"`{link.field}` names a {wanted}"
