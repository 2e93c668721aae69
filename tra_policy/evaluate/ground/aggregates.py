"""One number out of many records, as far as it can be told: `mean reward <= 0.9 over rollouts`.

All arithmetic is exact. What is not known of a record, and what may not have been filed, moves the
result between two bounds; only a limit outside of them is decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from tra_policy.evaluate.ground.candidates import Case, in_question, is_inside, parts
from tra_policy.evaluate.ground.deadlines import in_time
from tra_policy.evaluate.ground.reaching import reached
from tra_policy.evaluate.ground.soundness import unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth, conjunction
from tra_policy.model.duties import Aggregate, Need
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.run import Rollout
from tra_policy.model.proof import Reason
from tra_policy.model.quantity import Quantity
from tra_policy.words.noun import Noun

_COUNTS = ("number", "steps")
# What a reviewed sample of rollouts says of itself, not of each rollout in it.
_OF_A_SAMPLE = ("sampled", "population")


class Valued(Noun):
    """A record that is asked about, or may be (`out`), with its value, or None where that is not known.

    `weight` is how many values it stands for.
    """

    filed: Filed
    value: Fraction | None
    out: bool = False
    weight: int = 1
    reasons: tuple[Reason, ...] = ()


class Bounds(Noun):
    """Between which numbers a result lies; None where nothing bounds it. `empty` where there may be no
    record at all to take it of.
    """

    lowest: Fraction | None = None
    highest: Fraction | None = None
    empty: bool = False


def valued(world: World, need: Need, case: Case, aggregate: Aggregate) -> Iterator[Valued]:
    """Yield the records that a need takes together, ordered by id."""
    for filed in in_question(world, need, case):
        against = (case.accepts(filed) if case.accepts else unsound(world, filed)) or ()
        inside = is_inside(world, need, case, filed)
        timely = in_time(world, need.timing, case.frame, filed.record.happened)
        for passed, weight in parts(world, need, case, filed.record):
            member = conjunction((inside, passed, timely))
            if against:
                yield Valued(filed, None, True, weight, against)
            elif member != FALSE and weight:
                value, many = _value(world, filed.record, aggregate), _many(filed.record, aggregate)
                known = value if weight == 1 or not many else None
                yield Valued(filed, known, member != TRUE, weight if many else 1)


def _many(record: Record, aggregate: Aggregate) -> bool:
    """Whether a record stands for many, of each of which the field would have to be known."""
    sampled = record.sampled if isinstance(record, Rollout) else None
    return sampled is not None and aggregate.path[0] not in _OF_A_SAMPLE


def _value(world: World, record: Record, aggregate: Aggregate) -> Fraction | None:
    found = reached(world, record, aggregate.path)
    if found.open or len(found.values) != 1:
        return None
    (value,) = found.values
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Fraction(value) if aggregate.limit.unit in _COUNTS else None
    if not isinstance(value, Quantity):
        return None
    alike = value.unit == aggregate.limit.unit or {value.unit, aggregate.limit.unit} <= {*_COUNTS}
    return Fraction(value.value) if alike else None


def bounds_of(aggregate: Aggregate, records: Sequence[Valued], complete: bool) -> Bounds:
    """Return between which bounds a result lies, with further records unless they are complete."""
    sure = [v.value for v in records if v.value is not None and not v.out]
    perhaps = [v.value for v in records if v.value is not None and v.out]
    anything = not complete or any(v.value is None for v in records)
    empty = not any(not v.out for v in records)
    floor = Fraction(0) if aggregate.counted else None
    match aggregate.statistic:
        case "max":
            lowest = max(sure, default=floor)
            return Bounds(lowest, None if anything else max([*sure, *perhaps], default=None), empty)
        case "min":
            least = floor if anything else min([*sure, *perhaps], default=None)
            return Bounds(least, min(sure, default=None), empty)
        case "sum":
            least = sum(sure, Fraction(0)) + sum(min(v, Fraction(0)) for v in perhaps)
            most = sum(sure, Fraction(0)) + sum(max(v, Fraction(0)) for v in perhaps)
            low = None if anything and floor is None else least
            return Bounds(low, None if anything else most, empty)
        case _:
            if anything or perhaps or not sure:
                return Bounds(empty=empty)
            exact = _exact(aggregate, sorted(sure))
            return Bounds(exact, exact, empty)


def _exact(aggregate: Aggregate, values: Sequence[Fraction]) -> Fraction:
    """The mean, the median, or the quantile by nearest rank: the ⌈q·n⌉-th smallest value."""
    count = len(values)
    if aggregate.statistic == "mean":
        return sum(values, Fraction(0)) / count
    if aggregate.quantile is not None:
        rank = -(-Fraction(aggregate.quantile) * count // 1)
        return values[int(rank) - 1]
    return (values[(count - 1) // 2] + values[count // 2]) / 2


def aggregate_truth(aggregate: Aggregate, bounds: Bounds) -> Truth:
    """Return whether a result meets the limit, whatever it is between its bounds; unknown of nothing."""
    if bounds.empty:
        return UNKNOWN
    upward = aggregate.operator in (">", ">=")
    surely = bounds.lowest if upward else bounds.highest
    never = bounds.highest if upward else bounds.lowest
    if surely is not None and _meets(aggregate, surely):
        return TRUE
    return FALSE if never is not None and not _meets(aggregate, never) else UNKNOWN


def _meets(aggregate: Aggregate, value: Fraction) -> bool:
    limit = Fraction(aggregate.limit.value)
    match aggregate.operator:
        case ">=":
            return value >= limit
        case ">":
            return value > limit
        case "<=":
            return value <= limit
        case _:
            return value < limit
