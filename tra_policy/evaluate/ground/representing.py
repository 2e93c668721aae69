"""What is stated to be on file as a whole, and how far such a statement reaches."""

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


def everything_on_file(world: World, owner: str, item: str, end: date) -> list[str]:
    """Return the statements by which all that an item asks for until a day is in the bundle.

    They turn silence into a breach, and no answer into a better one.
    """
    return [
        filed.id
        for filed in world.representations(owner, item)
        if getattr(filed.record, "states", "") == "everything-on-file"
        and reach_of(world, filed) >= min(end, world.as_of)
    ]
