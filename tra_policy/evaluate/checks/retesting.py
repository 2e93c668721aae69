"""Who tested a fix, and whether anybody else did after it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set
from datetime import UTC, datetime

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.leaning import clearing, few
from tra_policy.evaluate.ground.lineage import descends
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.parties import Window
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.evidence.run import Remediation, Retest, Warning

Works = Mapping[tuple[str, str | None], Sequence[Measurement]]


def own(world: World, party: str, day: object) -> bool:
    """Whether a party is on the developer's side on a day."""
    at = getattr(day, "day", world.as_of)
    return world.parties.is_developer_side(party, Window(at, at))


def alone(world: World, test: Retest) -> bool:
    """Whether only the developer's side ran a test; where nobody is named that stays open."""
    names = chain.run_by(world, test)
    return bool(names) and all(own(world, name, test.ended) for name in names)


def ran(world: World, tests: Sequence[Retest]) -> str:
    """Return who ran some tests, in words."""
    names = sorted({name for test in tests for name in chain.run_by(world, test)})
    return f"were run by {few(names)}" if len(tests) > 1 else f"was run by {few(names)}"


def tested_again(world: World, warning: Warning, fix: Remediation, party: str) -> bool:
    """Whether a measurement of a party may be of the same thing after the fix."""
    works = _works(world).get((party, warning.detector), [])
    effective = fix.effective
    later = bisect_left(works, effective.earliest, key=_begun) if effective else 0
    again = (works[at] for at in reversed(range(later, len(works))))
    return any(not _before_fix(world, warning, fix, one.subject) for one in again)


def others(world: World, warning: Warning) -> Set[str]:
    """Return the parties outside the developer's side that measured with what found a sign."""
    key = ("others who measured",)
    if key not in world.memo:
        index: dict[str | None, set[str]] = {}
        for party, benchmark in _works(world):
            if not own(world, party, None):
                index.setdefault(benchmark, set()).add(party)
        world.memo[key] = index
    found: Mapping[str | None, Set[str]] = world.memo[key]
    return found.get(warning.detector, frozenset())


def _works(world: World) -> Works:
    """The sound measurements that a party ran, by its name and the test, and by its name alone."""
    key = ("works of parties",)
    if key not in world.memo:
        measured: dict[tuple[str, str | None], list[Measurement]] = {}
        for one in clearing(world, Measurement):
            for party in one.roles.run:
                measured.setdefault((party, one.benchmark), []).append(one)
                measured.setdefault((party, None), []).append(one)
        for works in measured.values():
            works.sort(key=_begun)
        world.memo[key] = measured
    found: Works = world.memo[key]
    return found


def _begun(one: Measurement) -> datetime:
    """By when a measurement had begun at the latest; one that is not dated may be later than any day."""
    begun = one.started or one.ended
    return datetime.max.replace(tzinfo=UTC) if begun is None else begun.latest


def _before_fix(world: World, warning: Warning, fix: Remediation, name: str) -> bool:
    """Whether a checkpoint does not have the fix: where the sign was seen, and all before the first."""
    known = (at for at in (warning.checkpoint, fix.checkpoint) if at is not None)
    return name == warning.checkpoint or any(descends(world, at, name) for at in known)
