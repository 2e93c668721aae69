"""Numbers of a foreign log, exactly: what a score stands for, what many come to."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from tra_policy.model.quantity import plain

LONGEST_NUMBER = 40

Values = Mapping[str, tuple[Fraction, ...]]


def decimal(value: Fraction) -> str:
    """Return a fraction as a decimal of at most twelve places."""
    with localcontext() as context:
        context.prec = 400
        found = Decimal(value.numerator) / Decimal(value.denominator)
        return plain(found.quantize(Decimal("1e-12")))


def exact(value: Any) -> Fraction | None:
    """Return a number as a fraction: that of the digits shown; None for what is no finite number."""
    match value:
        case bool() | int():
            return Fraction(value) if abs(value) < 10**LONGEST_NUMBER else None
        case float():
            bounded = math.isfinite(value) and abs(value) < 10**LONGEST_NUMBER
            return Fraction(Decimal(str(value))) if bounded else None
        case _:
            return None


def mean_of(values: Values) -> Fraction | None:
    """Return the mean over items of the mean over the attempts at each; None where there is none."""
    if not values:
        return None
    means = [sum(v, Fraction(0)) / len(v) for v in values.values()]
    return sum(means, Fraction(0)) / len(means)


def is_binary(values: Values) -> bool:
    """Whether every value is 0 or 1 and no item was tried twice: what a proportion is made of."""
    return all(len(v) == 1 and v[0] in (0, 1) for v in values.values())


def as_quantity(values: Values) -> str | None:
    """Return the mean as a quantity: `33 of 42`, or `64.25%` where all values lie in 0 to 1."""
    mean = mean_of(values)
    if mean is None:
        return None
    every = [v for held in values.values() for v in held]
    if is_binary(values):
        return f"{sum(every, Fraction(0))} of {len(every)}"
    if all(0 <= v <= 1 for v in every):
        return f"{decimal(mean * 100)}%"
    return decimal(mean)


def close(one: Fraction, other: Fraction) -> bool:
    """Whether two numbers are the same but for the last digits of a float."""
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
