"""Which population claims say that the measurements for a threshold are all there are."""

from __future__ import annotations

from collections.abc import Iterable

from tra_policy.evaluate.answers.answer import Answer, numbered
from tra_policy.evaluate.answers.bearing import Bearing
from tra_policy.evaluate.ground.populations import covering
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.policy import Threshold


def covered_by(
    world: World, threshold: Threshold, found: Answer, bearing: Iterable[Bearing]
) -> tuple[str, ...]:
    """Return the ids of claims that hold: over the measurements of every benchmark that bears, or over
    the checkpoints of a `measured on every checkpoint` line that is met. None where one is uncovered.
    """
    benchmarks = {
        b.filed.record.benchmark for b in bearing if isinstance(b.filed.record, Measurement)
    }
    claims = [covering(world, "measurement", {"benchmark": name}) for name in sorted(benchmarks)]
    measured = tuple(dict.fromkeys(claims)) if claims and all(claims) else ()
    return (*measured, *(c for c in _checkpoints(world, threshold, found) if c not in measured))


def _checkpoints(world: World, threshold: Threshold, found: Answer) -> Iterable[str]:
    outcomes = {name: proof.value for name, proof in found.lines}
    names = numbered(f"{threshold.name}.measured_on", len(threshold.measured_on))
    for name, line in zip(names, threshold.measured_on, strict=True):
        if line.every and outcomes.get(name) == "met":
            claim = covering(world, "checkpoint", {"stage": line.stage} if line.stage else {})
            if claim:
                yield claim
