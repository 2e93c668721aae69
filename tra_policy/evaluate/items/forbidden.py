"""A duty not to do something: `must not`, until it is lifted or for good."""

from __future__ import annotations

from datetime import date

from tra_policy.evaluate.ground.nodes import node, truth_of, yes
from tra_policy.evaluate.ground.world import World
from tra_policy.evaluate.items.acts import Act, acts_for, parts_of
from tra_policy.evaluate.items.owed import (
    Owed,
    Performance,
    deadline,
    ended_on,
    representation_wanted,
    represented,
)
from tra_policy.logic.kleene import UNKNOWN
from tra_policy.model.proof import Flag, Proof, Want
from tra_policy.model.wording import listed, worded_duty


def forbidden(world: World, owed: Owed) -> Performance:
    """Return the outcome of a prohibition."""
    duty = owed.duty
    until = next((t for t in duty.timings if t.kind == "until" and t.condition), None)
    lifted: Proof | None = None
    if until is not None and until.condition is not None:
        lifted = owed.ask(until.condition, False, None)
    ended = ended_on(world, owed)
    children = (lifted,) if lifted is not None else ()
    start = owed.frame.triggered.moment.day if owed.frame.triggered else None
    acts = [
        a
        for thing, to in parts_of(duty)
        for a in acts_for(world, duty, thing, to, owed.frame.outer)
    ]
    acts = [a for a in acts if start is None or a.moment.day >= start]
    due = deadline(world, owed)
    limit = min((d for d in (ended, due.day if due else None) if d is not None), default=None)
    during = [a for a in acts if limit is None or a.moment.day < limit]
    edge = [a for a in acts if limit is not None and a.moment.day == limit]
    # A record that may show nothing still keeps a prohibition from being met.
    doubtful = [
        a
        for thing, to in parts_of(duty)
        for a in acts_for(world, duty, thing, to, owed.frame.outer, sound=False)
        if (start is None or a.moment.day >= start) and (limit is None or a.moment.day <= limit)
    ]
    edge = [*edge, *doubtful]
    open_lift = lifted is not None and truth_of(lifted) == UNKNOWN
    return _judge_forbidden(world, owed, during, edge, open_lift, limit, children)


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
    said = represented(world, duty, limit or world.as_of)
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
        return Performance("not-met", proof)
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
