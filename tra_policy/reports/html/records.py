"""Every record that the report speaks of: what it says, where it stands, and what names it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tra_policy.model.story import RecordTold
from tra_policy.reports.html.places import Link, Places, answers_of, records_of

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport

_DRAWN = 8  # values of a record with the place that each comes from; the JSON report has all


@dataclass(frozen=True, slots=True)
class Shown:
    """One record. `drawn` are values that were read from a log, with the place in it."""

    place: str
    id: str
    kind: str
    title: str
    day: str
    about: tuple[Link, ...]
    source: str
    where: str
    taken_back: bool
    drawn: tuple[str, ...]
    named_by: tuple[Link, ...]


def records(report: CheckReport, at: Places) -> tuple[tuple[str, tuple[Shown, ...]], ...]:
    """Return the records by kind; what is only named stands last, under no kind."""
    told = {record.id: record for record in report.story.records}
    naming = _naming(report, at)
    kinds: dict[str, list[Shown]] = {}
    for name in records_of(report):
        record = told.get(name) or RecordTold(name, "", "named in a proof")
        kind = record.kind.replace("_", " ") or "other"
        kinds.setdefault(kind, []).append(_shown(record, at, naming.get(name, ())))
    order = sorted(kinds, key=lambda kind: (kind == "other", kind))
    return tuple((kind, tuple(kinds[kind])) for kind in order)


def _shown(record: RecordTold, at: Places, named_by: tuple[Link, ...]) -> Shown:
    day = record.date[:10]
    if not day and record.recorded:
        day = f"written {record.recorded[:10]}"
    values = [
        " ".join(filter(None, (f"{one.field}:", one.file, one.pointer, one.how and f"({one.how})")))
        for one in record.drawn
    ]
    if len(values) > _DRAWN:
        values = [*values[:_DRAWN], f"and {len(values) - _DRAWN} more"]
    return Shown(
        at.records[record.id],
        record.id,
        record.kind.replace("_", " "),
        record.title,
        day,
        tuple(at.to_record(name) for name in record.about),
        record.source,
        record.place,
        record.retracted,
        tuple(values),
        named_by,
    )


def _naming(report: CheckReport, at: Places) -> dict[str, tuple[Link, ...]]:
    """Return what names each record: the items and thresholds whose proof or answer cites it."""
    found: dict[str, dict[str, None]] = {}
    for answer in answers_of(report):
        for node in answer.proof.walk():
            for name in node.evidence:
                found.setdefault(name, {})[answer.id] = None
    for name, answer_id in _bearing(report):
        found.setdefault(name, {})[answer_id] = None
    return {name: at.to_each(ids) for name, ids in found.items()}


def _bearing(report: CheckReport) -> Iterator[tuple[str, str]]:
    for answer in report.thresholds:
        for record in answer.measurements:
            yield record.id, answer.id
