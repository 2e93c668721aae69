"""Assessments of what changed between a snapshot that was measured and what was deployed.

One answers for a snapshot where its author is shown to be another than the developer; any other is told of.
What stands in it nobody reads.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tra_policy.evaluate.checks.leaning import clearing, few
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.classes import CREDITED, UNCREDITED, Class
from tra_policy.logic.parties import Window
from tra_policy.model.evidence.acts import DocumentRecord
from tra_policy.model.moment import Moment
from tra_policy.words.diagnostic import Severity
from tra_policy.words.noun import Noun


class Delta(Noun):
    """What is told of the assessments of some snapshots: nothing where nobody made one, which leaves a
    finding as grave as it is.
    """

    words: str = ""
    severity: Severity | None = None


def answered(
    world: World, snapshot: str, deployed: Collection[str], until: Moment | None = None
) -> bool:
    """Whether what changed since a snapshot was assessed by somebody else, on a day or before it."""
    classes = _classes(world, (snapshot,), deployed, until)
    return not CREDITED.isdisjoint(classes.values())


def delta(
    world: World,
    snapshots: Collection[str],
    deployed: Collection[str],
    until: Moment | None = None,
) -> Delta:
    """Return what is told of the assessments of snapshots for which none answers."""
    classes = _classes(world, snapshots, deployed, until)
    others = [name for name, held in classes.items() if held in UNCREDITED]
    if others:
        tell = "tells" if len(others) == 1 else "tell"
        by = (
            f"{few(others)} {tell} what changed since, and that it is by another than the developer"
        )
        return Delta(f"; {by} is not evidenced", Severity.INFO)
    if classes:
        by = f"what changed since was assessed by the developer alone ({few(classes)})"
        return Delta(f", and {by}", Severity.INFO)
    return Delta()


def _classes(
    world: World, snapshots: Collection[str], deployed: Collection[str], until: Moment | None
) -> dict[str, Class]:
    """The assessments of snapshots, each with the class of its author."""
    made = (world.checkpoints.get(name) for name in (*snapshots, *deployed))
    begun = [one.made for one in made if one is not None and one.made is not None]
    return {
        one.id: _class_of_author(world, one)
        for name in dict.fromkeys((*sorted(deployed), *sorted(snapshots)))
        for one in _about(world).get(name, ())
        if not _before_all(one.made, begun) and (until is None or one.made.earliest <= until.latest)
    }


def _about(world: World) -> dict[str, list[DocumentRecord]]:
    key = ("documents by what they are about",)
    if key not in world.memo:
        index: dict[str, list[DocumentRecord]] = {}
        for one in clearing(world, DocumentRecord):
            if one.about is not None:
                index.setdefault(one.about, []).append(one)
        world.memo[key] = index
    found: dict[str, list[DocumentRecord]] = world.memo[key]
    return found


def _before_all(made: Moment, begun: Sequence[Moment]) -> bool:
    """Whether an assessment is older than every snapshot of which it would have to speak."""
    return bool(begun) and all(made.latest < one.earliest for one in begun)


def _class_of_author(world: World, document: DocumentRecord) -> Class:
    """The class of who made an assessment; one without an author is the developer's, as the bundle is."""
    day = document.made.day
    by = document.party or document.author or world.parties.developer
    return world.parties.standing(by, Window(day, day)).held
