"""The words of a `verdicts` block: each line is one fact, held against what came out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tra_policy.model.report import CheckReport, ItemReport, MeasurementReport, ThresholdReport

from .pages import BadPage, Block
from .running import AS_OF, Run

AXES = ("design", "run", "grade")
OUTCOMES = ("met", "not-met", "unknown", "not-applicable", "not-yet-due", "waived")
OPINIONS = ("unmodified", "qualified", "adverse", "disclaimer")
SUPPORTS = ("supported", "not-supported", "not-evidenced", "contradicted")
_YES_NO = {True: "yes", False: "no", None: "open"}
_HEADLINES = {
    "self-designed": "self_designed_only",
    "self-run": "self_run_only",
    "unattributed": "unattributed",
    "no-evidence": "no_evidence",
}
_PIVOTS = {
    "self-sufficient": "self_sufficient",
    "self-only": "self_only",
    "pivotal": "pivotal_in_every_way",
}


@dataclass
class Asked:
    """How the question is asked: the day, and with or without waivers; and the facts."""

    as_of: date = AS_OF
    waivers: bool = True
    facts: list[str] = field(default_factory=list)


class UnknownWord(BadPage):
    """A line of a `verdicts` block that says nothing the vocabulary has."""


def asked(block: Block | None) -> Asked:
    """Return how the question of a block is asked."""
    found = Asked()
    for line in block.text.splitlines() if block is not None else ():
        match line.split():
            case ["as", "of", day]:
                found.as_of = date.fromisoformat(day)
            case ["without", "waivers"]:
                found.waivers = False
            case []:
                pass
            case _:
                found.facts.append(" ".join(line.split()))
    return found


def faults(facts: list[str], run: Run) -> Iterator[str]:
    """Yield what came out otherwise than the facts say, and what they may not leave unsaid."""
    for fact in facts:
        fault = _fault(fact.split(), run)
        if fault:
            yield f"`{fact}`: {fault}"
    yield from _unsaid(facts, run)
    yield from run.unconfirmed


def _fault(words: list[str], run: Run) -> str:
    match words:
        case ["error", code]:
            return _among(code, [d.code for d in run.mistakes])
        case ["error", code, place]:
            return _among(f"{code} {place}", _placed(run))
        case ["finding", code]:
            return _among(code, [f.code for f in run.findings])
        case ["finding", code, name]:
            return _among(f"{code} {name}", [f"{f.code} {f.subject}" for f in run.findings])
        case ["exit", code]:
            return _equal(code, str(int(run.exit)))
    if run.report is None:
        return "there is no report"
    return _in_report(words, run.report)


def _placed(run: Run) -> list[str]:
    return [
        f"{d.code} {d.place.line - run.opening}:{d.place.column}" for d in run.mistakes if d.place
    ]


def _in_report(words: list[str], report: CheckReport) -> str:
    match words:
        case ["total", outcome, count] if outcome in OUTCOMES:
            return _equal(count, str(getattr(report.totals, outcome.replace("-", "_"))))
        case ["others", outcome, count] if outcome in OUTCOMES:
            return _equal(count, str(getattr(report.totals_other, outcome.replace("-", "_"))))
        case ["headline", which, *names] if which in _HEADLINES:
            found = getattr(report.headline, _HEADLINES[which])
            return _equal(" ".join(names), " ".join(found) or "none")
        case ["opinion", *said]:
            return _on_opinion(said, report)
    threshold = next((t for t in report.thresholds if t.id == words[0]), None)
    item = next((i for i in report.items if i.id == words[0]), None)
    if item is not None:
        return _on_item(words[1:], item)
    if threshold is not None:
        return _on_threshold(words[1:], threshold)
    known = ", ".join([t.id for t in report.thresholds] + [i.id for i in report.items])
    return f"no threshold and no item has that name; there are {known or 'none'}"


def _on_opinion(words: list[str], report: CheckReport) -> str:
    found = report.opinion
    if found is None:
        return "the report has no opinion"
    match words:
        case [word] if word in OPINIONS:
            return _equal(word, found.opinion)
        case ["evidence", kind]:
            return _equal(kind, found.evidence.kind)
        case ["basis", name]:
            return _among(name, [one.id for one in found.basis])
        case ["without", name]:
            return f"{name} is in it" if name in {one.id for one in found.basis} else ""
        case [name, *said] if said:
            one = next((t for t in found.thresholds if t.threshold == name), None)
            if one is None:
                return f"there is no opinion on {name}"
            match said:
                case [word] if word in OPINIONS:
                    return _equal(word, one.opinion)
                case [word] if word in SUPPORTS:
                    return _equal(word, one.support)
                case ["evidence", kind]:
                    return _equal(kind, one.evidence.kind)
    raise UnknownWord(" ".join(["opinion", *words]))


def _on_item(words: list[str], item: ItemReport) -> str:
    match words:
        case [outcome] if outcome in OUTCOMES:
            return _equal(outcome, item.outcome)
        case [outcome, reason] if outcome in OUTCOMES:
            return _equal(outcome, item.outcome) or _among(reason, list(item.reasons))
        case ["due", day]:
            return _equal(day, item.due or "none")
        case ["gates", said]:
            return _equal(said, _YES_NO[item.gates])
        case ["remedied", said]:
            return _equal(said, _YES_NO[item.remedied])
        case ["wants", kind]:
            return _among(kind, [w.kind for w in item.open])
        case ["flag", flag]:
            return _among(flag, list(item.flags))
        case ["without", flag]:
            return f"it has the flag {flag}" if flag in item.flags else ""
    raise UnknownWord(" ".join(words))


def _on_threshold(words: list[str], found: ThresholdReport) -> str:
    match words:
        case ["state" | "treated_as" | "ruling" as what, said]:
            return _equal(said, getattr(found, what).replace("_", "-"))
        case ["ruling_agrees", said]:
            return _equal(said, _YES_NO[found.ruling_agrees])
        case ["reliance_of" | "label" | "label_of_text" as what, said]:
            return _equal(said, getattr(found, what))
        case [axis, said] if axis in AXES:
            return _equal(said, getattr(found.relies_on_self, axis))
        case ["stands", axis, said] if axis in AXES:
            return _equal(said, getattr(found.stands_on, axis))
        case ["leg", name, said] if hasattr(found.legs, name):
            return _equal(said, _YES_NO[getattr(found.legs, name)])
        case ["fail-open", said]:
            return _equal(said, _YES_NO[found.pivotality.fail_open])
        case ["pivot", "design" | "run" as axis, "decorative", name]:
            return _listed(name, list(getattr(found.pivotality, axis).decorative))
        case ["pivot", "design" | "run" as axis, what, said] if what in _PIVOTS:
            pivot = getattr(found.pivotality, axis)
            return _equal(said, _YES_NO[getattr(pivot, _PIVOTS[what])])
        case ["flag", flag]:
            return _among(flag, list(found.flags))
        case ["without", flag]:
            return f"it has the flag {flag}" if flag in found.flags else ""
        case ["contradicting" | "unpublished" as what, name]:
            return _listed(name, list(getattr(found, what)))
        case ["wants", kind]:
            return _among(kind, [w.kind for w in found.open])
        case [name, *rest] if rest:
            record = next((m for m in found.measurements if m.id == name), None)
            if record is not None:
                return _on_record(rest, record)
            bearing = ", ".join(m.id for m in found.measurements) or "nothing"
            return f"`{name}` does not bear on it; what does: {bearing}"
    raise UnknownWord(" ".join(words))


def _on_record(words: list[str], found: MeasurementReport) -> str:
    match words:
        case ["value", said]:
            return _equal(said, found.truth)
        case ["reading", said]:
            return _equal(said, found.reading or "none")
        case ["eligible", said]:
            return _equal(said, _YES_NO[found.eligible])
        case ["bound", number]:
            return "" if number in (found.interval or "") else f"it is {found.interval}"
        case ["class", axis, said] if axis in AXES:
            return _equal(said, getattr(found.classes, axis))
        case ["reason", reason]:
            return _among(reason, list(found.reasons))
        case ["flag", flag]:
            return _among(flag, list(found.flags))
    raise UnknownWord(" ".join(words))


def _unsaid(facts: list[str], run: Run) -> Iterator[str]:
    said = [fact.split() for fact in facts]
    placed = {tuple(w[1:]) for w in said if w[0] == "error"}
    for mistake in run.mistakes:
        where = mistake.place
        at = f"{where.line - run.opening}:{where.column}" if where else ""
        if (mistake.code,) not in placed and (mistake.code, at) not in placed:
            yield f"unsaid: error {mistake.code} {at}: {mistake.message}"
    findings = {w[1] for w in said if w[0] == "finding"}
    for finding in run.findings:
        if finding.severity == "error" and finding.code not in findings:
            yield f"unsaid: finding {finding.code} {finding.subject}: {finding.message}"


def _equal(said: str, found: str) -> str:
    return "" if said == found else f"it is {found}"


def _among(said: str, found: list[str]) -> str:
    return "" if said in found else f"there is {', '.join(found) or 'none'}"


def _listed(said: str, found: list[str]) -> str:
    return _equal("", " ".join(found)) if said == "none" else _among(said, found)
