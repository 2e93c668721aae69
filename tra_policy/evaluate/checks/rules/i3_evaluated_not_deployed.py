"""What was measured is not what was deployed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.deltas import Delta, answered, delta
from tra_policy.evaluate.checks.leaning import clearing, few, is_sound, showing
from tra_policy.evaluate.checks.rulings import measured_for, ruled_out
from tra_policy.evaluate.checks.snapshots import (
    Called,
    called_snapshots,
    is_snapshot,
    unmeasured,
)
from tra_policy.evaluate.checks.subjects import (
    checkpoint_of,
    deployments,
    measured,
    weights_named,
)
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.acts import Deployment
from tra_policy.model.evidence.measuring import Decision, Measurement
from tra_policy.model.evidence.run import Checkpoint
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE223",
    id="I3",
    name="evaluated-not-deployed",
    severity=Severity.ERROR,
    group="integrity",
    summary="the weights or the snapshot that were measured are not what was deployed",
    why="A result speaks of the weights that it was taken from. Precedent: an outside evaluator tested "
    "an early snapshot and advised against deploying it; no results of the same evaluations are "
    "reported for the final model. Source: Claude 4 system card (2025-05), pp. 30-31.",
    remedy="measure what is deployed, or have somebody who is shown to be another than the developer "
    "assess in a `document` about the snapshot what changed since; until then the result stands for the "
    "snapshot that it is of",
    policy="""\
threshold T-1
  reached when outer.score >= 50%
""",
    shows=f"""\
- {{id: early, kind: checkpoint, digest: {"a" * 64}}}
- {{id: model-1, kind: checkpoint, parents: [early], digest: {"b" * 64}}}
- id: m-1
  kind: measurement
  benchmark: own
  subject: model-1
  statistic: mean
  digest: {"a" * 64}
- id: dep-1 #! TRE223
  kind: deployment
  subject: model-1
  digest: {"b" * 64}
  deployed: 2026-01-20
- {{id: m-2, kind: measurement, benchmark: outer, metric: score, subject: early, statistic: mean}}
- id: d-1 #! TRE223
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: not-reached
  relied_on: [m-2]
  decided: 2026-01-15
- {{id: early-2, kind: checkpoint, snapshot_of: model-2}}
- id: m-3
  kind: measurement
  benchmark: outer
  metric: score
  subject: early-2
  statistic: unstated
  thresholds: [T-1]
- {{id: dep-2, kind: deployment, subject: model-2, deployed: 2026-01-20}} #! TRE223
""",
    near_miss=f"""\
- {{id: early, kind: checkpoint, digest: {"a" * 64}}}
- id: final
  kind: checkpoint
  parents: [early]
  digest: {"b" * 64}
  deployed_as: [model-1]
- id: m-1
  kind: measurement
  benchmark: own
  subject: model-1
  statistic: mean
  digest: {"b" * 64}
- {{id: m-2, kind: measurement, benchmark: outer, metric: score, subject: early, statistic: mean}}
- {{id: m-3, kind: measurement, benchmark: outer, metric: score, subject: final, statistic: mean}}
- id: dep-1
  kind: deployment
  subject: model-1
  digest: {"b" * 64}
  deployed: 2026-01-20
- id: d-1
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: not-reached
  relied_on: [m-2, m-3]
  decided: 2026-01-15
- {{id: early-2, kind: checkpoint, snapshot_of: model-2}}
- id: m-4
  kind: measurement
  benchmark: outer
  metric: score
  subject: early-2
  statistic: unstated
  thresholds: [T-1]
