"""How many samples are enough to see what happens at a rate.

The exact binomial rule; it counts samples as independent.
"""

from __future__ import annotations

from decimal import Decimal, localcontext


def sample_size(rate: Decimal, confidence: Decimal) -> int:
    """Return how many independent samples show a behaviour of a rate at least once, with a confidence.

    n = ceil(ln(1 - confidence) / ln(1 - rate)). Both are shares between 0 and 1, ends excluded.
    """
    with localcontext() as context:
        context.prec = 40
        exact = (1 - confidence).ln() / (1 - rate).ln()
        return int(exact.to_integral_value(rounding="ROUND_CEILING"))
