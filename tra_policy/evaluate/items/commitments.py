"""The items of a commitment: every modal line, with its trigger, exceptions, waivers and remedies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from tra_policy.evaluate.ground.deadlines import Deadline
from tra_policy.evaluate.ground.events import Frame, Happening
from tra_policy.evaluate.ground.nodes import node, truth_of, yes
from tra_policy.evaluate.ground.outcomes import together
from tra_policy.evaluate.ground.records import passes
from tra_policy.evaluate.ground.waivers import waiver_for
from tra_policy.evaluate.ground.world import World
from tra_policy.evaluate.items.coming_true import came_true
from tra_policy.evaluate.items.duties import performed
from tra_policy.evaluate.items.instances import Instances, instances_of
from tra_policy.evaluate.items.item import Item
from tra_policy.evaluate.items.owed import Ask, Owed, deadline
from tra_policy.evaluate.items.triggers import (
    Excuse,
    Trigger,
    asker,
    excuse_of,
    thresholds_read,
    trigger_of,
)
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth
from tra_policy.model.conditions import Condition
from tra_policy.model.duties import Duty
from tra_policy.model.evidence.base import Record
from tra_policy.model.moment import Moment
from tra_policy.model.policy import Commitment, duties_of
from tra_policy.model.proof import Proof, Want
from tra_policy.model.report import Outcome
from tra_policy.model.wording import listed, worded, worded_duty
from tra_policy.words.noun import Noun, replace


class Part(Noun):
    """A duty's outcome for one instance."""

    outcome: Outcome
    proof: Proof
    deadline: Deadline | None = None
    remedied: bool = False
    breach: Moment | None = None


def commitment_items(world: World, commitment: Commitment) -> Iterator[Item]:
    """Yield an item for every modal line of a commitment, in the order of the text."""
    ask = asker(world, (commitment.name, *(d.id for d in duties_of(commitment))))
    trigger = trigger_of(world, commitment.when, ask)
    instances = instances_of(world, commitment.for_every)
    parts: dict[str, list[Part]] = {duty.id: [] for duty in duties_of(commitment)}
    for record in instances.records:
        since = trigger.since
        if record is not None:
            since = Happening(record.happened, record.id) if record.happened else None
        for duty in commitment.duties:
            started = replace(trigger, since=since)
            _chain(world, commitment, duty, started, record, ask, parts)
    for duty in duties_of(commitment):
        yield _item(world, commitment, duty, parts[duty.id], instances)


def _chain(
    world: World,
    commitment: Commitment,
    duty: Duty,
    trigger: Trigger,
    record: Record | None,
    ask: Ask,
    parts: dict[str, list[Part]],
    lowered: bool = False,
) -> None:
    """Work out a duty and what takes its place: `instead` under an exception, `otherwise` on failure."""
    trigger = _narrowed(world, duty, trigger, record, ask)
    unless = duty.unless if lowered or duty.unless is not None else commitment.unless
    part, excuse = _part(world, commitment, duty, trigger, record, ask, unless)
    if duty.instead is not None:
        applies = _instead_applies(excuse, trigger, part)
        # What is owed in place of a duty is not excused by the exception that brings it about.
        _chain(world, commitment, duty.instead, applies, record, ask, parts, lowered=True)
    if duty.otherwise is not None:
        falls_due = _otherwise_applies(world, commitment, duty, part)
        _chain(world, commitment, duty.otherwise, falls_due, record, ask, parts)
        remedy = parts[duty.otherwise.id][-1]
        if part.outcome == "not-met" and (remedy.outcome == "met" or remedy.remedied):
            part = replace(part, remedied=True)
    parts[duty.id].append(part)


def _tested(world: World, record: Record | None, tests: tuple[Condition, ...]) -> Truth:
    return UNKNOWN if record is None else passes(world, record, tests, None, world.as_of)


def _narrowed(
    world: World, duty: Duty, trigger: Trigger, record: Record | None, ask: Ask
) -> Trigger:
    """The trigger of a duty with a condition of its own: `… when T-1 is reached`, or one that is about
    some of the records only: `… where severity is critical`.
    """
    for timing in duty.timings:
        if timing.kind == "when" and timing.condition is not None:
            trigger = _once_true(world, trigger, ask(timing.condition, True, None))
    if not duty.where:
        return trigger
    inside = _tested(world, record, duty.where)
    text = "where " + ", ".join(worded(t) for t in duty.where)
    want = Want("record", f"what decides {text}, for {duty.id}", world.parties.developer)
    proof = node(
        "where",
        inside,
        f"{record.id if record is not None else duty.id}: {text} is {inside.word}",
        evidence=(record.id,) if record is not None else (),
        wants=(want,) if inside == UNKNOWN else (),
    )
    return _both(trigger, proof)


def _once_true(world: World, trigger: Trigger, more: Proof) -> Trigger:
    """A trigger with a further condition of the duty: it is owed from when both are so."""
    both = _both(trigger, more)
    since = came_true(world, more) if truth_of(more) == TRUE else None
    if since is None or trigger.since is None:
        return replace(both, since=since if trigger.proof is None else None)
    return replace(both, since=max(since, trigger.since, key=lambda h: (h.moment.latest, h.record)))


def _both(trigger: Trigger, more: Proof) -> Trigger:
    """A trigger that a further condition narrows."""
    both = min(trigger.truth, truth_of(more))
    proof = more
    if trigger.proof is not None:
        proof = node("all of", both, "all of 2", (trigger.proof, more))
    return Trigger(both, proof, trigger.since)


