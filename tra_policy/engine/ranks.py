"""The ranges that the numbers of a column are counted in, where a rank is asked for."""

from __future__ import annotations

import math

# The ranges of ranks grow by 2% each: a rank is known to within that, as in DDSketch (Masson, Rim and
# Lee, VLDB 2019), which this is. What a limit asks is not: limits are cuts, and exact.
GROWTH = math.log(1.02)
_MIDDLE = 1_000_000
_TINY = 1e-290


def ranged(number: str) -> str:
    """Return the name of the range that a number lies in, as a database is asked for it."""
    step = f"ceil(ln(abs({number})) / {GROWTH!r})::INTEGER + {_MIDDLE}"
    return (
        f"CASE WHEN {number} > 0 THEN {step} WHEN {number} < 0 THEN -({step}) "
        f"WHEN {number} = 0 THEN 0 END"
    )


def range_of(name: int) -> tuple[float, float]:
    """Return the two ends between which the numbers of a range lie, a little too far apart."""
    if name == 0:
        return 0.0, 0.0
    step = abs(name) - _MIDDLE
    if _power(step) < _TINY:
        # The decimal that such a number stands for may be far from it, as parts of it go.
        return (0.0, _TINY) if name > 0 else (-_TINY, 0.0)
    low, high = _power(step - 1) * (1 - 1e-9), _power(step) * (1 + 1e-9)
    return (low, high) if name > 0 else (-high, -low)


def _power(step: int) -> float:
    try:
        return math.exp(step * GROWTH)
    except OverflowError:
        return math.inf
