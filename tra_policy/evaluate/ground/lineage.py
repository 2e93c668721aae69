"""How the subject of a record is related to the subject that is asked about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from tra_policy.evaluate.ground.world import World

Relation = Literal["same", "ancestor", "related", "undeclared", "unrelated"]


def relation(world: World, subject: str, asked: str, cited: bool = False) -> Relation:
    """Return how `subject` is related to the subject asked about.

    `related` shares an ancestor, descends from it, is a declared sibling, or is relied on by a decision
    about it. Only two lines that are stated to their beginnings are shown to be unrelated.
    """
    if subject == asked:
        return "same"
    above = ancestors(world, asked)
    if subject in above:
        return "ancestor"
    others = ancestors(world, subject)
    siblings = _siblings(world, (asked, *above)) | _siblings(world, (subject, *others))
    kin = bool(others & above) or asked in others or subject in siblings or asked in siblings
    if kin or cited:
        return "related"
    known = all(_stated_whole(world, (name, *ancestors(world, name))) for name in (subject, asked))
    return "unrelated" if known else "undeclared"


def ancestors(world: World, checkpoint: str) -> frozenset[str]:
    """Return all checkpoints that a checkpoint was trained on from, itself left out."""
    found: set[str] = set()
    waiting = [checkpoint]
    while waiting:
        record = world.checkpoints.get(waiting.pop())
        for parent in (record.parents or ()) if record else ():
            if parent not in found and parent != checkpoint:
                found.add(parent)
                waiting.append(parent)
    return frozenset(found)


def _stated_whole(world: World, line: Iterable[str]) -> bool:
    """Whether a line is stated to its beginning: each of its checkpoints says what it came from."""
    known = [world.checkpoints.get(name) for name in line]
    return all(record is not None and record.parents is not None for record in known)


def _siblings(world: World, names: Iterable[str]) -> frozenset[str]:
    known = (world.checkpoints.get(name) for name in names)
    return frozenset(s for record in known if record for s in record.sibling_of)
