"""One-sided confidence bounds for a measured value.

The rule of the house is one-sided 95%. For a proportion from counts it is the Wilson score bound; a
published interval is used as it stands when it is at least that wide.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Literal

from tra_policy.model.evidence.measuring import Interval, Measurement
from tra_policy.model.quantity import Quantity

LEVEL = Decimal("0.95")
# The 0.95 quantile of the standard normal distribution, to 16 places.
Z = Decimal("1.6448536269514722")

Side = Literal["upper", "lower"]


def wilson(share: Decimal, count: int, side: Side, z: Decimal = Z) -> Decimal:
    """Return the one-sided Wilson score bound of a proportion.

    `share` is a fraction of one over `count` trials. E. B. Wilson, J. Am. Stat. Assoc. 22 (1927).
    """
    with localcontext() as context:
        context.prec = 30
        n = Decimal(count)
        square = z * z
        centre = share + square / (2 * n)
        spread = z * (share * (1 - share) / n + square / (4 * n * n)).sqrt()
        bound = (centre + spread if side == "upper" else centre - spread) / (1 + square / n)
        return min(max(bound, Decimal(0)), Decimal(1)).quantize(Decimal("1e-12"))


def adverse_bound(measurement: Measurement, higher_is_worse: bool) -> Decimal | None:
    """Return the bound on the adverse side, or None when nothing is stated to compute it from.

    From counts, errored and excluded items count as adverse, over all planned items.
    """
    side: Side = "upper" if higher_is_worse else "lower"
    value = measurement.value
    if value is None:
        return None
    if isinstance(measurement.interval, Interval):
        if not _wide_enough(measurement.interval) or not _holds(measurement.interval, value):
            return None
        bound = measurement.interval.upper if side == "upper" else measurement.interval.lower
        return bound.value if bound.unit == value.unit else None
    counts = measurement.counts
    if measurement.interval != "from-counts" or counts is None or value.unit != "share":
        return None
    if not counts.add_up or not 0 <= value.value <= 1:
        return None
    hits = value.value * counts.scored
    if higher_is_worse:
        hits += counts.errored + counts.excluded
    return wilson(hits / counts.planned, counts.planned, side)


def _holds(interval: Interval, value: Quantity) -> bool:
    """Whether an interval is one, and is around the value: any other is a slip or worse."""
    lower, upper = interval.lower, interval.upper
    same = lower.unit == upper.unit == value.unit
    return same and lower.value <= value.value <= upper.value


def _wide_enough(interval: Interval) -> bool:
    if interval.level.unit != "share":
        return False
    one_sided = interval.level.value
    if not 0 < one_sided < 1:
        return False
    if interval.sides == "two":
        one_sided = 1 - (1 - interval.level.value) / 2
    return one_sided >= LEVEL
