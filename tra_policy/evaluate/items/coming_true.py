"""When a condition came true: not when the first record that it cites was made."""

from __future__ import annotations

from tra_policy.evaluate.ground.events import Happening
from tra_policy.evaluate.ground.world import World
from tra_policy.model.proof import Proof


def came_true(world: World, proof: Proof) -> Happening | None:
    """Return when a proof that is true became so; None where one of its records is not dated.

    A list of `all of` with its last member, `any of` with the first that holds; a comparison with the
    first record that shows it; all else with the last of what it rests on.
    """
    match proof.rule:
        case "all of":
            parts = [came_true(world, child) for child in proof.children]
            return None if None in parts else _last([p for p in parts if p is not None])
        case "any of":
            holding = [came_true(world, c) for c in proof.children if c.value == "true"]
            dated = [p for p in holding if p is not None]
            return min(dated, key=_order, default=None)
        case "comparison" | "judgement" if proof.fact("negated") != "yes":
            showing = [
                c for c in proof.children if c.value == proof.value and c.fact("counts") == "yes"
            ]
            found = [h for c in showing for h in _dated(world, c)]
            return min(found, key=_order, default=None)
        case "threshold is" if proof.children[0].value == "reached":
            return came_true(world, proof.children[0].children[0])
        case _:
            return _last([h for part in proof.walk() for h in _dated(world, part)])


def _dated(world: World, proof: Proof) -> list[Happening]:
    records = [world.by_id[name] for name in proof.evidence if name in world.by_id]
    return [Happening(r.record.happened, r.id) for r in records if r.record.happened is not None]


def _last(found: list[Happening]) -> Happening | None:
    return max(found, key=_order, default=None)


def _order(happening: Happening) -> tuple[object, str]:
    return happening.moment.latest, happening.record
