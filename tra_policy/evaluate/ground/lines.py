"""Whether one checkpoint descends from another, without walking the line for every question.

Lines are cut into stretches, in each of which every checkpoint was trained on from the one before it. Of
each checkpoint it is kept how far up it reaches on every other stretch, so that an answer is one look.
"""

from __future__ import annotations

from collections.abc import Mapping

from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import Checkpoint
from tra_policy.words.noun import Noun


class Lines(Noun):
    """`places` are the stretch of each checkpoint and how far down it stands; `above` is the last place
    on each other stretch from which it descends. Checkpoints in a circle, and what descends from
    these, have no place.
    """

    places: Mapping[str, tuple[int, int]]
    above: Mapping[str, Mapping[int, int]]

    def descends(self, later: str, earlier: str) -> bool | None:
        """Return whether a checkpoint was trained on from another; None where a circle is above it."""
        if later not in self.places:
            return None
        if earlier not in self.places or later == earlier:
            return False
        stretch, place = self.places[later]
        other, wanted = self.places[earlier]
        if stretch == other:
            return wanted < place
        return self.above[later].get(other, -1) >= wanted


def lines_of(checkpoints: Mapping[str, Checkpoint]) -> Lines:
    """Return the lines of declared checkpoints; a parent without a record begins one."""
    parents = {
        name: tuple(p for p in dict.fromkeys(record.parents or ()) if p != name)
        for name, record in checkpoints.items()
    }
    children: dict[str, list[str]] = {}
    for name, above in tuple(parents.items()):
        for parent in above:
            parents.setdefault(parent, ())
            children.setdefault(parent, []).append(name)
    missing = {name: len(above) for name, above in parents.items()}
    ready = [name for name, count in missing.items() if not count]
    places: dict[str, tuple[int, int]] = {}
    reached: dict[str, Mapping[int, int]] = {}
    last: list[str] = []  # of each stretch
    while ready:
        name = ready.pop()
        on = next((p for p in parents[name] if last[places[p][0]] == p), None)
        if on is None:
            places[name] = (len(last), 0)
            last.append(name)
        else:
            stretch, place = places[on]
            places[name] = (stretch, place + 1)
            last[stretch] = name
        reached[name] = _reached(places, reached, parents[name], places[name][0])
        for child in children.get(name, ()):
            missing[child] -= 1
            if not missing[child]:
                ready.append(child)
    return Lines(places, reached)


def _reached(
    places: Mapping[str, tuple[int, int]],
    reached: Mapping[str, Mapping[int, int]],
    parents: tuple[str, ...],
    own: int,
) -> Mapping[int, int]:
    """How far a checkpoint reaches on the stretches that are not its own."""
    if len(parents) == 1 and places[parents[0]][0] == own:
        return reached[parents[0]]
    found: dict[int, int] = {}
    for parent in parents:
        for stretch, place in (*reached[parent].items(), places[parent]):
            if stretch != own:
                found[stretch] = max(place, found.get(stretch, -1))
    return found


def lines(world: World) -> Lines:
    """Return the lines of the declared checkpoints of a world."""
    key = ("lines",)
    if key not in world.shared:
        world.shared[key] = lines_of(world.checkpoints)
    found: Lines = world.shared[key]
    return found
