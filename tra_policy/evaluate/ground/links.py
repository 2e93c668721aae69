"""Which record of `for every` another record is about, by the links that it states."""

from __future__ import annotations

from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import TRUE, UNKNOWN, Truth, of_bool
from tra_policy.model.evidence.acts import Action, DocumentRecord, Notification, Publication
from tra_policy.model.evidence.base import Record

DEPTH = 2  # a remediation may lead to its warning by way of the investigation


def linked(world: World, record: Record, outer: Record | None) -> Truth:
    """Whether a record is about an instance: it links to it, directly or by one record between.

    A kind that has no way of saying so answers for every instance; a record that could say so, and
    does not, leaves it open.
    """
    if outer is None or outer.id == record.id:
        return TRUE
    ways = _ways(record, str(getattr(outer, "kind", "")))
    if not ways or outer.id in _reached(world, record, DEPTH):
        return TRUE
    return of_bool(False) if any(getattr(record, name, None) for name in ways) else UNKNOWN


def is_about(record: Record, outer: Record | None) -> bool:
    """Whether an act under `for every` says that it is about the instance."""
    if outer is None:
        return True
    match record:
        case Notification() | Publication() | DocumentRecord():
            return record.about == outer.id
        case Action():
            return outer.id in (record.object, record.subject)
        case _:
            return True


def _names(noun: str) -> tuple[str, ...]:
    short = noun.removeprefix("rl_").removeprefix("sft_")
    return (noun, f"{noun}s", short, f"{short}s")


def _ways(record: Record, noun: str) -> list[str]:
    """The fields by which a record can say which instance it is about."""
    names = _names(noun)
    if noun == "warning":
        names = (*names, "remediation", "investigation")
    return [name for name in names if name in type(record).model_fields]


def _reached(world: World, record: Record, depth: int) -> set[str]:
    found: set[str] = set()
    for name in type(record).model_fields:
        value = getattr(record, name, None)
        values = value if isinstance(value, tuple) else (value,)
        found |= {v for v in values if isinstance(v, str)}
    if depth > 1:
        for name in sorted(found):
            filed = world.by_id.get(name)
            if filed is not None and filed.record is not record:
                found |= _reached(world, filed.record, depth - 1)
    return found
