"""One modal line of a commitment that is owed: what became of it."""

from __future__ import annotations

from tra_policy.evaluate.ground.nodes import node
from tra_policy.evaluate.ground.outcomes import together
from tra_policy.evaluate.ground.world import World
from tra_policy.evaluate.items.cadence import repeated
from tra_policy.evaluate.items.forbidden import forbidden
from tra_policy.evaluate.items.once import once
from tra_policy.evaluate.items.owed import Owed, Performance, deadlines
from tra_policy.model.wording import worded_duty


def performed(world: World, owed: Owed) -> Performance:
    """Return the outcome of a duty that is owed, leaving exceptions and waivers to others."""
    duty = owed.duty
    if duty.modal == "must not":
        return forbidden(world, owed)
    cadence = next((t for t in duty.timings if t.kind == "every" and t.stretch), None)
    if cadence is None:
        return once(world, owed)
    again = repeated(world, owed, cadence)
    if not deadlines(world, owed):
        return again
    # `within 5 days, every 6 months`: the first time has a deadline of its own.
    first = once(world, owed)
    outcome = together((first.outcome, again.outcome))
    due = again.deadline if first.outcome == "met" else first.deadline
    sentence = f"{worded_duty(duty)}: the first time, {first.outcome}; again, {again.outcome}"
    return Performance(outcome, node("both", outcome, sentence, (first.proof, again.proof)), due)
