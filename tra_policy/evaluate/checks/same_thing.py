"""Records that are said to tell of the very same thing, and do not tell the same of it."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.leaning import shows
from tra_policy.evaluate.checks.quantities import agree, settling
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.words.noun import Noun


class Differing(Noun):
    """Two records of one thing: the one that another retells, the one that retells it, and what each
    gives as its `what`.
    """

    told: str
    retold: str
    what: str
    first: str
    second: str


def differing(world: World) -> Iterator[Differing]:
    """Yield what two records of one thing differ in, ordered by the id of the one that says so.

    A record that takes the place of the other, or a measurement that settles both, answers it.
    """
    settled = [{m.id, *m.adjudicates} for m in settling(world)]
    done: set[frozenset[str]] = set()
    for filed in world.visible:
        again = _shown(world, filed.id) if filed.record.same_as else None
        if again is None:
            continue
        for other in again.same_as:
            told, pair = _shown(world, other), frozenset({again.id, other})
            if told is None or pair in done or type(told) is not type(again):
                continue
            done.add(pair)
            replaced = again.id in told.supersedes or other in again.supersedes
            if replaced or any(pair <= ids for ids in settled):
                continue
            yield from _values(told, again)
            yield from _days(told, again)


def _shown(world: World, name: str) -> Record | None:
    filed = world.by_id.get(name)
    if filed is None or name in world.masked or not shows(filed):
        return None
    return filed.record


def _values(told: Record, again: Record) -> Iterator[Differing]:
    if not isinstance(told, Measurement) or not isinstance(again, Measurement):
        return
    one, other = told.value, again.value
    if one is None or other is None or one.unit != other.unit or agree(one, other):
        return
    yield Differing(told.id, again.id, "value", str(one), str(other))


def _days(told: Record, again: Record) -> Iterator[Differing]:
    one, other = told.happened, again.happened
    if one is None or other is None:
        return
    if one.latest < other.earliest or other.latest < one.earliest:
        yield Differing(told.id, again.id, "day", str(one), str(other))
