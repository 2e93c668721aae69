"""Whether a need is met with nothing more to say of it.

What `need_proof` says of such a need is that it is met, without a flag. Records are asked only as far as
it takes to tell; where anything is in question the answer is no, which says nothing of the need.
"""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.ground.candidates import EXISTING, Case
from tra_policy.evaluate.ground.deadlines import timed
from tra_policy.evaluate.ground.narrowing import Near, asked_of, found_by, near_to
from tra_policy.evaluate.ground.quantities import need_truth, tallied, wanted_of
from tra_policy.evaluate.ground.soundness import unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE, Truth
from tra_policy.model.duties import Need


def is_plainly_met(world: World, need: Need, case: Case) -> bool:
    """Whether a need is met with nothing more to say of it. Of needs in groups, of shares and of
    aggregates it is not told here.
    """
    if need.per or need.aggregate is not None or need.quantifier not in (*EXISTING, "no", "every"):
        return False
    existing = need.quantifier in EXISTING
    if case.group or not (existing or asked_of(world, need, case.end).covered):
        return False
    near = near_to(world, need, case)
    if near is None:
        return _is_met(world, need, case, closed=not existing)
    told = _told(world, need, case, near)
    if not existing:
        return not near.open and all(passed == FALSE and sound for passed, sound in told)
    wanted = wanted_of(need)
    for passed, sound in told:
        if wanted <= 0:
            break
        wanted -= passed == TRUE and sound
    return wanted <= 0 or (bool(near.open) and _is_met(world, need, case, closed=False))


def _is_met(world: World, need: Need, case: Case, closed: bool) -> bool:
    """What every candidate comes to."""
    found = found_by(world, need, case)
    tally = tallied(found.each, found.failing)
    return need_truth(need.quantifier, wanted_of(need), None, tally, closed, False) == TRUE


def _told(world: World, need: Need, case: Case, near: Near) -> Iterator[tuple[Truth, bool]]:
    """Of records of which each stands for itself alone: whether it passes, and whether it is sound."""
    outer, told = case.frame.outer, asked_of(world, need, case.end).besides
    timely = timed(world, need.timing, case.frame)
    for at in near.saying:
        filed = near.among[at]
        record = filed.record
        passed = told(record, outer)
        if passed != FALSE:
            passed = min(passed, timely(record.happened))
        yield passed, not unsound(world, filed)
