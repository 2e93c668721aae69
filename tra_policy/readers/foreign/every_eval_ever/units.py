"""Scores of Every Eval Ever as quantities, and back."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tra_policy.model.quantity import Quantity
from tra_policy.readers.numbers import decimal, exact
from tra_policy.readers.plain_values import text

_SHARES = frozenset({"proportion", "fraction", "probability", "share"})
_PERCENTS = frozenset({"percent", "percentage", "%"})
_FORMS = {"ratio": "{}x", "FLOP": "{} FLOP", "steps": "{} steps", "hours": "{} hours", "USD": "${}"}
_UNITS = {"share": "proportion", "number": "number"}


def unit_of(config: Mapping[str, Any]) -> str:
    """Return `share`, `percent`, another unit or nothing: by its name, else by a range of 0 to 1.

    A range of 0 to 100 alone says nothing: points are no percentage.
    """
    named = text(config.get("metric_unit"))
    if named.lower() in _SHARES:
        return "share"
    if named.lower() in _PERCENTS:
        return "percent"
    if named in _FORMS:
        return named
    unit_range = exact(config.get("min_score")) == 0 and exact(config.get("max_score")) == 1
    continuous = config.get("score_type") in ("continuous", "binary")
    return "share" if not named and continuous and unit_range else ""


def quantity(score: Any, unit: str) -> str:
    """Return a score with its unit, as evidence writes it; empty for what is no number."""
    number = exact(score)
    if number is None:
        return ""
    if unit in _FORMS:
        return _FORMS[unit].format(decimal(number))
    if unit == "share":
        return f"{decimal(number * 100)}%"
    return f"{decimal(number)}%" if unit == "percent" else decimal(number)


def portion(number: Fraction, unit: str) -> Fraction:
    """Return a headline as the mean of samples would have it: a percentage as a part of one."""
    return number / 100 if unit == "percent" else number


def score_of(value: Quantity) -> float:
    """Return a quantity as the number that a record holds."""
    return float(value.value)


def config_of(value: Quantity) -> dict[str, Any]:
    """Return what a metric's configuration says of a quantity's unit."""
    config: dict[str, Any] = {"metric_unit": _UNITS.get(value.unit, value.unit)}
    if value.unit == "share":
        config |= {"score_type": "continuous", "min_score": 0.0, "max_score": 1.0}
    return config
