"""Numbers of a foreign log, exactly: what a score stands for, what many come to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from tra_policy.model.quantity import plain

LONGEST_NUMBER = 40

_ZERO, _ONE = Fraction(0), Fraction(1)

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
            if value in (0, 1):
                return _ONE if value else _ZERO
            return Fraction(value) if abs(value) < 10**LONGEST_NUMBER else None
        case float():
            bounded = math.isfinite(value) and abs(value) < 10**LONGEST_NUMBER
            return Fraction(Decimal(str(value))) if bounded else None
        case _:
            return None


def total(numbers: Iterable[Fraction]) -> Fraction:
    """Return a sum; adding fractions one by one is slow, and most of them have few denominators."""
    parts: dict[int, int] = {}
    for number in numbers:
        under = number.denominator
        parts[under] = parts.get(under, 0) + number.numerator
    return sum((Fraction(over, under) for under, over in parts.items()), Fraction(0))


def mean_of(values: Values) -> Fraction | None:
    """Return the mean over items of the mean over the attempts at each; None where there is none."""
    if not values:
        return None
    means = (v[0] if len(v) == 1 else total(v) / len(v) for v in values.values())
    return total(means) / len(values)


def is_binary(values: Values) -> bool:
    """Whether every value is 0 or 1 and no item was tried twice: what a proportion is made of."""
    return all(
        len(v) == 1 and v[0].denominator == 1 and v[0].numerator in (0, 1) for v in values.values()
    )


def as_quantity(values: Values) -> str | None:
    """Return the mean as a quantity: `33 of 42`, or `64.25%` where all values lie in 0 to 1."""
    mean = mean_of(values)
    if mean is None:
        return None
    if is_binary(values):
        return f"{total(v[0] for v in values.values())} of {len(values)}"
    if all(0 <= v <= 1 for held in values.values() for v in held):
        return f"{decimal(mean * 100)}%"
    return decimal(mean)


def close(one: Fraction, other: Fraction) -> bool:
    """Whether two numbers are the same but for the last digits of a float."""
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
