"""One threshold after the other: the answer, whose evidence it is, why, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tra_policy.reports.html.changes import relies, why, would_change
from tra_policy.reports.html.places import Link, Places
from tra_policy.reports.html.proof import Step, steps
from tra_policy.reports.html.who import Mark, mark, roles_told
from tra_policy.reports.wording import (
    AGREES,
    AXES,
    FLAGS,
    LABELS,
    LEGS,
    REASONS,
    RULINGS,
    STATES,
)
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport, MeasurementReport, ThresholdReport


class Reading(Noun):
    """One record that bears on a threshold, with its number and where that comes from."""

    link: Link
    what: str
    value: str
    interval: str
    limit: str
    reading: str
    roles: str
    notes: tuple[str, ...]
    source: str


class Answer(Noun):
    """One threshold, in words."""

    place: str
    id: str
    title: str
    subject: str
    cites: tuple[str, ...]
    label: str
    label_words: str
    state: str
    ruling: str
    axes: tuple[tuple[str, Mark, str, str], ...]
    present: tuple[str, ...]
    absent: tuple[str, ...]
    changes: tuple[str, ...]
    notes: tuple[str, ...]
    open: tuple[tuple[str, str], ...]
    readings: tuple[Reading, ...]
    proof: tuple[Step, ...]


def answers(report: CheckReport, at: Places) -> tuple[Answer, ...]:
    """Return all thresholds of a report."""
    return tuple(
        _answer(answer, place, at)
        for answer, place in zip(report.thresholds, at.thresholds, strict=True)
    )


def _answer(answer: ThresholdReport, place: str, at: Places) -> Answer:
    legs = answer.legs
    return Answer(
        place,
        answer.id,
        answer.title,
        answer.subject,
        answer.cites,
        answer.label,
        LABELS[answer.label],
        _state(answer),
        _ruling(answer),
        tuple((axis, mark(answer, axis), relies(answer, axis), why(answer, axis)) for axis in AXES),
        tuple(words for leg, words in LEGS.items() if getattr(legs, leg)),
        tuple(words for leg, words in LEGS.items() if not getattr(legs, leg)),
        tuple(would_change(answer)),
        tuple(_notes(answer)),
        tuple((want.what, want.by) for want in answer.open if want.reason),
        tuple(_reading(record, at) for record in answer.measurements),
        steps(answer.proof, at),
    )


def _state(answer: ThresholdReport) -> str:
    if answer.treated_as == answer.state:
        return STATES[answer.state]
    return f"{STATES[answer.state]}, treated as {STATES[answer.treated_as]}"


def _ruling(answer: ThresholdReport) -> str:
    ruling = RULINGS[answer.ruling]
    return ruling if answer.ruling == "none" else f"{ruling}: {AGREES[answer.ruling_agrees]}"


def _notes(answer: ThresholdReport) -> Iterator[str]:
    if answer.label_of_text != answer.label:
        yield f"by the text alone it would be: {LABELS[answer.label_of_text]}"
    if answer.contradicting:
        yield f"{', '.join(answer.contradicting)} read the other way"
    if answer.unpublished:
        yield f"{', '.join(answer.unpublished)}: results not made public"
    for flag in answer.flags:
        yield FLAGS[flag]


def _reading(record: MeasurementReport, at: Places) -> Reading:
    what = ".".join(part for part in (record.benchmark, record.metric) if part)
    told = "is said to read" if record.stated_only else "reads"
    value = record.value or ("" if record.kind == "judgement" else "no number published")
    return Reading(
        at.to_record(record.id),
        f"judgement {what}".strip() if record.kind == "judgement" else what,
        value,
        record.interval or "",
        record.limit or "",
        f"{told} {record.reading}" if record.reading else "",
        roles_told(record),
        tuple(_reserve(record)),
        record.source,
    )


def _reserve(record: MeasurementReport) -> Iterator[str]:
    if record.finding:
        yield f"found, in words: {record.finding}"
    said = ", ".join(REASONS[reason] for reason in record.reasons)
    if not record.eligible:
        yield f"cannot support the all-clear{': ' if said else ''}{said}"
    elif said:
        yield f"counted with reserve: {said}"
    for flag in record.flags:
        yield FLAGS[flag]
    if record.signed_by:
        yield f"signed by {', '.join(record.signed_by)}"
    if record.as_told:
        yield f"as told by the developer: not signed by {', '.join(record.as_told)}"
