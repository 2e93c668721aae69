"""Tests on the fields of one record: `where severity >= medium, run by independent`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, assert_never

from tra_policy.evaluate.ground.comparing import holds
from tra_policy.evaluate.ground.lineage import ancestors
from tra_policy.evaluate.ground.standing import measurement_classes
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.classes import UNCREDITED, Class, lowest, meets
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth, conjunction, negation, of_bool
from tra_policy.logic.parties import Window
from tra_policy.model.conditions import Condition, FieldTest, RoleIs, Test
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import KINDS
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.moment import Duration, Moment
from tra_policy.model.quantity import Quantity

_LADDERS = (("low", "medium", "high", "critical"),)
_ROLE_FIELDS: dict[str, tuple[str, ...]] = {
    "run": ("run_by", "party", "lead"),
    "selected": ("selected_by",),
    "reviewed": ("reviewed_by", "reviewers"),
    "graded": ("graded_by",),
    "published": ("party",),
    "designed": ("designed_by",),
    "funded": ("funded_by",),
}
_CLASSES = ("independent", "engaged", "authority", "developer")


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
            return _field(world, record, test, outer)
        case _:
            return UNKNOWN


def _role(world: World, record: Record, test: RoleIs, end: date) -> Truth:
    held: Class
    if isinstance(record, Measurement):
        classes = measurement_classes(world, record, end)
        names, held = _measurement_role(record, classes, test.role, world, end)
    else:
        names = _names(record, _ROLE_FIELDS.get(test.role, ()))
        held = _class_of(world, names, record, end)
    if test.holder not in _CLASSES:
        return of_bool(test.holder in names) if names else UNKNOWN
    return UNKNOWN if held in UNCREDITED else of_bool(meets(held, test.holder))


def _measurement_role(
    record: Measurement, classes: Any, role: str, world: World, end: date
) -> tuple[tuple[str, ...], Class]:
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


def _class_of(world: World, names: Sequence[str], record: Record, end: date) -> Class:
    begun = getattr(record, "started", None) or record.happened
    window = Window(begun.day if begun else None, end)
    return lowest(world.parties.standing(n, window).held for n in names)


def _names(record: Record, fields: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for field in fields:
        value = getattr(record, field, None)
        found.extend(value if isinstance(value, tuple) else [value] if value else [])
    return tuple(found)


def value_at(world: World, record: Record, path: Sequence[str], outer: Record | None) -> Any:
    """Return what a dotted path leads to, following links by id; None where nothing is stated."""
    path = list(path)
    current: Any = record
    outer_kind = getattr(outer, "kind", "")
    if outer is not None and len(path) > 1 and path[0].replace("-", "_") == outer_kind:
        current = outer
        path = path[1:]
    for name in path:
        if isinstance(current, str):
            filed = world.by_id.get(current)
            current = filed.record if filed else None
        if current is None:
            return None
        current = _attribute(current, name.replace("-", "_"))
    return current


def _attribute(holder: Any, name: str) -> Any:
    value = getattr(holder, name, None)
    return getattr(holder, f"{name}_", None) if value is None else value


def _field(world: World, record: Record, test: FieldTest, outer: Record | None) -> Truth:
    held = value_at(world, record, test.path, outer)
    if held is None:
        return UNKNOWN
    wanted: Any = test.value
    if test.against_path and isinstance(test.value, tuple):
        wanted = value_at(world, record, test.value, outer)
        if wanted is None:
            return UNKNOWN
    if test.test == "descends from":
        return _descends(world, str(held), str(wanted))
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
            return of_bool(str(held) in _texts(wanted))
        case "not in":
            return of_bool(str(held) not in _texts(wanted))
        case "descends from":
            return UNKNOWN
        case ">=" | ">" | "<=" | "<":
            return _ordered(held, test, wanted)
        case _:
            assert_never(test)


def _texts(value: Any) -> set[str]:
    return {str(v) for v in value} if isinstance(value, tuple) else {str(value)}


def _equal(held: Any, wanted: Any) -> Truth:
    if isinstance(held, Quantity) and isinstance(wanted, Quantity):
        return of_bool(held == wanted) if held.unit == wanted.unit else UNKNOWN
    if isinstance(held, tuple):
        return of_bool(str(wanted) in _texts(held))
    if isinstance(held, bool):
        return of_bool(str(held).lower() == str(wanted).lower())
    return of_bool(str(held) == str(wanted))


def _ordered(held: Any, operator: Any, wanted: Any) -> Truth:
    for ladder in _LADDERS:
        if held in ladder and wanted in ladder:
            held, wanted = ladder.index(held), ladder.index(wanted)
            return of_bool(holds(held, operator, wanted))
    if isinstance(held, Moment) and isinstance(wanted, Moment):
        return of_bool(holds(held.day, operator, wanted.day))  # type: ignore[arg-type]
    if isinstance(held, Quantity) and isinstance(wanted, Quantity):
        same = held.unit == wanted.unit
        return of_bool(holds(held.value, operator, wanted.value)) if same else UNKNOWN
    if isinstance(held, int) and isinstance(wanted, Quantity):
        return of_bool(holds(held, operator, wanted.value))  # type: ignore[arg-type]
    if isinstance(held, Duration) or isinstance(wanted, Duration):
        return UNKNOWN
    return UNKNOWN


def _descends(world: World, later: str, earlier: str) -> Truth:
    if earlier in ancestors(world, later):
        return TRUE
    known = later == earlier or later in ancestors(world, earlier)
    return FALSE if known else UNKNOWN
