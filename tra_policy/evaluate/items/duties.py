"""One modal line of a commitment that is owed: what became of it."""

from __future__ import annotations

from tra_policy.evaluate.ground.world import World
from tra_policy.evaluate.items.cadence import repeated
from tra_policy.evaluate.items.forbidden import forbidden
from tra_policy.evaluate.items.once import once
from tra_policy.evaluate.items.owed import Owed, Performance


def performed(world: World, owed: Owed) -> Performance:
    """Return the outcome of a duty that is owed, leaving exceptions and waivers to others."""
    duty = owed.duty
    if duty.modal == "must not":
        return forbidden(world, owed)
    cadence = next((t for t in duty.timings if t.kind == "every" and t.stretch), None)
    if cadence is not None:
        return repeated(world, owed, cadence)
    return once(world, owed)
