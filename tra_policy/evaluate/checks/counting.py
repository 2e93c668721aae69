"""Telling two proportions apart by their counts.

Fisher's exact test, two-sided: of all tables with the same margins, the share of those that are no
likelier than the one at hand (R. A. Fisher, J. R. Stat. Soc. 85, 1922). Where a rate is told without
counts nothing can be told apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.quantity import Quantity
from tra_policy.words.noun import Noun
from tra_policy.words.regex import regex

LEVEL = Decimal("0.05")

_DIGITS = 60
# Two tables of equal likelihood differ by rounding alone; no other two come as close as this.
_TIE = Decimal("1e-40")
# What lies beyond adds less than 1e-30 to a probability, whatever the number of tables.
_NEGLIGIBLE = Decimal("1e-45")
_OUT_OF = regex(r"(\d+) (?:in|of) (\d+)")


class Tally(Noun):
    """How many of how many."""

    hits: int
    of: int

    def __str__(self) -> str:
        return f"{self.hits:,} of {self.of:,}"

    def below(self, other: Tally) -> bool:
        """Whether it is the lower proportion."""
        return self.hits * other.of < other.hits * self.of


def written(value: Quantity | None) -> Tally | None:
    """Return a share that was written as counts, such as `7 of 2000`; None for any other way."""
    found = _OUT_OF.fullmatch(" ".join(value.text.split())) if value is not None else None
    if found is None or not int(found[2]) > 0 or int(found[1]) > int(found[2]):
        return None
    return Tally(int(found[1]), int(found[2]))


def out_of(value: Quantity | None, total: int | None) -> Tally | None:
    """Return a share over a total as counts; None where the two do not fit each other.

    A share may have been rounded when it was written; it fits if some whole number of hits gives it.
    """
    if value is None or value.unit != "share" or not 0 <= value.value <= 1:
        return None
    stated = written(value)
    if stated is not None:
        return stated if total in (None, stated.of) else None
    if not total:
        return None
    with localcontext() as context:
        context.prec = _DIGITS
        hits = (value.value * total).to_integral_value(rounding=ROUND_HALF_EVEN)
        place = value.value.as_tuple().exponent
        rounding = Decimal(1).scaleb(place if isinstance(place, int) else 0) / 2
        fits = abs(hits / total - value.value) <= rounding
    return Tally(int(hits), total) if fits else None


def tally(measurement: Measurement) -> Tally | None:
    """Return a measured proportion as counts; None unless it is a mean of items that were counted."""
    counts = measurement.counts
    if measurement.statistic != "mean" or (counts is not None and not counts.add_up):
        return None
    return out_of(measurement.value, counts.scored if counts is not None else None)


def differ(one: Tally, other: Tally, tests: int = 1) -> bool:
    """Whether two proportions differ significantly at 5%, shared out over a number of tests."""
    return probability(one, other) * tests <= LEVEL


def probability(one: Tally, other: Tally) -> Decimal:
    """Return the two-sided probability of tables as unlikely as this one; 0 where it is below 1e-30."""
    with localcontext() as context:
        context.prec = _DIGITS
        hits = one.hits + other.hits
        mode = (hits + 1) * (one.of + 1) // (one.of + other.of + 2)
        up = dict(_onwards(mode, hits, one.of, other.of))
        down = dict(_onwards(hits - mode, hits, other.of, one.of))
        weights = {hits - at: weight for at, weight in down.items()} | up
        at_hand = weights.get(one.hits, Decimal(0))
        tail = sum((w for w in weights.values() if w <= at_hand * (1 + _TIE)), Decimal(0))
        return tail / sum(weights.values(), Decimal(0))


def _onwards(start: int, hits: int, first: int, second: int) -> Iterator[tuple[int, Decimal]]:
    """Yield hits in the first group from the mode upwards, with their likelihood relative to it."""
    weight = Decimal(1)
    for at in range(start, min(hits, first) + 1):
        if weight < _NEGLIGIBLE:
            return
        yield at, weight
        weight *= Decimal((first - at) * (hits - at)) / ((at + 1) * (second - hits + at + 1))
