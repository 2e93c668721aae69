"""What is stated of the instruments that measurements were made with."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.leaning import showing
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import BenchmarkRecord, Measurement
from tra_policy.model.policy import Metric
from tra_policy.model.quantity import Quantity


def stated(world: World, measurement: Measurement) -> Iterator[BenchmarkRecord]:
    """Yield what records state of a measurement's benchmark, unless it is of another version."""
    key = ("instruments",)
    if key not in world.memo:
        known: dict[str, list[BenchmarkRecord]] = {}
        for record in showing(world, BenchmarkRecord):
            known.setdefault(record.benchmark, []).append(record)
        world.memo[key] = known
    found: list[BenchmarkRecord] = world.memo[key].get(measurement.benchmark, [])
    for record in found:
        if len({record.version, measurement.benchmark_version} - {None}) < 2:
            yield record


def metric_of(world: World, measurement: Measurement) -> Metric | None:
    """Return the metric as the policy declares it, or None."""
    declared = world.policy.benchmark(measurement.benchmark)
    return declared.metric(measurement.metric or "") if declared is not None else None


def worse(metric: Metric | None, one: Quantity, other: Quantity) -> bool | None:
    """Whether one value is worse than another; None where nothing says which way is worse."""
    if metric is None or one.unit != other.unit:
        return None
    return one.value > other.value if metric.higher_is_worse else one.value < other.value


def at_or_beyond(value: Quantity, limit: Quantity, upwards: bool = True) -> bool:
    """Whether a value stands at a limit or beyond it; values of another unit do not."""
    if value.unit != limit.unit:
        return False
    return value.value >= limit.value if upwards else value.value <= limit.value
