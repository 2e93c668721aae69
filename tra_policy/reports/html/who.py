"""Who did what: the holders of the roles, and how a reliance on the developer is marked.

A mark is a word, a sign and a pattern; the colour comes last and says nothing of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, cast

from tra_policy.reports.wording import CLASSES, ROLE_OF_AXIS
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.model.report import Holder, MeasurementReport, ThresholdReport

RELIANCE = {
    "only": ("●", "only the developer"),
    "partly": ("◐", "partly the developer"),
    "not": ("○", "not the developer"),
    "unattributed": ("?", "cannot be attributed"),
    "nothing": ("–", "no record"),
}


Side = Literal["own", "other", "untold"]


def side(class_: str) -> Side:
    """Return on whose side a class stands: what is not stated, or not named, is on nobody's."""
    if class_ in ("self", "affiliated"):
        return "own"
    return "untold" if class_ in ("unidentified", "unstated") else "other"


class Mark(Noun):
    """How a reliance is shown: `key` names the pattern."""

    key: str
    sign: str
    words: str


def mark(answer: ThresholdReport, axis: str) -> Mark:
    """Return the mark of what an answer relies on, on one axis."""
    key = str(getattr(answer.relies_on_self, axis))
    return Mark(key, *RELIANCE[key])


def relied(answer: ThresholdReport) -> tuple[MeasurementReport, ...]:
    """Return the records that an answer rests on: those that the ruling cites, else those that count,
    else all that bear on it.
    """
    of_ruling = answer.reliance_of == "ruling"
    cited = tuple(m for m in answer.measurements if m.relied_on)
    counted = tuple(m for m in answer.measurements if m.eligible)
    return (of_ruling and cited) or counted or answer.measurements


def holders(records: Iterable[MeasurementReport], axis: str) -> tuple[str, ...]:
    """Return who held a role in some records, each with its class, ordered by name."""
    role = ROLE_OF_AXIS[axis]
    held = {h for m in records for h in cast("tuple[Holder, ...]", getattr(m.roles, role))}
    return tuple(
        f"{holder.party} ({CLASSES[holder.class_]})"
        for holder in sorted(held, key=lambda h: (h.party, h.class_))
    )


def parties(records: Iterable[MeasurementReport], axis: str, class_: str) -> tuple[str, ...]:
    """Return the parties of one class that held a role in some records, ordered by name."""
    role = ROLE_OF_AXIS[axis]
    held = (h for m in records for h in cast("tuple[Holder, ...]", getattr(m.roles, role)))
    return tuple(sorted({holder.party for holder in held if holder.class_ == class_}))


def silent(records: Iterable[MeasurementReport], axis: str) -> tuple[str, ...]:
    """Return the measurements that do not say who held a role."""
    role = ROLE_OF_AXIS[axis]
    return tuple(m.id for m in records if m.kind == "measurement" and not getattr(m.roles, role))


def roles_told(record: MeasurementReport) -> str:
    """Return who designed, ran and graded one record, or who judged, in one line."""
    if record.kind == "judgement":
        return f"judged by {listed(holders([record], 'run')) or 'somebody who is not named'}"
    held: dict[tuple[str, ...], list[str]] = {}
    for axis, role in ROLE_OF_AXIS.items():
        held.setdefault(holders([record], axis), []).append(role)
    unsaid = held.pop((), [])
    parts = [f"{listed(roles)} by {listed(who)}" for who, roles in held.items()]
    if unsaid:
        parts.append(f"not stated who {' or '.join(unsaid)} it")
    return "; ".join(parts)


def listed(words: Iterable[str]) -> str:
    """Return words as English lists them."""
    held = list(words)
    return " and ".join(filter(None, (", ".join(held[:-1]), held[-1] if held else "")))
