"""What was measured on a snapshot of a deployed model, and not on what was deployed.

That a checkpoint is a snapshot of a model is stated: by the line of parents, or by its source calling it
one. No digest is needed for that. An assessment of what changed since answers it where its author is shown
to be another than the developer; any other is told of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tra_policy.evaluate.checks.check import Seen
from tra_policy.evaluate.checks.deltas import answered, delta
from tra_policy.evaluate.checks.leaning import clearing, few, showing
from tra_policy.evaluate.checks.rulings import measured_for, ruled_out
from tra_policy.evaluate.checks.subjects import checkpoint_of, deployments
from tra_policy.evaluate.ground.lineage import descends
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.acts import Deployment
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.evidence.run import Checkpoint

Called = Mapping[str, Sequence[str]]


def unmeasured(world: World) -> Iterator[Seen]:
    """Yield deployments of a model of which a snapshot alone was measured for a threshold.

    What a ruling cites is told of with the ruling.
    """
    deployed = deployments(world)
    if not deployed:
        return
    names = checkpoint_of(world)
    cited = {m.id for ruling in ruled_out(world) for m in measured_for(world, ruling)}
    bearing = [m for m in showing(world, Measurement) if m.thresholds and m.id not in cited]
    called = called_snapshots(world)
    direct: dict[tuple[str, str], set[str | None]] = {}
    for one in clearing(world, Measurement):
        model = names.get(one.subject, one.subject)
        direct.setdefault((model, one.benchmark), set()).add(one.metric)
    for subject, all_of_it in deployed.items():
        left = [
            m
            for m in bearing
            if not _covered(m, direct.get((subject, m.benchmark), set()))
            and is_snapshot(world, names.get(m.subject, m.subject), subject, called)
        ]
        if left:
            yield from _seen(world, all_of_it, left)


def _covered(one: Measurement, metrics: set[str | None]) -> bool:
    """Whether the metric of a measurement is among some of its test, as far as they are stated."""
    return bool(metrics) and (one.metric is None or not metrics.isdisjoint({None, one.metric}))


def called_snapshots(world: World) -> Called:
    """Return the checkpoints that are called a snapshot of each model."""
    names = checkpoint_of(world)
    found: dict[str, list[str]] = {}
    for one in showing(world, Checkpoint):
        if one.snapshot_of is not None:
            found.setdefault(names.get(one.snapshot_of, one.snapshot_of), []).append(one.id)
    return found


def is_snapshot(world: World, measured: str, subject: str, called: Called) -> bool:
    """Whether a checkpoint is an earlier snapshot of a model, at however many removes: by its line, by
    what it is called, or by both in turn.
    """
    if measured == subject:
        return False
    return (
        measured in _earlier(world, subject, called)
        if called
        else descends(world, subject, measured)
    )


def _earlier(world: World, subject: str, called: Called) -> frozenset[str]:
    """A model and all its snapshots; a circle of such words is gone round once."""
    key = ("earlier snapshots", subject)
    if key not in world.memo:
        found, waiting = {subject}, [subject]
        while waiting:
            name = waiting.pop()
            record = world.checkpoints.get(name)
            above = (record.parents or ()) if record is not None else ()
            for other in (*above, *called.get(name, ())):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        world.memo[key] = frozenset(found)
    known: frozenset[str] = world.memo[key]
    return known


def _seen(
    world: World, deployed: Sequence[Deployment], left: Sequence[Measurement]
) -> Iterator[Seen]:
    one, all_of_it = deployed[0], [d.id for d in deployed]
    left = [m for m in left if not answered(world, m.subject, all_of_it)]
    if not left:
        return
    snapshots = list(dict.fromkeys(m.subject for m in left))
    assessed = delta(world, snapshots, all_of_it)
    words = assessed.words or ", and an assessment of what changed since is not evidenced"
    yield Seen(
        one.id,
        f"{few(m.id for m in left)} measured {few(snapshots)}, an earlier snapshot of `{one.subject}`; "
        f"no record measures the same on what was deployed{words}",
        severity=assessed.severity,
    )
