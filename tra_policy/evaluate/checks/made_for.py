"""Which changes belong to a fix, and how far they can be followed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.leaning import is_sound
from tra_policy.evaluate.checks.raising import found, raising
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import ChangeRecord, Remediation, Warning

WITHOUT_CHANGE = ("accept", "policy")


def belonging(world: World, fix: Remediation) -> dict[str, ChangeRecord]:
    """Return the changes that a fix names, and those made for its signs that no other fix names."""
    changes = {change.id: change for change in chain.changes_of(world, fix)}
    own, named = frozenset(changes), _named(world)
    for warning in found(world, Warning, chain.answered(world, fix)):
        motivated = (c for c in chain.changes(world, warning) if warning.id in c.motive)
        # A change that another fix names as its own does not belong to this one.
        changes |= {c.id: c for c in motivated if named.get(c.id, 0) == (c.id in own)}
    return changes


def followed_by(world: World, changes: Iterable[ChangeRecord]) -> Literal["digest", "words"] | None:
    """Return by what the changes of a fix can be followed, if they are sound: a digest, else words that
    say what was changed where its digest is said not to have been made public; None by neither.
    """
    sound = [c for c in changes if is_sound(world, c)]
    if any(c.after_digest or c.revision for c in sound):
        return "digest"
    return "words" if any(c.digest_unpublished and _told(c) for c in sound) else None


def _told(change: ChangeRecord) -> bool:
    words = (change.changed, change.because, change.added, change.removed)
    return any(one is not None and one.strip() for one in words)


def _named(world: World) -> Mapping[str, int]:
    """How many fixes name a change as their own, by its id."""
    key = ("changes named",)
    if key not in world.memo:
        fixes = raising(world, Remediation)
        world.memo[key] = Counter(
            c for fix in fixes for c in {c.id for c in chain.changes_of(world, fix)}
        )
    held: Mapping[str, int] = world.memo[key]
    return held
