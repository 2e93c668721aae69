"""Whether a policy applies to the model that the evidence is about."""

from __future__ import annotations

from tra_policy.evaluate.ground.records import compare_values
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import UNKNOWN, Truth, conjunction
from tra_policy.model.conditions import Condition, FieldTest


def in_scope(world: World) -> Truth:
    """Return whether the policy applies; unknown where the manifest does not state what decides it.

    A policy whose scope is unknown is applied: only a positive fact takes it out of force.
    """
    return conjunction(_holds(world, test) for test in world.policy.scope)


def _holds(world: World, test: Condition) -> Truth:
    if not isinstance(test, FieldTest) or len(test.path) != 1:
        return UNKNOWN
    held = getattr(world.evidence.manifest, test.path[0].replace("-", "_"), None)
    if held is None and test.path[0] == "compute":
        checkpoint = world.checkpoints.get(world.subject)
        held = checkpoint.compute if checkpoint is not None else None
    return UNKNOWN if held is None else compare_values(held, test.test, test.value)
