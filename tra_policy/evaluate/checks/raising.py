"""The records that may raise a doubt.

Whoever spoils the file of a warning sign must not be rid of it: what was tampered with still raises a
doubt, and the report says that it rests on such a record. It never settles one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from tra_policy.evaluate.ground.soundness import taken_back
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.base import Record

R = TypeVar("R", bound=Record)

_TAMPERED = frozenset({"digest-mismatch", "signature-bad"})


def raising(world: World, kind: type[R], stating: str = "") -> Iterator[R]:
    """Yield the records of a kind that may raise a doubt, ordered by id: all but those taken back; or of
    these the ones that state a field.
    """
    for filed in world.filed(kind, stating):
        if isinstance(filed.record, kind) and not taken_back(filed.record):
            yield filed.record


def found(world: World, kind: type[R], names: Iterable[str | None]) -> Iterator[R]:
    """Yield the records of a kind that some names lead to and that may raise a doubt, each once."""
    for name in dict.fromkeys(names):
        filed = world.by_id.get(name) if name is not None else None
        if filed is None or filed.id in world.masked or not isinstance(filed.record, kind):
            continue
        if not taken_back(filed.record):
            yield filed.record


def tampered(world: World, names: Iterable[str]) -> tuple[str, ...]:
    """Return which of some records do not match their digest or signature."""
    held = (world.by_id.get(name) for name in dict.fromkeys(names))
    return tuple(filed.id for filed in held if filed and _TAMPERED.intersection(filed.defects))


def counts_suspect(world: World, record: Record) -> bool:
    """Whether the counts of a record are known not to be reliable."""
    filed = world.by_id.get(record.id)
    return filed is not None and "suspect-counts" in filed.defects
