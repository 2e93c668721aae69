"""Which record of `for every` another record is about, by the links that it states."""

from __future__ import annotations

from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.acts import Action, DocumentRecord, Notification, Publication
from tra_policy.model.evidence.base import Record

DEPTH = 2  # a remediation may lead to its warning by way of the investigation


def answers_for(world: World, record: Record, outer: Record | None) -> bool:
    """Whether a record is about an instance: it links to it, directly or by one record between.

    A kind that has no way of saying so answers for every instance.
    """
    if outer is None or outer.id == record.id:
        return True
    noun = str(getattr(outer, "kind", ""))
    if not _can_link(record, noun):
        return True
    return outer.id in _reached(world, record, DEPTH)


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


def _can_link(record: Record, noun: str) -> bool:
    fields = type(record).model_fields
    if any(name in fields for name in _names(noun)):
        return True
    return noun == "warning" and ("remediation" in fields or "investigation" in fields)


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