- {{id: dep-2, kind: deployment, subject: model-2, deployed: 2026-01-20}}
- {{id: doc-2, kind: document, document: delta, party: outsider, about: dep-2, made: 2026-01-18}}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield deployments of weights or of models that nothing measured, and rulings that cite others."""
    all_deployed = deployments(world)
    works = measured(world) if all_deployed else {}
    checkpoints = {one.id: one for one in showing(world, Checkpoint)} if all_deployed else {}
    called = called_snapshots(world) if all_deployed else {}
    for subject, deployed in all_deployed.items():
        everywhere = {one.digest for one in deployed}
        for one in deployed:
            yield from _weights(world, one, subject, works.get(subject, []), everywhere, called)
            own = checkpoints.get(subject)
            if own is not None and own.digest and one.digest not in (None, own.digest):
                message = (
                    f"`{one.id}` deployed other weights than those of the checkpoint `{subject}`"
                )
                yield Seen(one.id, message)
    yield from unmeasured(world)
    rulings = list(ruled_out(world))
    names = checkpoint_of(world) if rulings else {}
    tested: dict[str, set[tuple[str, str | None]]] = {}
    for m in clearing(world, Measurement) if rulings else ():
        tested.setdefault(names.get(m.subject, m.subject), set()).add((m.benchmark, m.metric))
    for ruling in rulings:
        of_it = all_deployed.get(names.get(ruling.subject, ruling.subject), ())
        yield from _cited(world, ruling, names, tested, [one.id for one in of_it])


def _weights(
    world: World,
    deployed: Deployment,
    subject: str,
    works: list[Measurement],
    everywhere: set[str | None],
    called: Called,
) -> Iterator[Seen]:
    dated = [m for m in works if m.digest is not None]
    if deployed.digest is None or not dated:
        return
    # A variant may have weights of its own; that it was never measured is a matter of coverage.
    same = [m for m in dated if m.digest == deployed.digest and is_sound(world, m)]
    missed = deployed.variant is None and not same
    others = [m for m in dated if m.digest not in everywhere]
    if None in everywhere:
        others = []  # one of the deployments does not say what it deployed: these may be its weights
    if missed and not others:
        others = [m for m in dated if m.digest != deployed.digest]
    earlier = {m.id: _earlier_weights(world, m, subject, called) for m in others}
    others = [
        m for m in others if not any(answered(world, name, [deployed.id]) for name in earlier[m.id])
    ]
    if not others:
        return
    digest = others[0].digest or ""
    snapshots = list(weights_named(world, digest, deployed.subject))
    names = few(m.id for m in others)
    if len(others) == 1 and snapshots:
        message = f"{names} measured the weights of `{snapshots[0]}`, not those of `{deployed.id}`"
    else:
        message = f"{names} measured other weights than `{deployed.id}` deployed"
    told = Delta()
    if all(earlier[m.id] for m in others):
        every = dict.fromkeys(name for m in others for name in earlier[m.id])
        told = delta(world, every, [deployed.id])
    yield Seen(deployed.id, f"{message}{told.words}", severity=told.severity)


def _earlier_weights(
    world: World, measured: Measurement, subject: str, called: Called
) -> list[str]:
    """The earlier snapshots of a model whose weights were measured."""
    known = weights_named(world, measured.digest or "", subject)
    return [name for name in known if is_snapshot(world, name, subject, called)]


def _cited(
    world: World,
    ruling: Decision,
    names: Mapping[str, str],
    tested: Mapping[str, set[tuple[str, str | None]]],
    deployed: Sequence[str],
) -> Iterator[Seen]:
    subject = names.get(ruling.subject, ruling.subject)
    own = tested.get(subject, set())
    called = called_snapshots(world)
    cited = [
        m
        for m in measured_for(world, ruling)
        if m.subject in names and names[m.subject] != subject and (m.benchmark, m.metric) not in own
    ]
    earlier = [m for m in cited if is_snapshot(world, names[m.subject], subject, called)]
    others = [m for m in cited if m not in earlier]
    # What was assessed after the ruling did not inform it.
    by = ruling.decided
    earlier = [m for m in earlier if not answered(world, m.subject, deployed, by)]
    of_earlier = delta(world, dict.fromkeys(m.subject for m in earlier), deployed, by)
    for relation, found, told in (
        ("an earlier snapshot", earlier, of_earlier),
        ("another model", others, Delta()),
    ):
        if found:
            yield Seen(
                ruling.id,
                f"the ruling on `{ruling.threshold}` cites {few(m.id for m in found)}, of {relation}; no "
                f"record measures the same on `{ruling.subject}`{told.words}",
                severity=told.severity,
            )
