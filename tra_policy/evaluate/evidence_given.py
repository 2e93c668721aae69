"""Which kind of evidence was given: of a design at a date, or of operation over a period."""

from __future__ import annotations

from collections.abc import Iterable

from tra_policy.model.opinion import EvidenceGiven, EvidenceKind
from tra_policy.model.report import MeasurementReport, ThresholdReport

_NO_EVIDENCE = frozenset(
    {
        "wrong-subject",
        "retracted",
        "withheld",
        "digest-mismatch",
        "signature-missing",
        "signature-bad",
        "suspect-counts",
    }
)
_WEAKEST_FIRST: tuple[EvidenceKind, ...] = ("design-at-a-date", "operating-over-a-period")


def given(answer: ThresholdReport) -> EvidenceGiven:
    """Return which kind of evidence bears on a threshold.

    A day that is not stated is not counted. Without a population claim several days are a selection.
    """
    sound = [m for m in answer.measurements if not _NO_EVIDENCE & set(m.reasons)]
    if not sound:
        return EvidenceGiven("none", "no sound record bears on it")
    measured = [m for m in sound if m.kind == "measurement"]
    subjects = {m.subject for m in measured if m.subject}
    days = {day for m in measured if (day := _day(m))}
    several = len(subjects) > 1 or len(days) > 1
    claims = answer.populations
    period = several and bool(claims)
    stated = sorted(day for m in sound if (day := _day(m)))
    return EvidenceGiven(
        "operating-over-a-period" if period else "design-at-a-date",
        _because(subjects, days, claims) if measured else "judgements alone bear on it",
        stated[0] if stated else "",
        stated[-1] if stated else "",
    )


def weakest(found: Iterable[EvidenceGiven]) -> EvidenceGiven:
    """Return the weaker kind among those thresholds that have evidence."""
    known = [one for one in found if one.kind != "none"]
    if not known:
        return EvidenceGiven("none", "no sound record bears on any threshold")
    kind = min((one.kind for one in known), key=_WEAKEST_FIRST.index)
    number = sum(one.kind == kind for one in known)
    return EvidenceGiven(
        kind,
        f"so for {number} of {len(known)} {'threshold' if len(known) == 1 else 'thresholds'} with evidence",
        min((one.since for one in known if one.since), default=""),
        max((one.until for one in known if one.until), default=""),
    )


def _day(record: MeasurementReport) -> str:
    """The day that a record states, without the time of day."""
    return (record.date or "")[:10]


def _because(subjects: set[str], days: set[str], claims: tuple[str, ...]) -> str:
    models = "1 model" if len(subjects) == 1 else f"{len(subjects)} models or checkpoints"
    dated = {0: "on no stated day", 1: "on 1 stated day"}.get(
        len(days), f"on {len(days)} stated days"
    )
    whole = (
        f"all there are by {', '.join(claims)}"
        if claims
        else "no claim that they are all there are"
    )
    return f"measurements of {models} {dated}; {whole}"
