"""Links between records that lead nowhere, or to a record of the wrong kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.links import ALSO, Link, links_of
from tra_policy.readers.document import step
from tra_policy.readers.faults import MOST_SAID, finding, guess, quoted
from tra_policy.readers.gathering import Raw
from tra_policy.words.diagnostic import Diagnostic

if TYPE_CHECKING:
    from tra_policy.readers.ndjson import Line


def dangling(
    records: Sequence[tuple[Record, Raw | Line]], subject: str, unreadable: frozenset[str]
) -> Iterator[Diagnostic]:
    """Yield a finding for every link that leads nowhere, or to the wrong kind of record.

    `unreadable` are ids of records that are there and could not be read: their own mistakes are
    reported already.
    """
    kinds: dict[str, str] = {r.id: _kind(r) for r, _ in records}
    count = 0
    deployed = {str(getattr(r, "subject", "")) for r, _ in records if kinds[r.id] == "deployment"}
    links = {kind: _checked(kind) for kind in {*kinds.values()}}
    for record, raw in records:
        for link in links[kinds[record.id]]:
            if _is_plain(record, link, kinds):
                continue
            for pointer, name in _named(record, raw, link.field):
                at_subject = name == subject or (link.kind != "deployment" and name in deployed)
                if (link.or_subject and at_subject) or name in unreadable:
                    continue
                held = kinds.get(name)
                if held is not None and (not link.to or held in link.to):
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


def _checked(kind: str) -> tuple[Link, ...]:
    return tuple(link for link in (*links_of(kind), *ALSO) if link.checked)


def _is_plain(record: Record, link: Link, kinds: Mapping[str, str]) -> bool:
    """Whether a field names nothing, or one other record of a kind that it may name: most do."""
    value = getattr(record, link.field, link)
    if value.__class__ is str:
        return kinds.get(value) in link.to and value != record.id
    return value is None or value == ()


def _named(record: Record, raw: Raw | Line, field: str) -> Iterator[tuple[str, str]]:
    value = getattr(record, field)
    pointer = step(raw.pointer, field)
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, tuple):
        for index, name in enumerate(value):
            yield step(pointer, index), name


def _said(
    link: Link, record: Record, name: str, kinds: Mapping[str, str], subject: str, count: int
) -> tuple[str, str]:
    wanted = " or ".join(link.to) or "record"
    held = kinds.get(name)
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
