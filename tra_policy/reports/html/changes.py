"""Why an answer relies on what it relies on, and what would change that, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tra_policy.reports.html.who import holders, relied, silent
from tra_policy.reports.wording import RELIES, ROLE_OF_AXIS, STANDS

if TYPE_CHECKING:
    from tra_policy.model.report import MeasurementReport, ThresholdReport

_MOST = 4
_OF = {"design": "designed", "run": "ran", "grade": "graded"}
_BY = {"design": "designed", "run": "run", "grade": "graded"}


def why(answer: ThresholdReport, axis: str) -> str:
    """Return why an answer relies on what it relies on, on one axis: who did it, in which records."""
    key = str(getattr(answer.relies_on_self, axis))
    records = relied(answer)
    if key == "nothing":
        return "No record in the evidence supplied bears on it"
    who = _listed(holders(records, axis)) or "nobody who is named"
    asked = "the ruling rests on" if answer.reliance_of == "ruling" else "the answer rests on"
    said = f"What {asked} ({_some(m.id for m in records)}) was {_BY[axis]} by {who}"
    unsaid = silent(records, axis)
    if unsaid:
        said += f"; {_some(unsaid)} {'do' if len(unsaid) > 1 else 'does'} not say"
    stands = STANDS[str(getattr(answer.stands_on, axis))]
    return f"{said}. Alone, {stands} carries it"


def relies(answer: ThresholdReport, axis: str) -> str:
    """Return what an answer relies on, on one axis, in the report's own words."""
    return RELIES[axis, str(getattr(answer.relies_on_self, axis))]


def would_change(answer: ThresholdReport) -> Iterator[str]:
    """Yield what would make an answer rely on more than the developer, as far as the report tells."""
    for axis in ("design", "run", "grade"):
        match str(getattr(answer.relies_on_self, axis)):
            case "only" | "partly":
                yield from _by_others(answer, axis)
            case "unattributed":
                records = relied(answer)
                names = silent(records, axis) or tuple(m.id for m in records)
                yield f"A record that says who {_of_axis(axis)} {_some(names)}"
            case "nothing" if axis == "design":
                yield "Any record that bears on it: there is none in the evidence supplied"
            case _:
                continue
    if answer.ruling_agrees is False:
        yield (
            "A ruling that the evidence supplied carries, or evidence that carries the ruling: "
            "the two do not agree"
        )
    if answer.pivotality.fail_open:
        yield "A line in the policy that stops the developer where evidence is missing"


def _by_others(answer: ThresholdReport, axis: str) -> Iterator[str]:
    cited = ", cited by the ruling" if answer.reliance_of == "ruling" else ""
    tests = _some(_tests(relied(answer)))
    if axis == "grade":
        yield f"Results graded by an independent party instead of the developer{cited}"
        return
    pivot = answer.pivotality.design if axis == "design" else answer.pivotality.run
    if axis == "design":
        yield (
            f"A measurement on a benchmark that an independent party designed{cited}, which carries "
            "the same answer by itself"
        )
    else:
        what = f"A run of {tests}" if tests else "A run"
        yield f"{what} by an independent party on {answer.subject}{cited}"
    if pivot.self_only:
        yield (
            f"In the policy itself: a condition that asks for a measurement {_of_others(axis)}. As "
            "the text stands, no such measurement can change the outcome"
        )
    elif pivot.self_sufficient:
        named = _some(pivot.independent)
        but = f" whatever {named} says" if named else ""
        yield f"In the policy itself: as the text stands, the developer can clear it alone{but}"
    elif pivot.independent:
        yield f"A result that counts on {_some(pivot.independent)}, which the policy asks for"


def _of_others(axis: str) -> str:
    return "on a benchmark designed by others" if axis == "design" else "run by others"


def _of_axis(axis: str) -> str:
    return _OF[axis]


def _tests(records: Iterable[MeasurementReport]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.benchmark for m in records if m.benchmark))


def roles_told(record: MeasurementReport) -> str:
    """Return who designed, ran and graded one record, in one line."""
    parts = []
    for axis, role in ROLE_OF_AXIS.items():
        held = holders([record], axis)
        if held:
            parts.append(f"{role} by {_listed(held)}")
    unsaid = [role for axis, role in ROLE_OF_AXIS.items() if not holders([record], axis)]
    if unsaid:
        parts.append(f"not stated who {' or '.join(unsaid)} it")
    return "; ".join(parts)


def _some(names: Iterable[str]) -> str:
    held = list(names)
    more = f" and {len(held) - _MOST} more" if len(held) > _MOST else ""
    return _listed(held[:_MOST]) + more if not more else ", ".join(held[:_MOST]) + more


def _listed(words: Iterable[str]) -> str:
    held = list(words)
    return " and ".join(filter(None, (", ".join(held[:-1]), held[-1] if held else "")))
