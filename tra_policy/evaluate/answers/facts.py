"""Conditions about declared things and about time: shown, published, elapsed, grown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tra_policy.evaluate.ground.comparing import holds
from tra_policy.evaluate.ground.events import Frame, Happening, happened
from tra_policy.evaluate.ground.nodes import node
from tra_policy.evaluate.ground.representing import reach_of
from tra_policy.evaluate.ground.soundness import unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, of_bool
from tra_policy.model.conditions import Counter, Operator, ThingIs
from tra_policy.model.evidence.acts import (
    Action,
    DocumentRecord,
    Publication,
    SafeguardRecord,
)
from tra_policy.model.evidence.base import Record
from tra_policy.model.moment import Duration, Moment, later
from tra_policy.model.proof import Proof, Want
from tra_policy.model.quantity import Quantity
from tra_policy.model.wording import worded


def thing_proof(world: World, condition: ThingIs) -> Proof:
    """Return whether a declared thing is shown, published, approved, specified, in place or complete."""
    found = sorted(fact_dates(world, condition), key=lambda pair: (pair[0].earliest, pair[1]))
    place = world.place(condition.span)
    text = worded(condition)
    if found:
        moment, record = found[0]
        evidence = (record,) if record else ()
        sentence = f"{text}: since {moment}" if record else f"{text}: the policy says so"
        return node(
            "fact", TRUE, sentence, place=place, evidence=evidence, facts=(("found", "yes"),)
        )
    safeguard = next((s for s in world.policy.safeguards if s.name == condition.thing), None)
    if condition.fact == "specified" and safeguard is not None and safeguard.specified:
        sentence = f"{text}: the policy says where"
        return node("fact", TRUE, sentence, place=place, facts=(("found", "yes"),))
    developer = world.parties.developer
    absent = [
        filed
        for filed in world.representations(developer, condition.thing)
        if getattr(filed.record, "states", "") == "everything-on-file"
        and reach_of(world, filed) >= world.as_of
    ]
    want = Want("record", f"a dated record that {text}", developer)
    if absent:
        return node(
            "fact",
            FALSE,
            f"{text}: not on file, and {developer} represents that everything is",
            place=place,
            evidence=(f.id for f in absent),
            facts=(("found", "no"), ("represented", "yes")),
            flags=("selection-possible",),
            wants=(want,),
        )
    return node(
        "fact",
        UNKNOWN,
        f"{text}: not evidenced",
        place=place,
        facts=(("found", "no"), ("represented", "no")),
        reasons=("missing",),
        flags=("selection-possible",),
        wants=(want,),
    )


def fact_dates(world: World, condition: ThingIs) -> Iterator[tuple[Moment, str]]:
    """Yield when a fact about a thing came about, with the record that says so."""
    for filed in world.visible:
        if unsound(world, filed):
            continue
        moment = _dated(filed.record, condition)
        if moment is not None and _by_whom_it_must(world, filed.record, condition):
            yield moment, filed.id


def _by_whom_it_must(world: World, record: Record, condition: ThingIs) -> bool:
    """Whether an approval is by those whom the policy names for it, where it names any."""
    if condition.fact != "approved" or not isinstance(record, (SafeguardRecord, DocumentRecord)):
        return True
    approvers = {s.name: s.approved_by for s in world.policy.safeguards}
    approvers |= {d.name: d.approved_by for d in world.policy.documents}
    named = approvers.get(condition.thing, ())
    return set(named) <= {*record.approved_by, *(world.actual(n) for n in record.approved_by)}


def _dated(record: Record, condition: ThingIs) -> Moment | None:
    thing, fact = condition.thing, condition.fact
    match record:
        case SafeguardRecord() if record.safeguard == thing:
            enough = {
                "shown": ("shown", "approved"),
                "approved": ("approved",),
                "specified": ("specified", "in-place", "shown", "approved"),
                "in place": ("in-place", "shown", "approved"),
                "complete": ("shown", "approved"),
            }.get(fact, ())
            return record.since if record.status in enough else None
        case Publication() if record.document == thing and fact in ("published", "complete"):
            return record.published
        case DocumentRecord() if record.document == thing:
            if fact == "complete" or (fact == "approved" and record.approved_by):
                return record.made
            return None
        case Action() if thing in (record.object, record.event):
            verbs = {"shown": "show", "published": "publish", "approved": "approve"}
            done = record.verb == verbs.get(fact) or (fact == "complete" and record.event == thing)
            return record.done if done else None
        case _:
            return None


def counter_proof(world: World, counter: Counter) -> Proof:
    """Return whether enough time has passed, or compute has grown enough, since an event."""
    start = happened(world, counter.since, Frame(), "last")
    text = worded(counter)
    place = world.place(counter.span)
    developer = world.parties.developer
    if start is None:
        return _open(text, place, f"when `{counter.since}` last was is not evidenced", developer)
    if isinstance(counter.amount, Duration):
        due = later(start.moment, counter.amount).day
        value = of_bool(_passed(counter.operator, world.as_of, due))
        sentence = f"{text}: {counter.since} was on {start.moment.day}, so that day is {due}"
        return node(
            "elapsed",
            value,
            sentence,
            place=place,
            evidence=(start.record,) if start.record else (),
            flags=("selection-possible",) if start.selected else (),
            facts=(
                ("operator", counter.operator),
                ("due", due.isoformat()),
                ("today", world.as_of.isoformat()),
            ),
        )
    return _grown(world, counter, counter.amount, start, text, place)


def _passed(operator: Operator, today: date, due: date) -> bool:
    match operator:
        case ">=":
            return today >= due
        case ">":
            return today > due
        case "<=":
            return today <= due
        case "<":
            return today < due
        case _:
            return today == due


def _grown(
    world: World, counter: Counter, amount: Quantity, start: Happening, text: str, place: str
) -> Proof:
    developer, record = world.parties.developer, start.record
    filed = world.by_id.get(record)
    then = _compute(world, getattr(filed.record, "subject", None)) if filed else None
    now = _compute(world, world.subject)
    if then is None or now is None or then == 0:
        return _open(text, place, "the compute then and now is not evidenced", developer)
    ratio = now / then
    value = of_bool(holds(ratio, counter.operator, amount.value))
    return node(
        "grown",
        value,
        f"{text}: {ratio.normalize():f} times",
        place=place,
        evidence=(record, world.subject) if world.subject in world.by_id else (record,),
        flags=("selection-possible",) if start.selected else (),
        facts=(
            ("ratio", str(ratio)),
            ("operator", counter.operator),
            ("limit", str(amount.value)),
        ),
    )


def _compute(world: World, subject: str | None) -> Decimal | None:
    checkpoint = world.checkpoints.get(subject or "")
    if checkpoint is not None and checkpoint.compute is not None:
        return checkpoint.compute.value
    stated = world.evidence.manifest.compute
    return stated.value if stated is not None and subject == world.subject else None


def _open(text: str, place: str, why: str, by: str) -> Proof:
    return node(
        "open",
        UNKNOWN,
        f"{text}: {why}",
        place=place,
        reasons=("missing",),
        flags=("selection-possible",),
        wants=(Want("action", f"a record from which it follows whether {text}", by),),
    )
