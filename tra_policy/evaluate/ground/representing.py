"""How far a statement that everything is on file reaches."""

from __future__ import annotations

from datetime import date

from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.acts import Representation
from tra_policy.model.evidence.bundle import Filed


def reach_of(world: World, filed: Filed) -> date:
    """Return the last day that a representation speaks of.

    What is said of days after it was written is a promise, not a statement.
    """
    said = filed.record
    assert isinstance(said, Representation)
    return min(said.to.day, world.recorded(said).day)
