"""Waivers: which one covers an instance of an item on its due day.

There is one code path: an expired, unapproved or ineffective waiver is an absent one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import TRUE, Truth
from tra_policy.logic.parties import Window
from tra_policy.model.conditions import Condition
from tra_policy.model.revisions import Waiver


def waiver_for(
    world: World,
    items: tuple[str, ...],
    due: date | None,
    passes: Callable[[tuple[Condition, ...]], Truth] | None = None,
) -> Waiver | None:
    """Return the waiver that covers an instance of one of some items on its due day, or None.

    `passes` tests the waiver's `where` on the instance; without it only a waiver for the whole item
    counts. An instance without a due day is due on the day of the check.
    """
    if not world.waivers:
        return None
    on = due or world.as_of
    for waiver in world.policy.waivers:
        if waiver.item not in items or fault_of(world, waiver):
            continue
        assert waiver.approved_on is not None and waiver.expires is not None
        if not waiver.approved_on <= on <= waiver.expires or waiver.approved_on > world.as_of:
            continue
        if waiver.where and (passes is None or passes(waiver.where) != TRUE):
            continue
        return waiver
    return None


def fault_of(world: World, waiver: Waiver) -> str:
    """Return why a waiver has no effect, in words; empty when it may have one."""
    if world.policy.force == "law":
        return "a law cannot be waived by a line in a policy file"
    if not waiver.because:
        return "it gives no reason"
    if not waiver.approved_by or waiver.approved_on is None:
        return "it does not say who approved it when"
    if waiver.expires is None:
        return "it has no expiry"
    needs = {name for t in world.policy.thresholds for n in t.needs for name in (n.id, t.name)}
    window = Window(waiver.approved_on, waiver.approved_on)
    if waiver.item in needs and all(
        world.parties.is_developer_side(name, window) for name in waiver.approved_by
    ):
        return "the developer cannot waive what a threshold needs from others"
    return ""
