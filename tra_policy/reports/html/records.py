"""Every record that the report speaks of: what it says, where it stands, and what names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tra_policy.model.story import RecordTold
from tra_policy.model.wording import listed
from tra_policy.reports.html.places import Link, Places, answers_of, records_of
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport

_DRAWN = 8  # values of a record with the place that each comes from; the JSON report has all


class Shown(Noun):
    """One record. `told_of_by` are records that are about it, `named_by` what in the report names it.

    `drawn` are values that were read from a log, with the place in it.
    """

    place: str
    id: str
    kind: str
    title: str
    day: str
    about: tuple[Link, ...]
    told_of_by: tuple[Link, ...]
    source: str
    where: str
    taken_back: bool
    drawn: tuple[str, ...]
    named_by: tuple[Link, ...]


def records(report: CheckReport, at: Places) -> tuple[tuple[str, tuple[Shown, ...]], ...]:
    """Return the records by kind; what is only named stands last, under no kind."""
    told = {record.id: record for record in report.story.records}
    naming, told_of = _naming(report, at), _told_of(report)
    kinds: dict[str, list[Shown]] = {}
    for name in records_of(report):
        record = told.get(name) or RecordTold(name, "", "named in a proof")
        kind = record.kind.replace("_", " ") or "other"
        kinds.setdefault(kind, []).append(
            _shown(record, at, told_of.get(name, ()), naming.get(name, ()))
        )
    order = sorted(kinds, key=lambda kind: (kind == "other", kind))
    return tuple((kind, tuple(kinds[kind])) for kind in order)


def besides(report: CheckReport) -> str:
    """Return how many records are left out, in words; empty where none is."""
    return listed([f"{left.records:,} of kind {left.kind}" for left in report.story.besides])


def _shown(
    record: RecordTold, at: Places, told_of_by: Iterable[str], named_by: tuple[Link, ...]
) -> Shown:
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
        tuple(at.to_record(name) for name in told_of_by),
        record.source,
        record.place,
        record.retracted,
        tuple(values),
        named_by,
    )


def _told_of(report: CheckReport) -> dict[str, list[str]]:
    """Return the records that are about each record."""
    found: dict[str, list[str]] = {}
    for record in report.story.records:
        for name in record.about:
            found.setdefault(name, []).append(record.id)
    return found


def _naming(report: CheckReport, at: Places) -> dict[str, tuple[Link, ...]]:
    """Return what names each record: the items and thresholds whose proof or answer cites it, and the
    findings whose words do.
    """
    found: dict[str, dict[Link, None]] = {}
    for answer in answers_of(report):
        for node in answer.proof.walk():
            for name in node.evidence:
                found.setdefault(name, {})[at.to_named(answer.id)] = None
    for name, answer_id in _bearing(report):
        found.setdefault(name, {})[at.to_named(answer_id)] = None
    for finding, place in zip(report.findings, at.findings, strict=True):
        for name in finding.message.split("`")[1::2]:
            found.setdefault(name, {})[Link(f"#{place}", finding.code)] = None
    return {name: tuple(links) for name, links in found.items()}


def _bearing(report: CheckReport) -> Iterator[tuple[str, str]]:
    for answer in report.thresholds:
        for record in answer.measurements:
            yield record.id, answer.id
