"""The state of a threshold over a list of records, so that masking is asking with a shorter list."""

from __future__ import annotations

from . import bounds
from .eligibility import Record, atoms, decision_day, reasons, retracted, superseded, visible
from .kleene import FALSE, NOT, TRUE, UNKNOWN, joined
from .roles import measurement_class
from .world import Comparison, Condition, Group, Judgement, Judges, Measurement, Need, World


def comparison(world: World, atom: Comparison, records: list[Record]) -> int:
    """The truth of a comparison as written, over some records."""
    benchmark = world.benchmark(atom.benchmark)
    primitive, negated = bounds.adverse_form(atom, benchmark)
    found = []
    for record in records:
        if not isinstance(record, Measurement) or record.benchmark != atom.benchmark:
            continue
        why = reasons(world, record)
        if record.derived_by or why & {"wrong-subject", "retracted"}:
            continue
        if "inherited" in why and superseded(world, record, records):
            continue
        if record.value is None:
            if record.reading == "above":
                found.append(UNKNOWN)
            continue
        truth = bounds.comparison(record, primitive, benchmark)
        if not why:
            found.append(truth)
        elif "incomparable" in why:
            if primitive.limit is not None and bounds.meets(
                record.value, primitive.op, primitive.limit
            ):
                found.append(UNKNOWN)
        elif truth != FALSE:
            found.append(UNKNOWN)
    value = max(found, default=UNKNOWN)
    return NOT[value] if negated else value


def judged(world: World, atom: Judges, records: list[Record]) -> int:
    found = [
        {"affirmed": TRUE, "denied": FALSE, "undecided": UNKNOWN}[r.outcome]
        for r in records
        if isinstance(r, Judgement)
        and (r.judge, r.question) == (atom.judge, atom.question)
        and not reasons(world, r)
    ]
    return found[0] if len(set(found)) == 1 else UNKNOWN


def condition_truth(world: World, condition: Condition | None, records: list[Record]) -> int:
    match condition:
        case None:
            return UNKNOWN
        case Group():
            told = [condition_truth(world, m, records) for m in condition.members]
            return joined(condition.kind, told, condition.count)
        case Comparison():
            return comparison(world, condition, records)
        case Judges():
            return judged(world, condition, records)
        case _:
            return UNKNOWN


def holds_role(world: World, record: Measurement, role: str, holder: str) -> bool:
    """Whether `designed by independent`, `run by NAME` … is so of a record."""
    axis = {"designed": "design", "run": "run", "graded": "grade"}[role]
    if holder == "independent":
        return measurement_class(world, record, axis) in {"independent", "authority"}
    if holder == "authority":
        return measurement_class(world, record, axis) == "authority"
    held = {
        "design": world.benchmark(record.benchmark).designed_by,
        "run": record.run,
        "grade": record.graded,
    }
    return holder in held[axis]


def named_benchmarks(world: World) -> set[str]:
    t = world.threshold
    return {
        a.benchmark
        for a in atoms(t.reached_when) + atoms(t.ruled_out_when)
        if isinstance(a, Comparison)
    }


def bears(world: World, record: Record) -> bool:
    """Whether a record bears on the threshold: named, cited, or its own judgement."""
    t = world.threshold
    if retracted(world, record) or "wrong-subject" in reasons(world, record):
        return False
    if isinstance(record, Judgement):
        wanted = {
            (a.judge, a.question)
            for a in atoms(t.reached_when) + atoms(t.ruled_out_when)
            if isinstance(a, Judges)
        }
        cited = world.decision is not None and record.id in world.decision.relied_on
        return (record.judge, record.question) in wanted or cited
    if record.benchmark in named_benchmarks(world):
        return True
    citing = [j.relied_on for j in world.judgements if visible(world, j)]
    if world.decision is not None and decision_day(world):
        citing.append(world.decision.relied_on)
    return any(record.id in cited for cited in citing)


def need_met(world: World, need: Need, records: list[Record]) -> bool:
    named = named_benchmarks(world)
    witnesses = [
        r
        for r in records
        if isinstance(r, Measurement)
        and not reasons(world, r)
        and r.subject == world.subject
        and (r.benchmark in named if named else bears(world, r))
        and all(holds_role(world, r, role, holder) for role, holder in need.where)
    ]
    return len(witnesses) >= need.count


def ruled_out_truth(world: World, records: list[Record]) -> int:
    t = world.threshold
    if t.ruled_out_when is None:
        return NOT[condition_truth(world, t.reached_when, records)]
    return condition_truth(world, t.ruled_out_when, records)


def state(world: World, records: list[Record]) -> str:
    """The state of the threshold over some records."""
    t = world.threshold
    reached = condition_truth(world, t.reached_when, records)
    if reached == TRUE:
        return "reached"
    if reached == FALSE and ruled_out_truth(world, records) == TRUE:
        blocked = not all(need_met(world, n, records) for n in t.needs)
        return "unknown" if blocked else "not_reached"
    return "unknown"


def unpublished(record: Record) -> bool:
    """Whether a record tells of a result that nobody published: such a record is listed apart."""
    if isinstance(record, Judgement):
        return False
    return record.withheld or (
        record.value is None
        and record.reading is None
        and record.finding is None
        and not record.inconclusive
    )


def reading(world: World, record: Record) -> str | None:
    """Above, below, inconclusive; None where no result was published."""
    if isinstance(record, Judgement):
        over, under = "above", "below"
        t, told = world.threshold, Judges(record.judge, record.question)
        place = t.reached_when if told in atoms(t.reached_when) else t.ruled_out_when
        if (place is t.ruled_out_when) != (isinstance(place, Group) and place.kind == "none"):
            over, under = under, over
        return {"affirmed": over, "denied": under, "undecided": "inconclusive"}[record.outcome]
    if record.withheld:
        return None
    if record.inconclusive:
        return "inconclusive"
    said = record.reading
    benchmark = world.benchmark(record.benchmark)
    incomparable = record.derived_by or record.statistic != benchmark.statistic
    if record.value is None or incomparable:
        return said
    t = world.threshold

    def adverse(condition: Condition | None) -> list[bool]:
        """Which published limits of a condition the plain number meets."""
        found = []
        for atom in atoms(condition):
            if isinstance(atom, Comparison) and atom.benchmark == record.benchmark and atom.limit:
                primitive, _ = bounds.adverse_form(atom, benchmark)
                assert primitive.limit is not None and record.value is not None
                found.append(bounds.meets(record.value, primitive.op, primitive.limit))
        return found

    over, past = adverse(t.reached_when), adverse(t.ruled_out_when)
    if any(over):
        return "above"
    if not over and not past:
        return said
    return "inconclusive" if any(past) else "below"
