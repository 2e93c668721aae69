"""Who controls whom, and who holds how much of whom, on one day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from tra_policy.model.policy import TieKind
from tra_policy.words.noun import Noun

CONTROL_SHARE = Decimal("0.50")
# A chain of holdings that goes round in a circle is followed so far; what is beyond counts as held.
LONGEST_PATH = 200


class Stake(Noun):
    """`party` is KIND `other`: controlled by it, or owned by it with a share."""

    party: str
    kind: TieKind
    other: str
    share: Decimal | None = None

    @property
    def controls(self) -> bool:
        """Whether the other decides about the party."""
        majority = self.kind == "owned by" and (self.share or Decimal(0)) > CONTROL_SHARE
        return majority or self.kind == "controlled by"


class Ownership(Noun):
    """All stakes of a day, as seen from the developer."""

    developer: str
    stakes: tuple[Stake, ...]

    def group_of(self, party: str) -> frozenset[str]:
        """Return the parties under common control with one, itself among them."""
        return frozenset(reached(reached({party}, self._controllers), self._controlled))

    @cached_property
    def group(self) -> frozenset[str]:
        """The developer and all that are under common control with it."""
        return self.group_of(self.developer)

    def held_by_group(self, party: str) -> Decimal:
        """Return the effective share of a party that the developer's group holds."""
        if self._held is None:
            return self.held(self.group, party)
        return self._held.get(party, Decimal(0))

    @cached_property
    def holders(self) -> frozenset[str]:
        """All outside the developer's group who hold something of it, directly or through others."""
        return frozenset(reached(self.group, self._owners)) - self.group

    def held(self, owners: frozenset[str], target: str) -> Decimal:
        """Return the effective share of a party held by the owners: products along paths, summed."""
        below = self._below(owners)
        if target not in below:
            return Decimal(0)
        above = reached(self._owners.get(target, ()), self._owners, owners) | {target}
        found = self._shares(owners, (above & below) - owners | {target})
        return self._held_along(owners, target, (target,)) if found is None else found[target]

    def _shares(self, owners: frozenset[str], of: Collection[str]) -> dict[str, Decimal] | None:
        """Return the effective share held of each of some; None where stakes go round in a circle."""
        inside = {
            one: [o for o in self._owners.get(one, ()) if o in of and o not in owners] for one in of
        }
        found: dict[str, Decimal] = {}
        try:
            for one in TopologicalSorter(inside).static_order():
                total = Decimal(0)
                for owner, part in self._owners.get(one, {}).items():
                    total += part if owner in owners else part * found.get(owner, Decimal(0))
                found[one] = min(total, Decimal(1))
        except CycleError:
            return None
        return found

    def _held_along(self, owners: frozenset[str], target: str, path: tuple[str, ...]) -> Decimal:
        """Return the same where stakes go round in a circle: no path comes to a party twice."""
        if len(path) > LONGEST_PATH:
            return Decimal(1)
        total = Decimal(0)
        for owner, part in self._owners.get(target, {}).items():
            if owner in owners:
                total += part
            elif owner not in path:
                total += part * self._held_along(owners, owner, (*path, owner))
        return min(total, Decimal(1))

    def _below(self, owners: frozenset[str]) -> set[str]:
        """Return the parties of which the owners may hold something, near or far."""
        return reached({one for owner in owners for one in self._owned.get(owner, ())}, self._owned)

    @cached_property
    def _held(self) -> dict[str, Decimal] | None:
        return self._shares(self.group, self._below(self.group) - self.group)

    @cached_property
    def _controlled(self) -> dict[str, dict[str, None]]:
        return _edges((one.other, one.party) for one in self.stakes if one.controls)

    @cached_property
    def _controllers(self) -> dict[str, dict[str, None]]:
        return _edges((one.party, one.other) for one in self.stakes if one.controls)

    @cached_property
    def _owners(self) -> dict[str, dict[str, Decimal]]:
        """Who holds which share of a party; who controls it counts as its owner."""
        found: dict[str, dict[str, Decimal]] = {}
        for one in self.stakes:
            if one.kind == "owned by":
                held = found.setdefault(one.party, {})
                held[one.other] = held.get(one.other, Decimal(0)) + (one.share or Decimal(0))
        for one in self.stakes:
            if one.controls:
                found.setdefault(one.party, {})[one.other] = Decimal(1)
        return found

    @cached_property
    def _owned(self) -> dict[str, dict[str, None]]:
        return _edges((owner, one) for one, held in self._owners.items() for owner in held)


def reached(
    start: Iterable[str],
    edges: Mapping[str, Mapping[str, object]],
    ends: frozenset[str] = frozenset(),
) -> set[str]:
    """Return all that edges lead to from some places, these among them; from `ends` none goes on."""
    found = set(start)
    waiting = list(found)
    while waiting:
        at = waiting.pop()
        for other in edges.get(at, ()) if at not in ends else ():
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _edges(pairs: Iterator[tuple[str, str]]) -> dict[str, dict[str, None]]:
    found: dict[str, dict[str, None]] = {}
    for one, other in pairs:
        found.setdefault(one, {})[other] = None
    return found