def _instead_applies(excuse: Excuse | None, trigger: Trigger, part: Part) -> Trigger:
    if excuse is None or not excuse.invoked or part.outcome == "met":
        return Trigger(FALSE, excuse.proof if excuse else None)
    truth = min(excuse.truth, trigger.truth)
    return Trigger(truth, excuse.proof, trigger.since)


def _otherwise_applies(world: World, commitment: Commitment, duty: Duty, part: Part) -> Trigger:
    blocks = duty.if_unknown_block or commitment.if_unknown_block
    if part.outcome == "not-met" or (part.outcome == "unknown" and blocks):
        truth = TRUE
    else:
        truth = UNKNOWN if part.outcome == "unknown" else FALSE
    since = None
    if part.breach is not None:
        since = Happening(part.breach)
    elif part.deadline is not None and part.deadline.day is not None:
        assert part.deadline.latest is not None
        since = Happening(Moment(part.deadline.day, part.deadline.latest.time()))
    sentence = f"{duty.id} is {part.outcome}" + (" and blocks" if blocks else "")
    facts = (("outcome", part.outcome), ("blocks", yes(blocks)))
    proof = node("in place of", truth, sentence, (part.proof,), facts=facts)
    return Trigger(truth, proof, since)


def _part(
    world: World,
    commitment: Commitment,
    duty: Duty,
    trigger: Trigger,
    record: Record | None,
    ask: Ask,
    unless: Condition | None,
) -> tuple[Part, Excuse | None]:
    frame = Frame(thresholds_read(world, commitment), record, trigger.since)
    owed = Owed(duty, frame, ask, arose=trigger.proof is not None or record is not None)
    due = deadline(world, owed)
    fell_due = Moment(due.earliest.date(), due.earliest.time()) if due and due.earliest else None
    excuse = excuse_of(world, ask, unless, fell_due)
    children: list[Proof] = [trigger.proof] if trigger.proof is not None else []
    base: Outcome | None = None
    waiver = ""
    breach: Moment | None = None
    if trigger.truth == TRUE:
        found = performed(world, owed)
        base, due, breach = found.outcome, found.deadline or due, found.breach
        children.append(found.proof)
        if base in ("not-met", "unknown"):
            covering = waiver_for(
                world,
                (duty.id, commitment.name),
                breach.day if breach else due.day if due else None,
                partial(_tested, world, record),
            )
            waiver = covering.name if covering else ""
    if excuse is not None and trigger.truth == TRUE:
        children.append(excuse.proof)
    excused = "none" if excuse is None else excuse.truth.word if excuse.invoked else "not invoked"
    outcome = duty_outcome(trigger.truth.word, base, excused, bool(waiver))
    shown = node(
        "duty",
        outcome,
        _sentence(duty, outcome, trigger, excused, waiver) + _too_late(excuse, outcome),
        children,
        place=world.place(duty.span),
        facts=(
            ("trigger", trigger.truth.word),
            ("done", base or ""),
            ("excused", excused),
            ("waiver", waiver),
        ),
    )
    return Part(outcome, shown, due, breach=breach), excuse


def duty_outcome(trigger: str, done: Outcome | None, excused: str, waived: bool) -> Outcome:
    """Return the outcome of a duty from its trigger, what was done, its exception and its waiver."""
    if trigger == "false":
        return "not-applicable"
    if trigger == "unknown" or done is None:
        return "unknown"
    if done == "met":
        return "met"
    if excused == "true":
        return "waived"
    if excused == "unknown":
        return "unknown"
    return "waived" if waived else done


def _sentence(duty: Duty, outcome: Outcome, trigger: Trigger, excused: str, waiver: str) -> str:
    text = f"{duty.id}: {worded_duty(duty)}"
    if trigger.truth == FALSE:
        return f"{text}: does not apply"
    if trigger.truth == UNKNOWN:
        return f"{text}: whether it applies cannot be told"
    if outcome == "waived":
        return f"{text}: " + ("excepted" if excused == "true" else f"waived by {waiver}")
    return f"{text}: {outcome}"


def _too_late(excuse: Excuse | None, outcome: Outcome) -> str:
    if excuse is None or not excuse.late or outcome not in ("not-met", "unknown"):
        return ""
    return f"; its exception was not invoked in time, as far as {listed(excuse.late)} shows"


def _item(
    world: World, commitment: Commitment, duty: Duty, parts: Sequence[Part], instances: Instances
) -> Item:
    outcome: Outcome = together([p.outcome for p in parts])
    by_scope = False
    if instances.of_records:
        outcome, by_scope = instances.outcome(outcome, len(parts))
        proof = instances.proof(world, duty.id, [p.proof for p in parts], outcome)
    else:
        proof = parts[0].proof
    still_open = [p for p in parts if p.outcome != "met"] or list(parts)
    due = [p.deadline for p in still_open if p.deadline is not None and p.deadline.known]
    return Item(
        id=duty.id,
        of=commitment.name,
        kind="commitment",
        modality=duty.modal,
        title=worded_duty(duty),
        outcome=outcome,
        proof=proof,
        blocks=duty.if_unknown_block or commitment.if_unknown_block,
        remedied=outcome == "not-met" and all(p.remedied for p in parts if p.outcome == "not-met"),
        by_scope=by_scope,
        deadline=min(due, key=lambda d: (d.latest, d.basis)) if due else None,
        owner=duty.owner or commitment.owner or duty.party,
    )
