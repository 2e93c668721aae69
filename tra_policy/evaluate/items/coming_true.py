"""When a condition came true: not when the first record that it cites was made."""

from __future__ import annotations

from datetime import date

from tra_policy.evaluate.ground.events import Happening
from tra_policy.evaluate.ground.world import World
from tra_policy.model.moment import Duration, Moment, later
from tra_policy.model.proof import Proof


def came_true(world: World, proof: Proof) -> Happening | None:
    """Return when a proof that is true became so; None where one of its records is not dated.

    A list of `all of` with its last member, `any of` with the first that holds; a comparison with the
    first record that shows it; a stretch of time when it was over; all else with the last of what it
    rests on.
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
        case "elapsed" if proof.fact("operator") in (">", ">="):
            over = Moment(date.fromisoformat(proof.fact("due")))
            if proof.fact("operator") == ">":
                over = later(over, Duration(1, "days"))
            return Happening(over, next(iter(proof.evidence), ""))
        case "grown" if world.subject not in proof.evidence:
            return None  # how much compute there is, is stated; since when, is not
        case _:
            resting = [part for part in proof.walk() if part.evidence]
            whole = all(len(_dated(world, part)) == len(set(part.evidence)) for part in resting)
            return _last([h for part in resting for h in _dated(world, part)]) if whole else None


def _dated(world: World, proof: Proof) -> list[Happening]:
    records = [world.by_id[name] for name in dict.fromkeys(proof.evidence) if name in world.by_id]
    return [Happening(r.record.happened, r.id) for r in records if r.record.happened is not None]


def _last(found: list[Happening]) -> Happening | None:
    return max(found, key=_order, default=None)


def _order(happening: Happening) -> tuple[object, str]:
    return happening.moment.latest, happening.record
