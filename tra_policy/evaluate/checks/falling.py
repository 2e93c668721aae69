"""Where the rate of a warning sign fell from one checkpoint to the next.

The rates are the measurements of what detected the sign, with counts, one series a metric; the rate
that the warning itself states stands at its own checkpoint. A fall counts only if it is significant.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from tra_policy.evaluate.checks.chain import checkpoint
from tra_policy.evaluate.checks.counting import LEVEL, Tally, probability, tally, written
from tra_policy.evaluate.checks.instruments import metric_of
from tra_policy.evaluate.checks.raising import counts_suspect, raising
from tra_policy.evaluate.checks.stretches import Stretch, between, earlier, in_one_run
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import BenchmarkRecord, Measurement
from tra_policy.model.evidence.run import Checkpoint, Warning
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from fractions import Fraction

MOST = 200  # checkpoints of several runs; of these, order is asked of every pair


class Point(Noun):
    """A rate at a checkpoint. `measured` is None where the warning itself states it."""

    checkpoint: Checkpoint
    rate: Tally
    measured: Measurement | None = None

    @property
    def share(self) -> Fraction:
        """The rate as a fraction of one."""
        from fractions import Fraction

        return Fraction(self.rate.hits, self.rate.of)


class Fall(Noun):
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
    detected = [w for w in raising(world, Warning, "detector") if w.detector is not None]
    series: dict[str, list[_Series]] = {}
    for (benchmark, *_), points in _grouped(world).items() if detected else ():
        series.setdefault(str(benchmark), []).append(_Series(world, points))
    for warning in detected:
        at = checkpoint(world, warning.checkpoint)
        if at is None or warning.detector is None:
            continue
        limits = tuple(_limits(world, warning))
        for one in series.get(warning.detector, ()):
            for before, after in one.fallen(warning, at):
                if all(after.share <= limit < before.share for limit in limits):
                    yield Fall(warning, before, after)


def _grouped(world: World) -> dict[tuple[Hashable, ...], list[Point]]:
    """The rates that can be compared with one another."""
    groups: dict[tuple[Hashable, ...], list[Point]] = {}
    for one in raising(world, Measurement):
        rate = _rate(world, one)
        where = checkpoint(world, one.subject)
        if rate is not None and where is not None and not counts_suspect(world, one):
            key = (one.benchmark, one.metric, one.benchmark_version, one.derived, one.elicitation)
            groups.setdefault(key, []).append(Point(where, rate, one))
    return groups


class _Series:
    """The rates of one detector, asked for the falls after any of many warning signs.

    What every sign would ask anew is worked out once: which checkpoint comes right after which, and
    where the rate falls. Of several rates at one checkpoint those count that show a fall least.
    """

    def __init__(self, world: World, points: list[Point]) -> None:
        self.world = world
        held: dict[str, list[Point]] = {}
        for point in points:
            held.setdefault(point.checkpoint.id, []).append(point)
        self.lowest = {name: min(some, key=_share) for name, some in held.items()}
        self.highest = {name: max(some, key=_share) for name, some in held.items()}
        places = [some[0].checkpoint for some in held.values()]
        self.in_order = all(in_one_run(world, places[0], other) for other in places)
        self.places = sorted(places, key=lambda c: (c.step or 0, c.id)) if self.in_order else places
        self.steps = [place.step or 0 for place in self.places] if self.in_order else []
        self.pairs = tuple(self._pairs())
        self.falling = tuple(
            (first, last, chance)
            for first, last in self.pairs
            if (chance := _chance(self.lowest[first.id], self.highest[last.id])) <= LEVEL
        )

    def _pairs(self) -> Iterator[tuple[Checkpoint, Checkpoint]]:
        if self.in_order:
            yield from ((a, b) for a, b in pairwise(self.places) if a.step != b.step)
        elif len(self.places) <= MOST:
            later = {a.id: [b for b in self.places if self._earlier(a, b)] for a in self.places}
            beyond = {name: {b.id for b in held} for name, held in later.items()}
            for first in self.places:
                for last in later[first.id]:
                    if not any(last.id in beyond[amid.id] for amid in later[first.id]):
                        yield first, last

    def _earlier(self, one: Checkpoint, other: Checkpoint) -> bool:
        return earlier(self.world, one, other)

    def fallen(self, warning: Warning, at: Checkpoint) -> Iterator[tuple[Point, Point]]:
        """Yield the rates before and after each significant fall from a sign's checkpoint on."""
        told = written(warning.rate) if at.id not in self.lowest else None
        own = (
            [] if told is None else [(Point(at, told), self.highest[p.id]) for p in self._next(at)]
        )
        tests = len(own) + self._number_from(at)
        for before, after in own:
            if _chance(before, after) * tests <= LEVEL:
                yield before, after
        for first, last, chance in self.falling:
            if chance * tests <= LEVEL and (first.id == at.id or self._earlier(at, first)):
                yield self.lowest[first.id], self.highest[last.id]

    def _number_from(self, at: Checkpoint) -> int:
        if self.in_order and in_one_run(self.world, at, self.places[0]):
            return max(len(self.steps) - bisect_left(self.steps, at.step or 0) - 1, 0)
        return sum(first.id == at.id or self._earlier(at, first) for first, _ in self.pairs)

    def _next(self, at: Checkpoint) -> list[Checkpoint]:
        """The measured checkpoints that come right after one that was not measured."""
        if self.in_order and in_one_run(self.world, at, self.places[0]):
            place = bisect_right(self.steps, at.step or 0)
            return self.places[place : place + 1]
        if len(self.places) > MOST:
            return []
        later = [place for place in self.places if self._earlier(at, place)]
        return [b for b in later if not any(self._earlier(amid, b) for amid in later)]


def _share(point: Point) -> Fraction:
    return point.share


def _chance(before: Point, after: Point) -> Decimal:
    """How likely a fall at least as large is without a reason; 1 where it is none."""
    if after.share >= before.share:
        return Decimal(1)
    return probability(before.rate, after.rate)


def _rate(world: World, measurement: Measurement) -> Tally | None:
    """The rate of the bad: where a higher score is better, of the items that were not scored so."""
    rate, metric = tally(measurement), metric_of(world, measurement)
    if rate is None or metric is None or metric.higher_is_worse:
        return rate
    return Tally(rate.of - rate.hits, rate.of)


def _limits(world: World, warning: Warning) -> Iterator[Fraction]:
    """The limits below which the detector says that there is nothing, where a record states one."""
    from fractions import Fraction

    declared = world.policy.benchmark(warning.detector or "")
    if declared is not None and not all(m.higher_is_worse for m in declared.metrics):
        return
    for record in raising(world, BenchmarkRecord):
        limit = record.rule_out
        if record.benchmark == warning.detector and limit is not None and limit.unit == "share":
            yield Fraction(limit.value)
