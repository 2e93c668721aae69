"""Whether a need is met with nothing more to say of it.

What `need_proof` says of such a need is that it is met, without a flag. Records are asked only as far as
it takes to tell; where anything is in question the answer is no, which says nothing of the need.
"""

from __future__ import annotations

from tra_policy.evaluate.ground.candidates import EXISTING, Case
from tra_policy.evaluate.ground.deadlines import timed
from tra_policy.evaluate.ground.narrowing import Asked, Near, asked_of, found_by, near_to
from tra_policy.evaluate.ground.quantities import need_truth, tallied, wanted_of
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE
from tra_policy.model.duties import Need


def is_plainly_met(world: World, need: Need, case: Case) -> bool:
    """Whether a need is met with nothing more to say of it. Of needs in groups, of shares and of
    aggregates it is not told here.
    """
    asked = asked_of(world, need, case.end)
    if not asked.plain:
        return False
    near = near_to(world, asked, case)
    if near is None:
        return _is_met(world, need, case)
    if need.quantifier not in EXISTING:
        return not near.open and _none(world, asked, near, case)
    wanted = wanted_of(need)
    return _enough(world, asked, near, case, wanted) or (
        bool(near.open) and _is_met(world, need, case)
    )


def _is_met(world: World, need: Need, case: Case) -> bool:
    """What every candidate comes to."""
    found = found_by(world, need, case)
    tally = tallied(found.each, found.failing)
    closed = need.quantifier not in EXISTING
    return need_truth(need.quantifier, wanted_of(need), None, tally, closed, False) == TRUE


def _enough(world: World, asked: Asked, near: Near, case: Case, wanted: int) -> bool:
    """Whether so many records surely answer."""
    if wanted <= 0:
        return True
    outer, told = case.frame.outer, asked.besides
    timely = timed(world, asked.need.timing, case.frame)
    for at in near.saying.get(asked.value, ()):
        record = near.among[at].record
        if told(record, outer) == TRUE and timely(record.happened) == TRUE:
            wanted -= 1
            if not wanted:
                return True
    return False


def _none(world: World, asked: Asked, near: Near, case: Case) -> bool:
    """Whether surely no record answers."""
    outer, told = case.frame.outer, asked.besides
    timely = timed(world, asked.need.timing, case.frame)
    for at in near.saying.get(asked.value, ()):
        record = near.among[at].record
        if told(record, outer) != FALSE and timely(record.happened) != FALSE:
            return False
    return True
