"""What a threshold asks for: readings on its atoms, its lines kept, and the developer's decision."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.logic.conditions import threshold_atoms
from tra_policy.logic.parties import Window, parties_of
from tra_policy.model.conditions import Comparison, Judgement
from tra_policy.model.duties import Duty
from tra_policy.model.policy import MeasuredOn, ReportLine, Threshold
from tra_policy.model.request import Wanted
from tra_policy.model.wording import listed, worded_timing
from tra_policy.request.asked import RELEASED, Asked, holders_of, parties_in
from tra_policy.request.conditions import Reader, from_condition
from tra_policy.request.duties import Setting, from_duty
from tra_policy.request.needs import Line, from_need, population, register
from tra_policy.words.noun import replace
from tra_policy.words.source import Span


def from_state(
    asked: Asked, threshold: Threshold, seen: set[str] | None = None
) -> Iterator[Wanted]:
    """Yield what the state of a threshold hangs on: its conditions, `needs` and `measured on`.

    What other thresholds that it reads hang on is part of it; each is looked at once, `seen` are those
    that were.
    """
    seen = set() if seen is None else seen
    if threshold.name in seen:
        return
    seen.add(threshold.name)
    reader = Reader(
        asked=asked,
        item=threshold.name,
        name=threshold.name,
        notes=(threshold.notes,),
        subject=RELEASED,
        due=_in_time(asked, threshold),
    )
    yield from from_condition(reader, threshold.reached_when)
    yield from from_condition(reader, threshold.ruled_out_when)
    if threshold.reached_when is None:
        yield _undefined(asked, threshold)
    for need in threshold.needs:
        line = _line(asked, threshold, need.id, subject=RELEASED if _of_subject(need.kind) else "")
        yield from from_need(asked, need, line)
    for name, on in zip(_numbered(threshold, "measured_on"), threshold.measured_on, strict=True):
        yield from _measured_on(asked, threshold, on, name)
    yield _decision(asked, threshold)
    for name in reader.thresholds:
        other = asked.policy.threshold(name)
        if other is not None:
            for wanted in from_state(asked, other, seen):
                yield derived(wanted, threshold.name)


def derived(wanted: Wanted, *items: str) -> Wanted:
    """Return a wish of another clause as something that these items hang on as well."""
    return replace(wanted, asked_by=(), decides=(*wanted.decides, *items))


def from_lines(asked: Asked, threshold: Threshold) -> Iterator[Wanted]:
    """Yield what the `measured` and `report` lines ask for, and what is open about the parties."""
    if threshold.measured:
        yield from _measured(asked, threshold)
    for name, report in zip(_numbered(threshold, "report"), threshold.reports, strict=True):
        yield from _reported(asked, threshold, report, name)
    yield from _ties(asked, threshold)


def _in_time(asked: Asked, threshold: Threshold) -> str:
    timed = asked.due(t for t in threshold.measured if t.kind != "when")
    return f"before the decision, {timed}" if timed else "before the decision"


def _of_subject(kind: str) -> bool:
    return kind in ("measurement", "judgement")


def _numbered(threshold: Threshold, line: str) -> list[str]:
    count = len(threshold.reports if line == "report" else threshold.measured_on)
    base = f"{threshold.name}.{line}"
    return [base if i == 0 else f"{base}-{i + 1}" for i in range(count)]


def _line(asked: Asked, threshold: Threshold, item: str, subject: str = "") -> Line:
    return Line(
        item=item,
        owner=asked.developer,
        notes=(threshold.notes,),
        subject=subject,
        decides=(threshold.name,),
    )


def _undefined(asked: Asked, threshold: Threshold) -> Wanted:
    return Wanted(
        what=f"the words of the policy: when {threshold.name} is reached",
        kind="policy",
        supplied_by=(asked.developer,),
        asked_by=(asked.clause(threshold.name, "", threshold.span, threshold.notes),),
    )


def _measured_on(
    asked: Asked, threshold: Threshold, line: MeasuredOn, item: str
) -> Iterator[Wanted]:
    owed = _line(asked, threshold, item)
    stage = f" in stage {line.stage}" if line.stage else ""
    subject = f"every checkpoint{stage}" if line.every else RELEASED
    said = f"measured on {subject}"
    named = {
        a.benchmark: None
        for a in threshold_atoms(threshold, asked.policy)
        if isinstance(a, Comparison)
    }
    of = f" of {listed(named, 'or')}" if named else ""
    yield Wanted(
        what=f"a measurement{of} for {threshold.name} on {'each of them' if line.every else 'it'}",
        kind="measurement",
        records=("measurement",),
        subject=subject,
        supplied_by=(asked.developer,),
        completeness=f"a population claim over the checkpoints{stage}" if line.every else "",
        asked_by=(asked.clause(item, said, line.span, threshold.notes),),
        decides=(threshold.name,),
    )
    if line.every:
        yield register(asked, "checkpoint", owed, stage, line.span, said)
        claim = f"a population claim over all checkpoint records{stage}"
        yield population(asked, owed, claim, line.span, said)


def _decision(asked: Asked, threshold: Threshold) -> Wanted:
    deciders = threshold.decided_by
    says = f"decided by {', '.join(deciders)}" if deciders else ""
    return Wanted(
        what=(
            f"the decision on {threshold.name}: the ruling, its day, who decided, "
            "the records that it relies on"
        ),
        kind="decision",
        records=("decision",),
        subject=RELEASED,
        supplied_by=deciders or (asked.developer,),
        made_by=(f"decided by {listed(deciders)}",) if deciders else (),
        asked_by=(asked.clause(threshold.name, says, threshold.span, threshold.notes),),
    )


def _measured(asked: Asked, threshold: Threshold) -> Iterator[Wanted]:
    item = f"{threshold.name}.measured"
    said = "measured " + ", ".join(worded_timing(t) for t in threshold.measured)
    span = threshold.measured[0].span
    reader = Reader(
        asked=asked,
        item=item,
        name=threshold.name,
        notes=(threshold.notes,),
        within="measured when",
    )
    for timing in threshold.measured:
        yield from from_condition(reader, timing.condition)
    for name in reader.thresholds:
        other = asked.policy.threshold(name)
        if other is not None:
            for wanted in from_state(asked, other):
                yield derived(wanted, item)
    timings = tuple(t for t in threshold.measured if t.kind != "when")
    duty = Duty(
        id=item,
        party=(asked.developer,),
        modal="must",
        verb="measure",
        objects=(threshold.name,),
        timings=timings,
        notes=threshold.notes,
        span=span,
    )
    whens = [worded_timing(t) for t in threshold.measured if t.kind == "when"]
    only_if = " and ".join(whens).removeprefix("when ")
    for wanted in from_duty(asked, duty, Setting(subject=RELEASED, only_if=only_if)):
        clause = asked.clause(item, said, span, threshold.notes)
        yield replace(wanted, asked_by=(clause,))


def _reported(asked: Asked, threshold: Threshold, line: ReportLine, item: str) -> Iterator[Wanted]:
    said = f"report result to {', '.join(line.recipients)}"
    due = asked.due(line.timings)
    yield Wanted(
        what=f"every measurement for {threshold.name} there is, whatever it shows",
        kind="measurement",
        records=("measurement",),
        subject=RELEASED,
        supplied_by=(asked.developer,),
        completeness=f"a population claim over the measurements for {threshold.name}",
        asked_by=(asked.clause(item, said, line.span, threshold.notes),),
    )
    duty = Duty(
        id=item,
        party=(asked.developer,),
        modal="must",
        verb="report",
        objects=("result",),
        recipients=line.recipients,
        timings=line.timings,
        notes=threshold.notes,
        span=line.span,
    )
    subject = f"every result for {threshold.name}, crossed or not"
    for wanted in from_duty(asked, duty, Setting(subject=subject)):
        clause = asked.clause(item, f"{said} {due}".strip(), line.span, threshold.notes)
        yield replace(wanted, asked_by=(clause,))


def _ties(asked: Asked, threshold: Threshold) -> Iterator[Wanted]:
    """A named party of whose ties nothing is stated earns no credit: it is asked to state them."""
    known = parties_of(asked.policy, asked.developer)
    day = asked.policy.effective
    if day is None:
        return
    for name, span in _named(asked, threshold).items():
        party = asked.policy.party(name)
        if party is None or party.is_unnamed or party.is_anyone:
            continue
        if known.standing(name, Window(day, day)).held != "unstated":
            continue
        yield Wanted(
            what=(
                f"what {name} states of its ties to {asked.developer}: pay, ownership, control "
                "and leadership, with the days that it covers, signed"
            ),
            kind="organisation",
            records=("organisation",),
            supplied_by=(name,),
            made_by=(f"stated by {name}",),
            independent_of=(asked.developer,),
            asked_by=(asked.clause(threshold.name, "", span, threshold.notes),),
        )


def _named(asked: Asked, threshold: Threshold) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for atom in threshold_atoms(threshold, asked.policy):
        match atom:
            case Comparison():
                benchmark = asked.policy.benchmark(atom.benchmark)
                makers = benchmark.designed_by + benchmark.graded_by if benchmark else ()
                for name in parties_in((*makers, *((atom.run_by,) if atom.run_by else ()))):
                    found.setdefault(name, atom.span)
            case Judgement():
                for name in atom.judges:
                    found.setdefault(name, atom.span)
            case _:
                pass
    for need in threshold.needs:
        for name in parties_in(holders_of(need.where)):
            found.setdefault(name, need.span)
    return found
