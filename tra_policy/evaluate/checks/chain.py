"""Walking from a warning sign to what was done about it, and back.

`warning -> investigation -> remediation -> change -> later checkpoint -> retest`. The walk follows the
links that records state; which of the records found may settle anything is for each check to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from tra_policy.evaluate.checks.raising import found, raising
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.evidence.run import (
    ChangeRecord,
    Checkpoint,
    Investigation,
    Remediation,
    Retest,
    Warning,
)
from tra_policy.words.noun import Noun

R = TypeVar("R", bound=Record)

Index = dict[str, tuple[str, ...]]


class _Chain(Noun):
    """Ids by id: what leads to what. `warnings` goes back from any of the four kinds to warning signs."""

    investigations: Index
    remediations: Index
    changes: Index
    retests: Index
    warnings: Index


def warnings(world: World) -> Iterator[Warning]:
    """Yield the warning signs, ordered by id."""
    return raising(world, Warning)


def investigations(world: World, warning: Warning) -> tuple[Investigation, ...]:
    """Return what was looked into after a warning sign."""
    return tuple(found(world, Investigation, _chain(world).investigations.get(warning.id, ())))


def remediations(world: World, warning: Warning) -> tuple[Remediation, ...]:
    """Return what was done about a warning sign, by its own word or by way of the investigation."""
    return tuple(found(world, Remediation, _chain(world).remediations.get(warning.id, ())))


def changes(world: World, warning: Warning) -> tuple[ChangeRecord, ...]:
    """Return the changes that a warning sign led to, by their own word or by way of a remediation."""
    return tuple(found(world, ChangeRecord, _chain(world).changes.get(warning.id, ())))


def changes_of(world: World, fix: Remediation) -> tuple[ChangeRecord, ...]:
    """Return the changes that a remediation names."""
    return tuple(found(world, ChangeRecord, (fix.change, *fix.changes)))


def retests(world: World, fix: Remediation) -> tuple[Retest, ...]:
    """Return the tests of a remediation."""
    return tuple(found(world, Retest, _chain(world).retests.get(fix.id, ())))


def answered(world: World, record: Record) -> tuple[str, ...]:
    """Return the warning signs on file that a record of the chain answers, ordered by id."""
    return _chain(world).warnings.get(record.id, ())


def first(names: tuple[str, ...]) -> str:
    """Return the first of some warning signs; empty where there is none."""
    return names[0] if names else ""


def measured_by(world: World, retest: Retest) -> Measurement | None:
    """Return the measurement that a retest is, where it names one that is on file."""
    return next(found(world, Measurement, (retest.measurement,)), None)


def instrument_of(world: World, retest: Retest) -> str:
    """Return the benchmark of a retest, by its own word or its measurement's; empty if not stated."""
    measured = measured_by(world, retest)
    return retest.benchmark or (measured.benchmark if measured is not None else "")


def tested(world: World, retest: Retest) -> str:
    """Return the checkpoint that was tested again; empty if not stated."""
    measured = measured_by(world, retest)
    return retest.checkpoint or (measured.subject if measured is not None else "")


def run_by(world: World, retest: Retest) -> tuple[str, ...]:
    """Return who ran a retest, by its own word or its measurement's."""
    measured = measured_by(world, retest)
    return retest.run_by or (measured.roles.run if measured is not None else ())


def checkpoint(world: World, name: str | None) -> Checkpoint | None:
    """Return the checkpoint of a name, or None."""
    return next(found(world, Checkpoint, (name,)), None)


def causes(looked_into: Iterable[Investigation]) -> tuple[str, ...]:
    """Return the parts of the run that some investigations name as causes, each once."""
    return tuple(dict.fromkeys(cause for one in looked_into for cause in one.causes))


def _chain(world: World) -> _Chain:
    key = ("chain",)
    if key not in world.memo:
        world.memo[key] = _built(world)
    chain: _Chain = world.memo[key]
    return chain


def _built(world: World) -> _Chain:
    known = {one.id for one in warnings(world)}
    back: dict[str, set[str]] = {}

    def about(name: str, said: Iterable[str]) -> None:
        back.setdefault(name, set()).update(known.intersection(said))

    fixes = tuple(raising(world, Remediation))
    tests: dict[str, list[str]] = {}
    for looked_into in raising(world, Investigation):
        about(looked_into.id, looked_into.warnings)
    for change in raising(world, ChangeRecord):
        about(change.id, change.motive)
    for fix in fixes:
        about(fix.id, (*fix.warnings, *back.get(fix.investigation or "", ())))
        for name in (fix.change, *fix.changes):
            if name is not None:
                about(name, back[fix.id])
    for retest in raising(world, Retest):
        about(retest.id, back.get(retest.remediation, ()))
        tests.setdefault(retest.remediation, []).append(retest.id)
    return _Chain(
        investigations=_turned(raising(world, Investigation), back),
        remediations=_turned(fixes, back),
        changes=_turned(raising(world, ChangeRecord), back),
        retests={name: tuple(ids) for name, ids in tests.items()},
        warnings={name: tuple(sorted(said)) for name, said in back.items()},
    )


def _turned(records: Iterable[Record], back: dict[str, set[str]]) -> Index:
    held: dict[str, list[str]] = {}
    for record in records:
        for name in back.get(record.id, ()):
            held.setdefault(name, []).append(record.id)
    return {name: tuple(ids) for name, ids in held.items()}
