"""The groups that a need is asked of one by one: `per environment`, `per checkpoint.stage`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from tra_policy.evaluate.ground.candidates import Case, in_question
from tra_policy.evaluate.ground.populations import covering
from tra_policy.evaluate.ground.ranges import range_of
from tra_policy.evaluate.ground.reaching import reached
from tra_policy.evaluate.ground.world import World
from tra_policy.model.duties import Need
from tra_policy.model.evidence.run import RlEnvironment, TrainingRun
from tra_policy.words.noun import Noun

_ENVIRONMENT = ("environment",)


class Groups(Noun):
    """The groups that are known, and the records that do not say which one they belong to."""

    known: tuple[dict[str, str], ...]
    doubtful: tuple[str, ...] = ()


def groups_of(world: World, need: Need, case: Case) -> Groups:
    """Return the groups of a need: of what the records in question say, and of every environment that
    the run declares.
    """
    known: set[tuple[str, ...]] = set()
    doubtful: list[str] = []
    if need.per == _ENVIRONMENT:
        known |= {(name,) for name in _environments(world, need.stage)}
    for filed in in_question(world, need, case):
        found = [reached(world, filed.record, name.split(".")) for name in need.per]
        known |= set(product(*({str(v) for v in f.values} for f in found)))
        if any(f.open for f in found):
            doubtful.append(filed.id)
    listed = tuple(dict(zip(need.per, values, strict=True)) for values in sorted(known))
    return Groups(listed, tuple(doubtful))


def _environments(world: World, stage: str) -> Iterable[str]:
    for environment in world.records(RlEnvironment):
        if not stage or not environment.stages or stage in environment.stages:
            yield environment.environment
    for run in world.records(TrainingRun):
        for part in run.stages:
            if not stage or part.stage == stage:
                yield from part.environments


def groups_complete(world: World, need: Need) -> bool:
    """Whether it is shown that there are no other groups: what records answer does not matter here."""
    if need.per == _ENVIRONMENT:
        return bool(covering(world, "rl_environment"))
    return bool(covering(world, need.kind, range_of(need, {}, tests=False)))


def nothing_left_out(world: World, need: Need) -> bool:
    """Whether no group can have gone with its records: a register of environments that somebody keeps
    does not show that nothing was done in another one.
    """
    to = world.as_of
    registered = need.per != _ENVIRONMENT or bool(covering(world, "rl_environment", to=to))
    return registered and bool(covering(world, need.kind, range_of(need, {}, tests=False), to))
