"""Which records may be in a group of `per`: looked up by what they state.

What is said here of a record is what following its fields says. A record that is not listed for a group is
surely in another one; that is found out once for all groups, not again for each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from tra_policy.evaluate.ground.reaching import reached
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Filed
from tra_policy.words.noun import Noun

# More groups than this come of one record only where somebody wants them to.
_MOST = 1000


class Grouped(Noun):
    """Records, where those stand that state a group, and where those that leave it open."""

    filed: Sequence[Filed]
    stating: Mapping[tuple[str, ...], Sequence[int]]
    open: Sequence[int]

    def places(self, group: Mapping[str, str]) -> list[int]:
        """Return where the records stand that may be in a group, in order."""
        return sorted((*self.stating.get(tuple(group.values()), ()), *self.open))


def grouped(world: World, filed: Sequence[Filed], names: Sequence[str]) -> Grouped:
    """Return records sorted by the groups that some fields make of them."""
    stating: dict[tuple[str, ...], list[int]] = {}
    unsure: list[int] = []
    for at, one in enumerate(filed):
        held = [_held(world, one.record, name) for name in names]
        stated = [values for values in held if values is not None]
        many = 1
        for values in stated:
            many *= len(values)
        if len(stated) < len(held) or many > _MOST:
            unsure.append(at)
            continue
        for group in product(*stated):
            stating.setdefault(group, []).append(at)
    return Grouped(filed, stating, unsure)


def _held(world: World, record: Record, name: str) -> set[str] | None:
    """What a field leads to; None where there may be more."""
    found = reached(world, record, name.split("."))
    return None if found.open else {str(value) for value in found.values}
