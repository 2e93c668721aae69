"""How soon a record has to be answered: what the policy asks for, else a month."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.ground.records import passes
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE
from tra_policy.model.conditions import FieldTest
from tra_policy.model.duties import Need
from tra_policy.model.evidence.base import Record
from tra_policy.model.moment import Duration, Moment, later
from tra_policy.words.noun import Noun

USUAL = Duration(30, "days")


class Due(Noun):
    """When an answer was due, and whether the policy itself says so."""

    at: Moment
    stretch: Duration
    by_policy: bool

    def is_over(self, world: World) -> bool:
        """Whether the time has passed on the day that is asked about."""
        return self.at.day < world.as_of

    def __str__(self) -> str:
        return f"within {self.stretch}{', as the policy asks,' if self.by_policy else ''}"


def due(world: World, record: Record, kind: str, since: Moment) -> Due:
    """Return when a record had to be answered by another of a kind, the first of several times."""
    stated = [(later(since, asked), asked) for asked in _asked(world, record, kind)]
    if not stated:
        return Due(later(since, USUAL), USUAL, by_policy=False)
    at, stretch = min(stated, key=lambda one: one[0].latest)
    return Due(at, stretch, by_policy=True)


def _asked(world: World, record: Record, kind: str) -> Iterator[Duration]:
    own = str(getattr(record, "kind", ""))
    for requirement in world.policy.requirements:
        group = requirement.for_every
        if group is None or group.kind != own:
            continue
        # A record that does not say whether the line is about it may not step aside by that.
        if passes(world, record, group.where, None, world.as_of) != FALSE:
            for need in requirement.needs:
                if need.kind == kind and need.quantifier != "no":
                    yield from _stretches(need)


def _stretches(need: Need) -> Iterator[Duration]:
    if need.timing is not None and need.timing.kind == "within" and need.timing.stretch:
        yield need.timing.stretch
    for test in need.where:
        if isinstance(test, FieldTest) and test.test == "within" and test.stretch is not None:
            yield test.stretch
