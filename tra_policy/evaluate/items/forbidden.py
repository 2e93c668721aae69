"""A duty not to do something: `must not`, until it is lifted or for good."""

from __future__ import annotations

from datetime import date

from tra_policy.evaluate.ground.deadlines import not_before
from tra_policy.evaluate.ground.events import happened
from tra_policy.evaluate.ground.nodes import node, truth_of, yes
from tra_policy.evaluate.ground.world import World
from tra_policy.evaluate.items.acts import Act, acts_for, parts_of
from tra_policy.evaluate.items.owed import (
    Owed,
    Performance,
    deadlines,
    lifted_on,
    representation_wanted,
    represented,
)
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth, conjunction, of_bool
from tra_policy.model.proof import Flag, Proof, Want
from tra_policy.model.wording import listed, worded_duty


def forbidden(world: World, owed: Owed) -> Performance:
    """Return the outcome of a prohibition."""
    duty = owed.duty
    lifts = [
        owed.ask(t.condition, False, None)
        for t in duty.timings
        if t.kind == "until" and t.condition
    ]
    # All ends must have come: a prohibition that has two holds to the later one.
    ends = [lifted_on(world, proof) for proof in lifts]
    ends += [due.day for due in deadlines(world, owed)]
    limit = None if None in ends else max((e for e in ends if e is not None), default=None)
    during: list[Act] = []
    edge: list[Act] = []
    for sure in (True, False):
        for thing, to in parts_of(duty):
            for act in acts_for(world, duty, thing, to, owed.frame.outer, sure=sure):
                inside = _inside(world, owed, act, limit)
                if inside == FALSE:
                    continue
                # A record that may show nothing still keeps a prohibition from being met.
                (during if sure and inside == TRUE else edge).append(act)
    open_lift = any(truth_of(proof) == UNKNOWN for proof in lifts)
    return _judge_forbidden(world, owed, during, edge, open_lift, limit, tuple(lifts))


def _inside(world: World, owed: Owed, act: Act, limit: date | None) -> Truth:
    """Whether an act fell into the time of a prohibition; on its first and last day nobody can tell."""
    begun = TRUE
    start = owed.frame.triggered
    if owed.arose:
        begun = UNKNOWN if start is None else not_before(act.moment, start)
    elif start is not None:
        begun = of_bool(act.moment.day >= start.moment.day)
    for timing in owed.duty.timings:
        if timing.kind == "after":
            event = happened(world, timing.event, owed.frame)
            begun = conjunction((begun, not_before(act.moment, event)))
    if limit is None or act.moment.day < limit:
        return begun
    return conjunction((begun, UNKNOWN)) if act.moment.day == limit else FALSE


def _judge_forbidden(
    world: World,
    owed: Owed,
    during: list[Act],
    edge: list[Act],
    open_lift: bool,
    limit: date | None,
    children: tuple[Proof, ...],
) -> Performance:
    duty = owed.duty
    text = worded_duty(duty)
    place = world.place(duty.span)
    said = represented(world, duty, min(limit or world.as_of, world.as_of))
    facts = [
        ("during", str(len(during))),
        ("edge", str(len(edge))),
        ("open-lift", yes(open_lift)),
        ("represented", yes(bool(said))),
    ]
    flags: tuple[Flag, ...] = ("selection-possible",)
    if during and not open_lift:
        names = [a.record for a in during]
        sentence = f"{text}: {names[0]} shows the act on {during[0].moment}, while it was forbidden"
        proof = node(
            "forbidden",
            "not-met",
            sentence,
            children,
            place=place,
            evidence=names,
            facts=facts,
            wants=[
                Want("record", f"that {names[0]} was lawful", listed(duty.party), record=names[0])
            ],
        )
        return Performance("not-met", proof, breach=during[0].moment)
    if during or edge:
        names = [a.record for a in (*during, *edge)]
        why = "whether it was still forbidden" if during else "whether it broke this"
        sentence = f"{text}: {names[0]} shows the act; {why} cannot be told"
        proof = node(
            "forbidden",
            "unknown",
            sentence,
            children,
            place=place,
            evidence=names,
            facts=facts,
            reasons=("missing",),
            flags=flags,
            wants=[Want("record", f"{why}, for {duty.id}", listed(duty.party))],
        )
        return Performance("unknown", proof)
    if said:
        sentence = f"{text}: no such act on file to {said[0][1].to}, and all is represented"
        names = [name for name, _ in said]
        proof = node(
            "forbidden",
            "met",
            sentence,
            children,
            place=place,
            evidence=names,
            facts=facts,
            flags=flags,
        )
        return Performance("met", proof)
    want = representation_wanted(duty)
    sentence = f"{text}: no such act in the evidence; nobody represents that everything is on file"
    proof = node(
        "forbidden",
        "unknown",
        sentence,
        children,
        place=place,
        facts=facts,
        reasons=("no-representation",),
        flags=flags,
        wants=[want],
    )
    return Performance("unknown", proof)
