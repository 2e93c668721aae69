"""Links between records that lead nowhere, to a record of the wrong kind, or back to their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.links import Link, all_links_of
from tra_policy.readers.document import step
from tra_policy.readers.faults import MOST_SAID, finding, guess, quoted
from tra_policy.readers.gathering import Raw
from tra_policy.words.diagnostic import Diagnostic

# A line of checkpoints that leads back to its own is told with the circles of such lines.
_CIRCLES = ("parents",)


def dangling(
    records: Sequence[tuple[Record, Raw]], subject: str, unreadable: frozenset[str]
) -> Iterator[Diagnostic]:
    """Yield a finding for every link that leads nowhere, to the wrong kind of record, or to its own.

    `unreadable` are ids of records that are there and could not be read: their own mistakes are
    reported already.
    """
    kinds: dict[str, str] = {r.id: _kind(r) for r, _ in records}
    count = 0
    deployed = {str(getattr(r, "subject", "")) for r, _ in records if _kind(r) == "deployment"}
    for record, raw in records:
        for link in all_links_of(_kind(record)):
            if not link.checked and not link.other:
                continue
            for pointer, name in _named(record, raw, link.field):
                itself = name == record.id and link.field not in _CIRCLES
                at_subject = name == subject or (link.kind != "deployment" and name in deployed)
                if (link.or_subject and at_subject) or name in unreadable:
                    continue
                held = kinds.get(name)
                fits = not link.checked or (held is not None and (not link.to or held in link.to))
                if fits and not itself:
                    continue
                count += 1
                if count <= MOST_SAID:
                    message, advice = _said(link, record, name, kinds, subject, count)
                    place = raw.document.place(pointer)
                    yield finding("TRB034", message, place, advice, subject=record.id)
    if count > MOST_SAID:
        message = f"and {count - MOST_SAID:,} more links that lead nowhere"
        yield finding("TRB034", message, records[0][1].place)


def _kind(record: Record) -> str:
    return str(getattr(record, "kind", ""))


def _named(record: Record, raw: Raw, field: str) -> Iterator[tuple[str, str]]:
    """Yield the names that a field holds, with where each stands; a point leads into a part."""
    part, _, inner = field.partition(".")
    held = getattr(record, part)
    if not held:
        return
    for pointer, value in _each(step(raw.pointer, part), held):
        if isinstance(value, str):
            yield pointer, value
        elif inner:
            for further, name in _each(step(pointer, inner), getattr(value, inner)):
                if isinstance(name, str):
                    yield further, name


def _each(pointer: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, tuple):
        for index, one in enumerate(value):
            yield step(pointer, index), one
    elif value is not None:
        yield pointer, value


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
