"""One modal line of a commitment that is owed: what became of it."""

from __future__ import annotations

from tra_policy.evaluate.cadence import repeated
from tra_policy.evaluate.forbidden import forbidden
from tra_policy.evaluate.once import once
from tra_policy.evaluate.owed import Owed, Performance
from tra_policy.evaluate.world import World


def performed(world: World, owed: Owed) -> Performance:
    """Return the outcome of a duty that is owed, leaving exceptions and waivers to others."""
    duty = owed.duty
    if duty.modal == "must not":
        return forbidden(world, owed)
    cadence = next((t for t in duty.timings if t.kind == "every" and t.stretch), None)
    if cadence is not None:
        return repeated(world, owed, cadence)
    return once(world, owed)
