"""Whether the tests behind a `where` let more records pass than they did, as far as numbers tell."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from tra_policy.evaluate.drift.times import days_in
from tra_policy.model.conditions import Condition, FieldTest
from tra_policy.model.moment import Duration
from tra_policy.model.quantity import Quantity
from tra_policy.model.wording import worded

Passing = Literal["wider", "narrower", "other", "none"]
_UPWARDS, _DOWNWARDS = (">=", ">"), ("<=", "<")


def frame_of(tests: Sequence[Condition]) -> tuple[str, ...]:
    """Return what tests are about: themselves, with their numbers left out."""
    return tuple(_frame(test) for test in tests)


def passing(older: Sequence[Condition], newer: Sequence[Condition]) -> Passing:
    """Return how many pass: more than did, fewer, or neither can be said."""
    if frame_of(older) != frame_of(newer):
        return "other"
    moves = {_one(old, new) for old, new in zip(older, newer, strict=True)} - {"none"}
    if not moves:
        return "none"
    return moves.pop() if len(moves) == 1 else "other"


def narrowed(operator: str, old: Decimal, new_operator: str, new: Decimal) -> Passing:
    """Return how many numbers meet a limit: more than did, fewer, or neither can be said."""
    upward = operator in _UPWARDS
    if new_operator not in (_UPWARDS if upward else _DOWNWARDS):
        return "other"
    before = (old if upward else -old, operator in (">", "<"))
    after = (new if upward else -new, new_operator in (">", "<"))
    if before == after:
        return "none"
    return "narrower" if after > before else "wider"


def _frame(test: Condition) -> str:
    number = _number(test)
    if not isinstance(test, FieldTest) or number is None:
        return worded(test)
    if test.test == "within":
        return f"{'.'.join(test.path)} within … of {test.value}"
    way = "up" if test.test in _UPWARDS else "down"
    return f"{'.'.join(test.path)} {way} {number[1]}"


def _number(test: Condition) -> tuple[Decimal, str] | None:
    """The number that a test on a field turns on, with its unit; None where there is none."""
    if not isinstance(test, FieldTest) or test.against_path != (test.test == "within"):
        return None
    if test.test == "within":
        return (days_in(test.stretch), "days") if test.stretch is not None else None
    if test.test not in (*_UPWARDS, *_DOWNWARDS):
        return None
    match test.value:
        case Quantity(value=value, unit=unit):
            return value, unit
        case Duration():
            return days_in(test.value), "days"
        case _:
            return None


def _one(old: Condition, new: Condition) -> Passing:
    if old == new:
        return "none"
    before, after = _number(old), _number(new)
    if before is None or after is None:
        return "other"
    assert isinstance(old, FieldTest)
    assert isinstance(new, FieldTest)
    if old.test == "within":
        return narrowed("<=", before[0], "<=", after[0])
    return narrowed(old.test, before[0], new.test, after[0])
