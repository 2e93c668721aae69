"""Measurements of one quantity that give different values."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, islice

from tra_policy.evaluate.checks.counting import written
from tra_policy.evaluate.checks.instruments import metric_of, worse
from tra_policy.evaluate.checks.leaning import clearing, showing
from tra_policy.evaluate.checks.rulings import measured_for, ruled_out
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import Decision, Measurement
from tra_policy.model.moment import Moment
from tra_policy.model.quantity import Quantity

Pair = tuple[Measurement, Measurement]

MOST = 20  # values of one quantity; a bundle with more says nothing that fewer do not say


def denominator(measurement: Measurement) -> Decimal | None:
    """Return of how many items a measurement tells; None where it does not say."""
    if measurement.counts is not None:
        return Decimal(measurement.counts.planned)
    return written_total(measurement.value) if measurement.value is not None else None


def written_total(value: Quantity) -> Decimal | None:
    """Return the total of a share that is written as `5 of 16`; None for other ways of writing."""
    counted = written(value)
    return Decimal(counted.of) if counted is not None else None


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether two values may be one value, rounded differently."""
    if one.unit != other.unit:
        return False
    coarser = max(_last_place(one), _last_place(other))
    return abs(one.value - other.value) <= coarser / 2


def _last_place(written: Quantity) -> Decimal:
    """The step of the last digit written; a share of counted items is exact."""
    exponent = written.value.as_tuple().exponent
    if written_total(written) is not None:
        return Decimal(0)
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(0)


def conflicts(world: World) -> tuple[Pair, ...]:
    """Return the pairs of measurements of one quantity whose values differ, with nothing on record
    that tells them apart or settles it, ordered by id.
    """
    key = ("conflicts",)
    if key not in world.memo:
        world.memo[key] = tuple(_conflicts(world))
    found: tuple[Pair, ...] = world.memo[key]
    return found


def _conflicts(world: World) -> Iterator[Pair]:
    groups: dict[Hashable, list[Measurement]] = {}
    for one in _side_by_side(world):
        groups.setdefault(quantity(one), []).append(one)
    settled = [{m.id, *m.adjudicates} for m in settling(world)]
    cited = frozenset[str]().union(*(ids for _, ids in _cited(world)))
    for group in groups.values():
        group.sort(key=lambda one: (one.id not in cited, one.id))
        values = sorted(islice(_distinct(group, cited), MOST), key=lambda one: one.id)
        for first, second in combinations(values, 2):
            pair = {first.id, second.id}
            if not any(pair <= ids for ids in settled) and not _told_apart(first, second):
                yield first, second


def _side_by_side(world: World) -> Iterator[Measurement]:
    """Yield the measurements that may be of one quantity with another one, and of the same day."""
    alike: dict[Hashable, list[Measurement]] = {}
    for one in showing(world, Measurement, "value"):
        if one.value is not None and one.metric and one.roles.run and one.statistic != "unstated":
            alike.setdefault((one.benchmark, one.metric, one.subject), []).append(one)
    for group in alike.values():
        days = {one.ended.day for one in group if one.ended is not None}
        if len(days) < len(group):
            yield from group


def settling(world: World) -> Iterator[Measurement]:
    """Yield the measurements that settle a conflict; asking only one side again settles nothing."""
    found = clearing(world, Measurement, "adjudicates")
    return (m for m in found if m.adjudicates and not one_sided(m))


def one_sided(measurement: Measurement) -> bool:
    """Whether only adverse units were taken again, though there were others."""
    again = measurement.reasked
    return (
        again is not None
        and again.adverse > 0
        and again.favourable == 0
        and again.of_favourable > 0
    )


def quantity(one: Measurement) -> Hashable:
    """Return all that makes two measurements be of one quantity, over as many items."""
    assert one.value is not None
    return (
        one.benchmark,
        one.benchmark_version,
        one.metric,
        one.subject,
        one.statistic,
        one.value.unit,
        one.derived,
        one.run,
        one.digest,
        one.config_digest,
        one.seeds,
        one.elicitation,
        frozenset(one.roles.run),
        denominator(one),
    )


def _distinct(group: list[Measurement], cited: frozenset[str]) -> Iterator[Measurement]:
    """Yield the first measurement of each value: thousands that say the same are one statement."""
    seen: set[Hashable] = set()
    for one in group:
        assert one.value is not None
        said = (one.value.value, one.started, one.ended, one.id in cited)
        if said not in seen:
            seen.add(said)
            yield one


def _told_apart(one: Measurement, other: Measurement) -> bool:
    assert one.value is not None and other.value is not None
    replaced = one.id in other.supersedes or other.id in one.supersedes
    return (
        replaced
        or _other_day(one.ended, other.ended)
        or _other_day(one.started, other.started)
        or agree(one.value, other.value)
    )


def _other_day(one: Moment | None, other: Moment | None) -> bool:
    return one is not None and other is not None and one != other


def raw_left_out(world: World, pair: Pair) -> tuple[Decision, Measurement, Measurement] | None:
    """Return the ruling that cites the kinder of two values of a quantity and leaves out the other,
    counted over the same items: the ruling, what it cites, what it leaves out.
    """
    if denominator(pair[0]) is None:
        return None
    rulings, citing = _cited(world), _citing(world)
    for at in sorted({at for one in pair for at in citing.get(one.id, ())}):
        ruling, cited = rulings[at]
        for summary, raw in (pair, pair[::-1]):
            if summary.id in cited and raw.id not in cited and _kinder(world, summary, raw):
                return ruling, summary, raw
    return None


def _cited(world: World) -> tuple[tuple[Decision, frozenset[str]], ...]:
    """The rulings that a threshold is not reached, each with what it cites."""
    key = ("cited by rulings",)
    if key not in world.memo:
        world.memo[key] = tuple(
            (ruling, frozenset(m.id for m in measured_for(world, ruling)))
            for ruling in ruled_out(world)
        )
    found: tuple[tuple[Decision, frozenset[str]], ...] = world.memo[key]
    return found


def _citing(world: World) -> Mapping[str, Sequence[int]]:
    """Which of the rulings cite a measurement, by its id."""
    key = ("rulings that cite",)
    if key not in world.memo:
        index: dict[str, list[int]] = {}
        for at, (_, cited) in enumerate(_cited(world)):
            for name in cited:
                index.setdefault(name, []).append(at)
        world.memo[key] = index
    found: Mapping[str, Sequence[int]] = world.memo[key]
    return found


def _kinder(world: World, summary: Measurement, raw: Measurement) -> bool:
    assert summary.value is not None and raw.value is not None
    return worse(metric_of(world, summary), summary.value, raw.value) is not True
