"""What a quantified need comes to, from what its records may turn out to be.

True or false is said only where every way in which the open questions may be settled agrees.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from tra_policy.evaluate.ground.candidates import Candidate
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth
from tra_policy.logic.sampling import sample_size
from tra_policy.model.duties import Need
from tra_policy.words.noun import Noun


class Tally(Noun):
    """How many records surely answer and may answer, surely fail and may fail, and how many there are
    at the least.
    """

    hits: int = 0
    may_hit: int = 0
    misses: int = 0
    may_miss: int = 0
    members: int = 0


def wanted_of(need: Need) -> int:
    """Return how many witnesses a need asks for."""
    if need.quantifier == "enough" and need.rate is not None and need.confidence is not None:
        return sample_size(need.rate, need.confidence)
    return need.count


def tallied(found: Iterable[Candidate], failing: int = 0) -> Tally:
    """Return the tally of some candidates, each with its weight, and of others that surely fail."""
    hits = may_hit = 0
    misses = may_miss = members = failing
    for one in found:
        weight, hit, miss = one.weight, one.hit, one.miss
        if hit:
            may_hit += weight
        if miss:
            may_miss += weight
        if not one.out:
            members += weight
            if hit != miss:
                hits, misses = (hits + weight, misses) if hit else (hits, misses + weight)
    return Tally(hits, may_hit, misses, may_miss, members)


def need_truth(
    quantifier: str,
    required: int,
    share: Decimal | None,
    tally: Tally,
    complete: bool,
    represented: bool,
) -> Truth:
    """Return the truth of a quantified need.

    What only asks that something exists is met by its witnesses. All else is definite on the good side
    only where the records are shown to be complete.
    """
    match quantifier:
        case "some" | "at least" | "enough":
            if tally.hits >= required:
                return TRUE
            closed = complete or represented
            return FALSE if closed and tally.may_hit < required else UNKNOWN
        case "every":
            if tally.misses:
                return FALSE
            return TRUE if complete and not tally.may_miss else UNKNOWN
        case "no":
            if tally.hits:
                return FALSE
            return TRUE if complete and not tally.may_hit else UNKNOWN
        case _:
            return _share(share, tally) if complete and share is not None else UNKNOWN


def _share(share: Decimal, tally: Tally) -> Truth:
    """Of the shares that are possible the smallest, and the greatest, held against the limit."""
    if tally.hits > share * (tally.hits + tally.may_miss):
        return FALSE
    within = tally.may_hit <= share * (tally.may_hit + tally.misses)
    return TRUE if tally.members and within else UNKNOWN
