"""The records that a check may lean on.

A record that was tampered with, or that its own author took back, shows nothing by itself. Clearing
somebody of what other records show asks for more: such a record must be sound in every way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from tra_policy.evaluate.ground.soundness import taken_back, unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Filed

R = TypeVar("R", bound=Record)

_TAMPERED = frozenset({"digest-mismatch", "signature-bad"})
_SHOWN = 5


def shows(filed: Filed) -> bool:
    """Whether a record may show that something does not add up."""
    if not filed.defects and filed.record.retracted is None:
        return True
    return not _TAMPERED.intersection(filed.defects) and not taken_back(filed.record)


def showing(world: World, kind: type[R], stating: str = "") -> Iterator[R]:
    """Yield the records of a kind that may show something, ordered by id: all, or those that state a
    field.
    """
    key = ("showing", kind.__name__, stating)
    if key not in world.memo:
        world.memo[key] = [f.record for f in world.filed(kind, stating) if shows(f)]
    found: list[R] = world.memo[key]
    return iter(found)


def clearing(world: World, kind: type[R], stating: str = "") -> Iterator[R]:
    """Yield the records of a kind that may answer what others show, ordered by id: all, or those that
    state a field.
    """
    key = ("clearing", kind.__name__, stating)
    if key not in world.memo:
        world.memo[key] = [f.record for f in world.filed(kind, stating) if not unsound(world, f)]
    found: list[R] = world.memo[key]
    return iter(found)


def is_sound(world: World, record: Record) -> bool:
    """Whether nothing at all is wrong with a record in itself."""
    filed = world.by_id.get(record.id)
    return filed is not None and not unsound(world, filed)


def few(names: Iterable[str]) -> str:
    """Return names in backticks as people list them; the first ones where they are many."""
    items = [f"`{name}`" for name in names]
    rest = len(items) - _SHOWN
    if rest > 1:
        return f"{', '.join(items[:_SHOWN])} and {rest} more"
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else "".join(items)
