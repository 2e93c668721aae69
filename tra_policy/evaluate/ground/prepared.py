"""Tests on records, made ready once for all the records that they are asked of.

What is told here is what `passes` tells. A plain test on a field that states one value goes straight to
that value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from tra_policy.evaluate.ground.reaching import UNSTATED, stated
from tra_policy.evaluate.ground.records import comparing, passes
from tra_policy.evaluate.ground.standing import classes_held, measurement_classes
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE, Truth
from tra_policy.model.conditions import Condition, FieldTest, RoleIs
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.quantity import Quantity

Told = Callable[[Record, Record | None], Truth]

_PLAIN = ("is", "=", "is not", "!=", ">=", ">", "<=", "<")
_WORK = ("designed", "run", "graded")
_OF_WORDS = ("is", "=", "is not", "!=")


def prepared(world: World, tests: Sequence[Condition], end: date) -> Told:
    """Return what tells of a record, and of the record of `for every`, whether it passes all tests."""
    works = [test for test in tests if isinstance(test, RoleIs) and test.role in _WORK]
    each = [_prepared(world, test, end) for test in tests if test not in works]
    each += [_of_work(world, works, end)] if works else []
    if len(each) < 2:
        return each[0] if each else lambda record, outer: TRUE

    def told(record: Record, outer: Record | None) -> Truth:
        found = TRUE
        for one in each:
            truth = one(record, outer)
            if truth < found:
                found = truth
                if found == FALSE:
                    break
        return found

    return told


def _prepared(world: World, test: Condition, end: date) -> Told:
    tests = (test,)

    def slowly(record: Record, outer: Record | None) -> Truth:
        return passes(world, record, tests, outer, end)

    plain = isinstance(test, FieldTest) and test.test in _PLAIN and len(test.path) == 1
    if not plain or not isinstance(test, FieldTest) or test.against_path:
        return slowly
    (name,), wanted, asked = test.path, test.value, test.test
    words, compare = asked in _OF_WORDS, comparing(asked, wanted)

    def quickly(record: Record, outer: Record | None) -> Truth:
        held = record.model_said(name)
        if type(held) is Quantity or (words and type(held) is str and held != UNSTATED):
            return compare(held)
        found = stated(record, name)
        # Of names `>=` asks how many there are.
        if found is None or len(found) != 1 or (not words and isinstance(found[0], str)):
            return slowly(record, outer)
        return compare(found[0])

    return quickly


def _of_work(world: World, tests: Sequence[RoleIs], end: date) -> Told:
    """What tells of measurements of the same work once: what is asked of them hangs on it alone."""
    known: dict[int, Truth] = {}
    held = classes_held(world, end)

    def told(record: Record, outer: Record | None) -> Truth:
        own = held.get(id(record))
        if own is None:
            if not isinstance(record, Measurement):
                return passes(world, record, tests, outer, end)
            measurement_classes(world, record, end)
            own = held[id(record)]
        work = id(own[1])  # the world keeps them
        if work not in known:
            known[work] = passes(world, record, tests, outer, end)
        return known[work]

    return told
