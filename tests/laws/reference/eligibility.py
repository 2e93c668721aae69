"""What takes the power to support away from a record; what leaves it out altogether."""

from __future__ import annotations

from datetime import date

from . import bounds
from .roles import measurement_class
from .ties import RANK
from .world import Comparison, Condition, Group, Is, Judgement, Judges, Measurement, Said, World

Record = Measurement | Judgement


def atoms(condition: Condition | None) -> list[Comparison | Judges | Said | Is]:
    if condition is None:
        return []
    return list(condition.members) if isinstance(condition, Group) else [condition]


def recorded(world: World, record: Measurement) -> date:
    return record.recorded or world.bundle_date


def visible(world: World, record: Record) -> bool:
    if isinstance(record, Judgement):
        return max(record.judged or world.bundle_date, world.bundle_date) <= world.as_of
    times = [recorded(world, record), *([record.ended] if record.ended else [])]
    return max(times) <= world.as_of


def decision_day(world: World) -> date | None:
    decision = world.decision
    return decision.decided if decision and decision.decided <= world.as_of else None


def closing_day(world: World) -> date | None:
    """The last day on which work could still be weighed: nobody weighs what comes after the minutes."""
    decided, decision = decision_day(world), world.decision
    if decided is None or decision is None:
        return None
    return min(decided, decision.recorded or decided)


def unbelievable(world: World, record: Measurement) -> bool:
    """Whether its days exclude each other: told before it was done, or done before there was a model."""
    if record.ended is None:
        return False
    made = world.made.get(record.subject)
    return recorded(world, record) < record.ended or (made is not None and record.ended < made)


def ancestors(world: World, of: str) -> set[str]:
    found: set[str] = set()
    waiting = list(world.parents.get(of, ()))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(world.parents.get(name, ()))
    return found


def kin(world: World, subject: str) -> bool:
    """Whether a subject is on one line of descent with the answer's subject."""
    return subject in ancestors(world, world.subject) or world.subject in ancestors(world, subject)


def retracted(world: World, record: Record) -> bool:
    """Taken back by its own author; a record that names no author is the developer's."""
    if isinstance(record, Judgement) or record.retracted_by is None:
        return False
    return record.retracted_by == (record.author or world.developer)


def signs(record: Measurement, name: str) -> bool:
    """Whether a party signed a record; in these worlds only an author ever does."""
    return record.signed and record.author == name


def reasons(world: World, record: Record) -> set[str]:
    """Why a record may not support `not reached`; empty when it may."""
    found = set()
    closed = closing_day(world)
    if isinstance(record, Judgement):
        judge = world.party(record.judge)
        if judge.key and not record.signed:
            found.add("signature-missing")
        judged = record.judged or world.bundle_date
        if closed and judged > closed:
            found.add("after-decision")
        if judged > world.bundle_date:
            found.add("missing")
        return found
    if record.defect:
        found.add(record.defect)
    if record.counts is not None and not bounds.add_up(record.counts):
        found.add("suspect-counts")
    claimed = {*([record.author] if record.author else []), *record.run}
    if any(world.party(p).key and not signs(record, p) for p in claimed):
        found.add("signature-missing")
    if closed and (record.ended or recorded(world, record)) > closed:
        found.add("after-decision")
    if unbelievable(world, record):
        found.add("missing")
    if record.withheld:
        found.add("withheld")
    if record.inconclusive or record.reading == "inconclusive":
        found.add("inconclusive")
    if record.subject != world.subject:
        decision = world.decision if closed else None
        taken_over = decision is not None and record.id in decision.relied_on
        related = kin(world, record.subject) or taken_over
        found.add("inherited" if related else "wrong-subject")
    if retracted(world, record):
        found.add("retracted")
    if record.statistic != world.benchmark(record.benchmark).statistic or record.derived_by:
        found.add("incomparable")
    return found


def superseded(world: World, record: Measurement, records: list[Record]) -> bool:
    """Whether an eligible direct measurement takes the place of an ancestor's."""
    if record.subject not in ancestors(world, world.subject):
        return False
    mine = RANK[measurement_class(world, record, "run")]
    return any(
        isinstance(other, Measurement)
        and other.benchmark == record.benchmark
        and other.subject == world.subject
        and not other.derived_by
        and not reasons(world, other)
        and other.value is not None
        and RANK[measurement_class(world, other, "run")] >= mine
        for other in records
    )
