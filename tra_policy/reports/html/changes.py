"""Why an answer relies on what it relies on, and what would change that, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tra_policy.reports.html.who import holders, listed, parties, relied, silent
from tra_policy.reports.wording import RELIES, STANDS

if TYPE_CHECKING:
    from tra_policy.model.report import MeasurementReport, ThresholdReport

_MOST = 4
_DID = {"design": "designed", "run": "ran", "grade": "graded"}
_DONE = {"design": "designed", "run": "run", "grade": "graded"}


def relies(answer: ThresholdReport, axis: str) -> str:
    """Return what an answer relies on, on one axis, in the report's own words."""
    return RELIES[axis, str(getattr(answer.relies_on_self, axis))]


def why(answer: ThresholdReport, axis: str) -> str:
    """Return why an answer relies on what it relies on, on one axis: who did it, in which records."""
    if str(getattr(answer.relies_on_self, axis)) == "nothing":
        return "no record in the evidence supplied bears on it"
    lead = "the ruling rests on" if _ruled(answer) else "the answer rests on"
    if answer.reliance_of == "ruling" and not _ruled(answer):
        lead = "there is no ruling; what bears on it is"
    standing = str(getattr(answer.stands_on, axis))
    alone = (
        "no party's evidence gives the same answer alone"
        if standing == "none"
        else f"the strongest evidence that gives the same answer alone is {STANDS[standing]}"
    )
    return f"{lead} {', and '.join(_on(relied(answer), axis))}; {alone}"


def _on(records: Iterable[MeasurementReport], axis: str) -> Iterator[str]:
    held = list(records)
    unsaid = silent(held, axis)
    told = [m for m in held if m.kind == "measurement" and m.id not in unsaid]
    judged = [m for m in held if m.kind == "judgement"]
    if told:
        names = _tests(told) if axis == "design" else tuple(m.id for m in told)
        yield f"{_some(names)}, {_DONE[axis]} by {listed(holders(told, axis))}"
    if unsaid:
        yield f"{_some(unsaid)}, of which it is not stated who {_DID[axis]}"
    if judged:
        judges = listed(holders(judged, "run")) or "somebody who is not named"
        yield f"{_some(m.id for m in judged)}, judged by {judges}"


def would_change(answer: ThresholdReport) -> Iterator[str]:
    """Yield what would make an answer rely on more than the developer, as far as the report tells."""
    for axis in ("design", "run", "grade"):
        match str(getattr(answer.relies_on_self, axis)):
            case "only" | "partly":
                yield _by_others(answer, axis)
            case "unattributed":
                yield from _attribution(answer, axis)
            case "nothing" if axis == "design":
                yield "a record that bears on it: there is none in the evidence supplied"
            case _:
                continue
    if answer.ruling_agrees is False:
        yield (
            "a ruling that the evidence supplied carries, or evidence that carries the ruling: the "
            "two do not agree"
        )
    if answer.pivotality.fail_open:
        yield "a line in the policy that stops the developer where evidence is missing"


def _attribution(answer: ThresholdReport, axis: str) -> Iterator[str]:
    """Yield what would tell whose work it is: who did it, who that is, what ties it has."""
    records = relied(answer)
    unsaid = silent(records, axis)
    if unsaid:
        yield f"a record that says who {_DID[axis]} {_some(unsaid)}"
    nameless = parties(records, axis, "unidentified")
    if nameless:
        yield f"the names of those who are told of as {_some(nameless)}"
    untold = parties(records, axis, "unstated")
    if untold:
        yield f"a statement of the ties of {_some(untold)} to the developer"


def _by_others(answer: ThresholdReport, axis: str) -> str:
    """What would lift an axis. The policy's text comes in where no such evidence could count."""
    cited = ", cited by the ruling" if _ruled(answer) else ""
    measured = [m for m in relied(answer) if m.kind == "measurement"]
    tests = _some(_tests(measured)) or "the benchmarks"
    if axis == "grade":
        return f"results graded by an independent party{cited}"
    if axis == "run":
        alone = answer.pivotality.run.self_sufficient
        still = "; the policy would still let the developer clear it alone" if alone else ""
        return f"a run of {tests} on {answer.subject} by an independent party{cited}{still}"
    pivot = answer.pivotality.design
    if pivot.self_only:
        return (
            "a condition in the policy on a benchmark that an independent party designed, and a "
            f"measurement on it{cited}: as the text stands, no such measurement can change the outcome"
        )
    if pivot.independent:
        return f"a result that counts on {_some(pivot.independent)}, which the policy names{cited}"
    return (
        f"a measurement on a benchmark that an independent party designed{cited}, which gives the "
        "same answer alone"
    )


def _ruled(answer: ThresholdReport) -> bool:
    """Whether the reliance is that of a ruling which was made."""
    return answer.reliance_of == "ruling" and answer.ruling != "none"


def _tests(records: Iterable[MeasurementReport]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.benchmark for m in records if m.benchmark))


def _some(names: Iterable[str]) -> str:
    held = list(names)
    if len(held) <= _MOST:
        return listed(held)
    return f"{', '.join(held[:_MOST])} and {len(held) - _MOST} more"
