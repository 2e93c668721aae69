"""Tests on the fields of one record: `where severity >= medium, run by independent`."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, assert_never

from tra_policy.evaluate.ground.comparing import holds
from tra_policy.evaluate.ground.independence import independent_of, window_of
from tra_policy.evaluate.ground.lineage import descends
from tra_policy.evaluate.ground.moments import is_before, is_within
from tra_policy.evaluate.ground.reaching import Reached, reached
from tra_policy.evaluate.ground.standing import measurement_classes
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.classes import UNCREDITED, Class, lowest, meets
from tra_policy.logic.kleene import (
    FALSE,
    TRUE,
    UNKNOWN,
    Truth,
    conjunction,
    disjunction,
    negation,
    of_bool,
)
from tra_policy.logic.roles import Design, design_class
from tra_policy.logic.rows_asked import ROLE_FIELDS
from tra_policy.model.conditions import Condition, FieldTest, RoleIs, Test
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import KINDS
from tra_policy.model.evidence.measuring import BenchmarkRecord, Measurement
from tra_policy.model.moment import Moment
from tra_policy.model.quantity import Quantity

_LADDERS = (("low", "medium", "high", "critical"),)
_CLASSES = ("independent", "engaged", "authority", "developer")
_COUNTS = ("number", "steps")
_COMPARES = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}
_ORDERS = tuple(_COMPARES)


def kind_named(name: str) -> type[Record] | None:
    """Return the record class of a kind, or None."""
    return KINDS.get(name)


def passes(
    world: World, record: Record, tests: Sequence[Condition], outer: Record | None, end: date
) -> Truth:
    """Return whether a record passes all tests; a field that is not stated leaves it unknown."""
    return conjunction(_passes(world, record, test, outer, end) for test in tests)


def _passes(
    world: World, record: Record, test: Condition, outer: Record | None, end: date
) -> Truth:
    match test:
        case RoleIs():
            return _role(world, record, test, end)
        case FieldTest():
            return _field(world, record, test, outer, end)
        case _:
            return UNKNOWN


def _role(world: World, record: Record, test: RoleIs, end: date) -> Truth:
    names: Sequence[str]
    held: Class
    match record:
        case Measurement():
            names, held = _measurement_role(world, record, test.role, end)
        case BenchmarkRecord() if test.role == "designed":
            names, held = record.roles.designed, _design_of(world, record, end)
        case _:
            names = _names(record, ROLE_FIELDS.get(test.role, ()))
            held = _class_of(world, names, record, end)
    if test.holder not in _CLASSES:
        return of_bool(world.actual(test.holder) in names) if names else UNKNOWN
    return UNKNOWN if held in UNCREDITED else of_bool(meets(held, test.holder))


def _measurement_role(
    world: World, record: Measurement, role: str, end: date
) -> tuple[tuple[str, ...], Class]:
    classes = measurement_classes(world, record, end)
    match role:
        case "designed":
            return tuple(h.party for h in classes.designed), classes.design
        case "run":
            return record.roles.run, classes.run
        case "graded":
            return record.roles.graded, classes.grade
        case "funded":
            names = record.roles.run_funded
        case "selected":
            names = record.roles.selected
        case "reviewed":
            names = record.roles.reviewed
        case _:
            names = record.roles.published
    return names, _class_of(world, names, record, end)


def _design_of(world: World, record: BenchmarkRecord, end: date) -> Class:
    roles = record.roles
    design = Design(
        roles.designed,
        roles.design_funded,
        roles.final_say,
        roles.items_held,
        roles.items_visible_to,
    )
    return design_class(design, world.parties, window_of(roles.designed_from, end))


def _class_of(world: World, names: Sequence[str], record: Record, end: date) -> Class:
    window = window_of(_begun(record), end)
    return lowest(world.parties.standing(n, window).held for n in names)


def _begun(record: Record) -> Moment | None:
    begun: Moment | None = getattr(record, "started", None) or record.happened
    return begun


def _names(record: Record, fields: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for field in fields:
        value = getattr(record, field, None)
        found.extend(value if isinstance(value, tuple) else [value] if value else [])
    return tuple(found)


def _field(world: World, record: Record, test: FieldTest, outer: Record | None, end: date) -> Truth:
    """What is tested of a list is tested of each: one is enough, and what is denied is denied of all."""
    left = reached(world, record, test.path, outer)
    right = Reached()
    if test.against_path and isinstance(test.value, tuple):
        right = reached(world, record, test.value, outer)
    match test.test:
        case "stated":
            return TRUE if left.told else UNKNOWN if left.open else FALSE
        case "independent of":
            others = Reached((str(test.value),)) if not test.against_path else right
            found = _independent(world, left, others, _begun(record), end)
            return conjunction((found, _unpaid(world, record, test, others, end)))
        case _ if _is_size(left, test):
            return _sized(left, test)
        case "is not" | "!=" | "not in" | "shares nothing with":
            return negation(_some(left, lambda v: _member(v, test, right)))
        case "is" | "=" | "in":
            return _some(left, lambda v: _member(v, test, right))
        case _ if test.against_path:
            return _some(left, lambda v: _each(right, lambda w: _held_against(world, v, test, w)))
        case _:
            return _some(left, lambda v: compare_values(v, test.test, test.value))


def _some(left: Reached, told: Callable[[Any], Truth]) -> Truth:
    found = [told(value) for value in left.values]
    return disjunction([*found, UNKNOWN] if left.open else found)


def _each(right: Reached, told: Callable[[Any], Truth]) -> Truth:
    """What holds against a list holds against each of it, and against none at all of nothing."""
    found = [told(value) for value in right.values]
    return conjunction([*found, UNKNOWN] if right.open or not found else found)


def _member(value: Any, test: FieldTest, right: Reached) -> Truth:
    if not test.against_path:
        return _equal(value, test.value)
    if str(value) in _texts(right.values):
        return TRUE
    return UNKNOWN if right.open else FALSE


def _independent(
    world: World, left: Reached, right: Reached, begun: Moment | None, end: date
) -> Truth:
    window = window_of(begun, end)
    found = independent_of(world, _texts(left.values), _texts(right.values), window)
    # What is not stated may name anybody; it cannot undo a tie that is there.
    return conjunction((found, UNKNOWN)) if left.open or right.open else found


def _unpaid(world: World, record: Record, test: FieldTest, others: Reached, end: date) -> Truth:
    """Whether who ran a measurement was not paid for that very run by the developer it is to be
    independent of.
    """
    if not isinstance(record, Measurement) or test.path != ("roles", "run"):
        return TRUE
    if not {"developer", world.parties.developer} & _texts(others.values):
        return TRUE
    window = window_of(_begun(record), end)
    paying = (world.parties.is_developer_side(name, window) for name in record.roles.run_funded)
    return of_bool(not any(paying))


def _is_size(left: Reached, test: FieldTest) -> bool:
    """Whether a test asks how many names there are: `reviewers >= 2`."""
    counted = test.test in _ORDERS and isinstance(test.value, Quantity)
    named = all(isinstance(value, str) for value in left.values)
    return counted and named and (bool(left.values) or not left.open)


def _sized(left: Reached, test: FieldTest) -> Truth:
    assert isinstance(test.value, Quantity)
    operator: Any = test.test
    least = holds(Decimal(len(_texts(left.values))), operator, test.value.value)
    if not left.open:
        return of_bool(least)
    # More names can only be more: what is enough stays enough, what is too many stays so.
    return (
        TRUE if least and ">" in operator else FALSE if not least and "<" in operator else UNKNOWN
    )


def _held_against(world: World, held: Any, test: FieldTest, wanted: Any) -> Truth:
    if test.test == "descends from":
        return _descends(world, str(held), str(wanted))
    if isinstance(held, Moment) and isinstance(wanted, Moment):
        match test.test:
            case "before":
                return is_before(held, wanted)
            case "after":
                return is_before(wanted, held)
            case "within" if test.stretch is not None:
                return is_within(held, test.stretch, wanted)
    return compare_values(held, test.test, wanted)


def compare_values(held: Any, test: Test, wanted: Any) -> Truth:
    """Return the truth of a test on a stated value; unknown where the two cannot be compared."""
    match test:
        case "stated":
            return of_bool(held != ())
        case "is" | "=":
            return _equal(held, wanted)
        case "is not" | "!=":
            return negation(_equal(held, wanted))
        case "has":
            return of_bool(str(wanted) in _texts(held))
        case "in":
            return of_bool(bool(_texts(held) & _texts(wanted)))
        case "not in" | "shares nothing with":
            return of_bool(not _texts(held) & _texts(wanted))
        case "before" | "after":
            # Beside a day of the calendar, day against day.
            return _ordered(held, "<" if test == "before" else ">", wanted)
        case "descends from" | "independent of" | "within":
            return UNKNOWN
        case ">=" | ">" | "<=" | "<":
            return _ordered(held, test, wanted)
        case _:
            assert_never(test)


def comparing(test: Test, wanted: Any) -> Callable[[Any], Truth]:
    """Return what `compare_values` tells of any stated value, made ready for many."""

    def slowly(held: Any) -> Truth:
        return compare_values(held, test, wanted)

    if type(wanted) is str and test in ("is", "="):
        return lambda held: of_bool(held == wanted) if type(held) is str else slowly(held)
    if type(wanted) is Quantity and test in _ORDERS:
        limit, unit, compares = wanted.value, wanted.unit, _COMPARES[test]

        def ordered(held: Any) -> Truth:
            if type(held) is Quantity and held.unit == unit:
                return TRUE if compares(held.value, limit) else FALSE
            return slowly(held)

        return ordered
    return slowly


def _texts(value: Any) -> set[str]:
    return {str(v) for v in value} if isinstance(value, (tuple, set)) else {str(value)}


def _equal(held: Any, wanted: Any) -> Truth:
    if isinstance(held, Quantity) and isinstance(wanted, Quantity):
        return of_bool(held == wanted) if held.unit == wanted.unit else UNKNOWN
    if isinstance(held, tuple):
        return of_bool(str(wanted) in _texts(held))
    if isinstance(held, bool):
        return of_bool(str(held).lower() == str(wanted).lower())
    return of_bool(str(held) == str(wanted))


def _ordered(held: Any, operator: Any, wanted: Any) -> Truth:
    for ladder in _LADDERS if isinstance(held, str) else ():
        if held in ladder and wanted in ladder:
            held, wanted = ladder.index(held), ladder.index(wanted)
            return of_bool(holds(held, operator, wanted))
    if isinstance(held, Moment) and isinstance(wanted, Moment):
        return of_bool(holds(held.day, operator, wanted.day))  # type: ignore[arg-type]
    one, other = _number(held), _number(wanted)
    if one is None or other is None or one[1] != other[1]:
        return UNKNOWN
    return of_bool(holds(one[0], operator, other[0]))


def _number(value: Any) -> tuple[Decimal, str] | None:
    """A number with its unit; a count of steps is a count."""
    if isinstance(value, Quantity):
        return value.value, "number" if value.unit in _COUNTS else value.unit
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value), "number"
    return None


def _descends(world: World, later: str, earlier: str) -> Truth:
    if descends(world, later, earlier):
        return TRUE
    known = later == earlier or descends(world, earlier, later)
    return FALSE if known else UNKNOWN
