"""What of a measurement is lost when it is written as a record: all that reading it again does not give."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from tra_policy.model.evidence.measuring import Interval, Measurement
from tra_policy.model.quantity import Quantity
from tra_policy.readers.foreign.every_eval_ever import read
from tra_policy.readers.given import Given

# A record has ids of its own, and what is said of a whole bundle is no loss of one measurement.
_APART = frozenset({"kind", "id"})


def unsaid(one: Measurement, record: Given) -> tuple[str, ...]:
    """Return the fields that a measurement states and that its record, read again, does not say."""
    found = read(record)
    if len(found.drafts) != 1:
        return tuple(sorted(one.model_fields_set - _APART))
    again = Measurement.model_validate(found.drafts[0].value)
    names = sorted(one.model_fields_set - _APART)
    return tuple(
        n for n in names if not _same(getattr(one, n), getattr(again, n)) and _stated(one, n)
    )


def _stated(one: Measurement, name: str) -> bool:
    """Whether a field says anything: what stands as it would without being written says nothing."""
    return bool(getattr(one, name) != Measurement.model_fields[name].default)


def _same(one: Any, other: Any) -> bool:
    match one, other:
        case Quantity(), Quantity():
            return one.unit == other.unit and _near(one.value, other.value)
        case Interval(), Interval():
            ends = ("lower", "upper", "level")
            return one.sides == other.sides and all(
                _same(getattr(one, end), getattr(other, end)) for end in ends
            )
        case _:
            return bool(one == other)


def _near(one: Decimal, other: Decimal) -> bool:
    """Whether two numbers are one but for what a float of JSON holds of it."""
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-11)
