"""What commitments and requirements ask for: their triggers, their duties, their exceptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tra_policy.model.conditions import Condition
from tra_policy.model.duties import Duty
from tra_policy.model.policy import Commitment, Requirement, duties_of
from tra_policy.model.request import Wanted
from tra_policy.model.wording import worded
from tra_policy.request.asked import Asked, all_records, every
from tra_policy.request.conditions import Reader, from_condition
from tra_policy.request.duties import GATING, Setting, from_duty
from tra_policy.request.needs import Line, from_every, from_need, population
from tra_policy.request.thresholds import derived, from_state


def from_commitment(asked: Asked, commitment: Commitment) -> Iterator[Wanted]:
    """Yield what a commitment asks for."""
    duties = tuple(duties_of(commitment))
    items = tuple(duty.id for duty in duties)
    gates = any(duty.modal in GATING for duty in duties)
    reader = Reader(
        asked=asked,
        item=commitment.name,
        name=commitment.name,
        notes=(commitment.notes,),
        gates=gates,
        decides=items,
        within="when",
    )
    yield from _read(reader, commitment.when)
    if commitment.for_every is not None:
        line = Line(
            item=commitment.name,
            owner=asked.developer,
            notes=(commitment.notes,),
            decides=items,
        )
        yield from from_every(asked, commitment.for_every, line)
    only_if = worded(commitment.when) if commitment.when is not None else ""
    for duty in commitment.duties:
        yield from _chain(asked, commitment, duty, only_if)


def _read(reader: Reader, condition: Condition | None) -> Iterator[Wanted]:
    """Yield what a condition asks for, and what the thresholds that it reads hang on."""
    yield from from_condition(reader, condition)
    for name in reader.thresholds:
        threshold = reader.asked.policy.threshold(name)
        if threshold is not None:
            for wanted in from_state(reader.asked, threshold):
                yield derived(wanted, *reader.decides)


def _chain(asked: Asked, commitment: Commitment, duty: Duty, only_if: str) -> Iterator[Wanted]:
    """Yield what a duty asks for, then what is owed instead of it, then what is owed otherwise."""
    below = tuple(_below(duty))
    setting = Setting(
        notes=(commitment.notes,),
        subject=every(commitment.for_every) if commitment.for_every is not None else "",
        only_if=only_if,
        outer=commitment.for_every.kind if commitment.for_every is not None else "",
        decides=below,
    )
    yield from from_duty(asked, duty, setting)
    yield from _lifted(asked, duty, setting)
    unless = duty.unless if duty.unless is not None else commitment.unless
    yield from _excused(asked, commitment.name, duty, unless, (duty.id, *below))
    if duty.instead is not None:
        yield from _chain(
            asked, commitment, duty.instead, f"the exception from {duty.id} is in force"
        )
    if duty.otherwise is not None:
        yield from _chain(asked, commitment, duty.otherwise, f"{duty.id} is not met")


def _below(duty: Duty) -> Iterator[str]:
    for other in (duty.instead, duty.otherwise):
        if other is not None:
            yield other.id
            yield from _below(other)


def _lifted(asked: Asked, duty: Duty, setting: Setting) -> Iterator[Wanted]:
    """Yield what the end of a duty hangs on: `until asl-3-security is shown`."""
    for timing in duty.timings:
        reader = Reader(
            asked=asked,
            item=duty.id,
            name=duty.id,
            notes=(duty.notes, *setting.notes),
            only_if=setting.only_if,
            gates=duty.modal in GATING,
            decides=(duty.id, *setting.decides),
            within="until",
        )
        yield from _read(reader, timing.condition)


def _excused(
    asked: Asked,
    name: str,
    duty: Duty,
    unless: Condition | None,
    items: tuple[str, ...],
) -> Iterator[Wanted]:
    if unless is None:
        return
    reader = Reader(
        asked=asked,
        item=duty.id,
        name=name,
        notes=(duty.notes,),
        due=f"before {duty.id} fell due",
        only_if="the exception is claimed",
        gates=duty.modal in GATING,
        decides=items,
        within="unless",
    )
    yield from _read(reader, unless)


def from_requirement(asked: Asked, requirement: Requirement) -> Iterator[Wanted]:
    """Yield what a requirement asks for."""
    name = requirement.name
    reader = Reader(
        asked=asked,
        item=name,
        name=name,
        notes=(requirement.notes,),
        decides=(name,),
        within="when",
    )
    yield from _read(reader, requirement.when)
    line = Line(
        item=name,
        owner=(requirement.owner or (asked.developer,))[0],
        notes=(requirement.notes,),
        subject=every(requirement.for_every) if requirement.for_every is not None else "",
        only_if=worded(requirement.when) if requirement.when is not None else "",
    )
    if requirement.for_every is not None:
        records = Line(item=name, owner=asked.developer, notes=line.notes, only_if=line.only_if)
        yield from from_every(asked, requirement.for_every, records)
    for need in requirement.needs:
        yield from from_need(asked, need, line)
    if not requirement.needs:
        yield _undefined(asked, requirement)
    yield from _complete(asked, requirement, line)
    yield from _without_it(asked, requirement)


def _undefined(asked: Asked, requirement: Requirement) -> Wanted:
    return Wanted(
        what=f"the words of the policy: what {requirement.name} needs",
        kind="policy",
        supplied_by=(asked.developer,),
        asked_by=(asked.clause(requirement.name, "", requirement.span, requirement.notes),),
    )


def _complete(asked: Asked, requirement: Requirement, line: Line) -> Iterable[Wanted]:
    if not requirement.population_complete:
        return
    said = "population complete"
    owed = Line(item=line.item, owner=asked.developer, notes=line.notes, only_if=line.only_if)
    kinds = (
        (requirement.for_every.kind,)
        if requirement.for_every is not None
        else tuple(dict.fromkeys(need.kind for need in requirement.needs))
    )
    for kind in kinds:
        yield population(asked, owed, all_records(kind), requirement.span, said)


def _without_it(asked: Asked, requirement: Requirement) -> Iterator[Wanted]:
    if requirement.unless is None:
        return
    reader = Reader(
        asked=asked,
        item=requirement.name,
        name=requirement.name,
        notes=(requirement.notes,),
        due=f"before what {requirement.name} needs fell due",
        only_if="the exception is claimed",
        within="unless",
    )
    yield from _read(reader, requirement.unless)
