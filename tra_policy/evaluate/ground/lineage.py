"""How the subject of a record is related to the subject that is asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from tra_policy.evaluate.ground.lines import lines
from tra_policy.evaluate.ground.world import World

Relation = Literal["same", "ancestor", "related", "undeclared", "unrelated"]


def relation(world: World, subject: str, asked: str, cited: bool = False) -> Relation:
    """Return how `subject` is related to the subject asked about.

    `related` shares an ancestor, descends from it, is a declared sibling or called a snapshot of it,
    at however many removes, or is relied on by a decision about it. Only two lines that are stated to
    their beginnings are shown to be unrelated; what something is called a snapshot of has a line, too.
    """
    if subject == asked:
        return "same"
    key = ("relation", subject, asked)
    if key not in world.shared:
        world.shared[key] = _relation(world, subject, asked)
    found: Relation = world.shared[key]
    return found if found == "ancestor" or not cited else "related"


def _relation(world: World, subject: str, asked: str) -> Relation:
    if descends(world, asked, subject):
        return "ancestor"
    if descends(world, subject, asked):
        return "related"
    family, other = _family(world, asked), _family(world, subject)
    siblings = _siblings(world, family) | _siblings(world, other)
    if bool(family & other) or subject in siblings or asked in siblings:
        return "related"
    known = _stated_whole(world, family) and _stated_whole(world, other)
    return "unrelated" if known else "undeclared"


def descends(world: World, later: str, earlier: str) -> bool:
    """Return whether a checkpoint was trained on from another, at however many removes."""
    found = lines(world).descends(later, earlier)
    return earlier in ancestors(world, later) if found is None else found


def ancestors(world: World, checkpoint: str) -> frozenset[str]:
    """Return all checkpoints that a checkpoint was trained on from, itself left out."""
    return _upwards(checkpoint, lambda name: _parents(world, name)) - {checkpoint}


def _family(world: World, checkpoint: str) -> frozenset[str]:
    """A checkpoint, what it was trained on from, and what any of these is called a snapshot of."""
    return _upwards(checkpoint, lambda name: (*_parents(world, name), *_called(world, name)))


def _upwards(checkpoint: str, above: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """All that a checkpoint leads to, itself with it; a circle is gone round once."""
    found = {checkpoint}
    waiting = [checkpoint]
    while waiting:
        for name in above(waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return frozenset(found)


def _parents(world: World, name: str) -> Iterable[str]:
    record = world.checkpoints.get(name)
    return (record.parents or ()) if record is not None else ()


def _called(world: World, name: str) -> Iterable[str]:
    record = world.checkpoints.get(name)
    return (record.snapshot_of,) if record is not None and record.snapshot_of is not None else ()


def _stated_whole(world: World, line: Iterable[str]) -> bool:
    """Whether a line is stated to its beginning: each of its checkpoints says what it came from."""
    known = [world.checkpoints.get(name) for name in line]
    return all(record is not None and record.parents is not None for record in known)


def _siblings(world: World, names: Iterable[str]) -> frozenset[str]:
    known = (record for name in names if (record := world.checkpoints.get(name)))
    return frozenset(s for record in known for s in record.sibling_of)
