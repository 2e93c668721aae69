"""Where the rate of a warning sign fell from one checkpoint to the next.

The rates are the measurements of what detected the sign, with counts, one series a metric; the rate
that the warning itself states stands at its own checkpoint. A fall counts only if it is significant.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from tra_policy.evaluate.checks.chain import checkpoint, warnings
from tra_policy.evaluate.checks.counting import Tally, differ, tally, written
from tra_policy.evaluate.checks.instruments import metric_of
from tra_policy.evaluate.checks.raising import counts_suspect, raising
from tra_policy.evaluate.checks.stretches import Stretch, between, earlier, in_one_run
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import BenchmarkRecord, Measurement
from tra_policy.model.evidence.run import Checkpoint, Warning

MOST = 200  # checkpoints of several runs; of these, order is asked of every pair


@dataclass(frozen=True, slots=True)
class Point:
    """A rate at a checkpoint. `measured` is None where the warning itself states it."""

    checkpoint: Checkpoint
    rate: Tally
    measured: Measurement | None = None


@dataclass(frozen=True, slots=True)
class Fall:
    """A warning sign whose rate fell, with the rates before and after."""

    warning: Warning
    before: Point
    after: Point

    @property
    def stretch(self) -> Stretch:
        """The stretch of the run in which it fell."""
        return between(self.before.checkpoint, self.after.checkpoint)

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The records that show it."""
        points = (self.before, self.after)
        own = (p.measured.id for p in points if p.measured is not None)
        return (self.warning.id, *own, *(p.checkpoint.id for p in points))

    def __str__(self) -> str:
        first, last = self.before, self.after
        return (
            f"the rate of `{self.warning.id}` fell from {first.rate} at `{first.checkpoint.id}` "
            f"to {last.rate} at `{last.checkpoint.id}`"
        )


def falls(world: World) -> tuple[Fall, ...]:
    """Return every significant fall from one measured checkpoint to the next, by warning."""
    key = ("falls",)
    if key not in world.memo:
        world.memo[key] = tuple(_falls(world))
    found: tuple[Fall, ...] = world.memo[key]
    return found


def _falls(world: World) -> Iterator[Fall]:
    measured: dict[str, list[Measurement]] = {}
    for one in raising(world, Measurement):
        measured.setdefault(one.benchmark, []).append(one)
    for warning in warnings(world):
        at = checkpoint(world, warning.checkpoint)
        if at is None or warning.detector is None:
            continue
        for points in _series(world, warning, at, measured.get(warning.detector, [])):
            yield from _in_series(world, warning, points)


def _series(
    world: World, warning: Warning, at: Checkpoint, measured: list[Measurement]
) -> Iterator[list[Point]]:
    """The rates that can be compared with one another, from the warning's checkpoint on."""
    series: dict[Hashable, list[Point]] = {}
    for one in measured:
        rate = _rate(world, one)
        where = checkpoint(world, one.subject)
        if rate is None or where is None or counts_suspect(world, one):
            continue
        if where.id == at.id or earlier(world, at, where):
            key = (one.metric, one.benchmark_version, one.derived, one.elicitation)
            series.setdefault(key, []).append(Point(where, rate, one))
    told = written(warning.rate)
    for points in series.values():
        if told is not None and all(p.checkpoint.id != at.id for p in points):
            points.append(Point(at, told))
        yield points


def _rate(world: World, measurement: Measurement) -> Tally | None:
    """The rate of the bad: where a higher score is better, of the items that were not scored so."""
    rate, metric = tally(measurement), metric_of(world, measurement)
    if rate is None or metric is None or metric.higher_is_worse:
        return rate
    return Tally(rate.of - rate.hits, rate.of)


def _in_series(world: World, warning: Warning, points: list[Point]) -> Iterator[Fall]:
    by_place: dict[str, list[Point]] = {}
    for point in points:
        by_place.setdefault(point.checkpoint.id, []).append(point)
    pairs = tuple(_in_order(world, tuple(held[0].checkpoint for held in by_place.values())))
    limits = tuple(_limits(world, warning))
    for first, last in pairs:
        # Of several rates at one checkpoint the pair that shows the fall least has to show it.
        before = min(by_place[first], key=_share)
        after = max(by_place[last], key=_share)
        fell = _share(after) < _share(before) and differ(before.rate, after.rate, len(pairs))
        if fell and all(_share(after) <= limit < _share(before) for limit in limits):
            yield Fall(warning, before, after)


def _share(point: Point) -> Fraction:
    return Fraction(point.rate.hits, point.rate.of)


def _in_order(world: World, places: tuple[Checkpoint, ...]) -> Iterator[tuple[str, str]]:
    """Yield each checkpoint with those that come right after it among the measured ones."""
    if all(in_one_run(world, places[0], other) for other in places):
        ordered = sorted(places, key=lambda c: (c.step or 0, c.id))
        yield from ((a.id, b.id) for a, b in pairwise(ordered) if a.step != b.step)
        return
    if len(places) > MOST:
        return
    after = {one.id: {b.id for b in places if earlier(world, one, b)} for one in places}
    for first, later in after.items():
        for last in sorted(later):
            if not any(last in after[amid] for amid in later):
                yield first, last


def _limits(world: World, warning: Warning) -> Iterator[Fraction]:
    """The limits below which the detector says that there is nothing, where a record states one."""
    declared = world.policy.benchmark(warning.detector or "")
    if declared is not None and not all(m.higher_is_worse for m in declared.metrics):
        return
    for record in raising(world, BenchmarkRecord):
        limit = record.rule_out
        if record.benchmark == warning.detector and limit is not None and limit.unit == "share":
            yield Fraction(limit.value)
