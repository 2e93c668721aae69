"""The timeline of a run: what happened on which day, in lanes, with the deadlines of the policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tra_policy.reports.html.places import Link, Places
from tra_policy.reports.wording import OUTCOMES
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport
    from tra_policy.model.story import RecordTold

# A lane, the sign of what stands in it, and the kinds of records that do.
LANES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Checkpoints", "circle", ("checkpoint",)),
    ("Evaluations", "circle", ("measurement",)),
    ("Judgements", "diamond2", ("judgement",)),
    ("Warning signs", "triangle", ("warning",)),
    ("Incidents", "triangle", ("incident",)),
    ("Investigations", "square", ("investigation",)),
    ("Changes", "plus", ("change",)),
    ("Fixes", "star", ("remediation",)),
    ("Tests of fixes", "circle", ("retest",)),
    ("Decisions", "diamond", ("decision",)),
    ("Safeguards and actions", "square", ("safeguard", "action")),
    ("Models made available", "star", ("deployment",)),
    (
        "Reports and letters",
        "square",
        ("document", "publication", "third_party_report", "notification", "attestation"),
    ),
)
DEADLINES = "Deadlines"
_LANE = {kind: lane for lane, _, kinds in LANES for kind in kinds}
_NAMED_IN_TIP = 6


class Event(Noun):
    """One line of the table: a day, a lane, what happened, and where to read on."""

    day: str
    lane: str
    title: str
    link: Link
    written: bool = False
    taken_back: bool = False


class Timeline(Noun):
    """What the chart draws, the same as a table, and what has no day."""

    events: tuple[Event, ...]
    stages: tuple[tuple[str, str, str, str], ...]
    undated: tuple[Event, ...]
    summary: str
    chart: dict[str, Any]


def timeline(report: CheckReport, at: Places) -> Timeline | None:
    """Return the timeline of a report; None where nothing in it has a day."""
    known = [_event(r, at) for r in report.story.records if r.kind in _LANE]
    dated = sorted((e for e in (*known, *_deadlines(report, at)) if e.day), key=_order)
    stages = tuple(
        (stage.run, stage.stage, stage.since[:10], stage.until[:10])
        for stage in report.story.stages
        if stage.since
    )
    if not dated and not stages:
        return None
    undated = tuple(sorted((e for e in known if not e.day), key=_order))
    return Timeline(
        tuple(dated), stages, undated, _summary(dated, report), _chart(dated, stages, report)
    )


def _event(record: RecordTold, at: Places) -> Event:
    day = record.date or record.recorded
    return Event(
        day[:10],
        _LANE[record.kind],
        record.title,
        at.to_record(record.id),
        written=not record.date and bool(day),
        taken_back=record.retracted,
    )


def _deadlines(report: CheckReport, at: Places) -> Iterator[Event]:
    for item in report.items:
        if item.due and item.outcome != "not-applicable":
            said = f"{item.title or item.id}: {OUTCOMES[item.outcome]}"
            yield Event(item.due[:10], DEADLINES, said, at.to_named(item.id))


def _order(event: Event) -> tuple[str, int, str]:
    lanes = [lane for lane, _, _ in LANES]
    place = lanes.index(event.lane) if event.lane in lanes else len(lanes)
    return event.day, place, event.link.text


def _summary(dated: list[Event], report: CheckReport) -> str:
    counts: dict[str, int] = {}
    for event in dated:
        counts[event.lane] = counts.get(event.lane, 0) + 1
    said = ", ".join(f"{lane.lower()}: {number}" for lane, number in counts.items())
    days = f"{dated[0].day} to {dated[-1].day}" if dated else "no day"
    return f"Timeline, {days}, as of {report.as_of}. {said}"


def _chart(
    dated: list[Event], stages: tuple[tuple[str, str, str, str], ...], report: CheckReport
) -> dict[str, Any]:
    """What a day holds in one lane is one mark, larger the more there is."""
    marks: dict[tuple[str, str, bool], list[Event]] = {}
    for event in dated:
        marks.setdefault((event.lane, event.day, event.written), []).append(event)
    signs = {lane: sign for lane, sign, _ in LANES} | {DEADLINES: "times"}
    held = {lane for lane, _, _ in marks}
    return {
        "asOf": report.as_of,
        "lanes": [[lane, sign] for lane, sign in signs.items() if lane in held],
        "stages": [list(stage) for stage in stages],
        "marks": [
            {
                "lane": lane,
                "day": day,
                "written": written,
                "n": len(events),
                "name": events[0].link.text,
                "tip": _tip(events),
                "href": events[0].link.href,
            }
            for (lane, day, written), events in marks.items()
        ],
    }


def _tip(events: list[Event]) -> list[str]:
    said = [f"{event.link.text}: {event.title}" for event in events[:_NAMED_IN_TIP]]
    more = len(events) - _NAMED_IN_TIP
    return [*said, f"and {more} more"] if more > 0 else said
