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
from tra_policy.model.evidence.tables import Rows, Spread
from tra_policy.model.proof import Reason
from tra_policy.model.quantity import Quantity
from tra_policy.words.noun import Noun

_COUNTS = ("number", "steps")
# What a reviewed sample of rollouts says of itself, not of each rollout in it.
_OF_A_SAMPLE = ("sampled", "population")


class Valued(Noun):
    """A record that is asked about, or may be (`out`), with its value, or None where that is not known.

    `weight` is how many values it stands for. Of the rows of a table there is a `spread` in place of one
    value.
    """

    filed: Filed
    value: Fraction | None
    out: bool = False
    weight: int = 1
    reasons: tuple[Reason, ...] = ()
    spread: Spread | None = None

    @property
    def known(self) -> bool:
        """Whether every value that it stands for is known, be it as a spread."""
        return self.value is not None or self.spread is not None


class Bounds(Noun):
    """Between which numbers a result lies; None where nothing bounds it. `empty` where there may be no
    record at all to take it of.
    """

    lowest: Fraction | None = None
    highest: Fraction | None = None
    empty: bool = False


class Member(Noun):
    """A record that is asked about, or may be (`out`), how many it stands for, and what is wrong with it."""

    filed: Filed
    out: bool
    weight: int
    reasons: tuple[Reason, ...] = ()


def members(world: World, need: Need, case: Case) -> Iterator[Member]:
    """Yield the records that a need takes together, ordered by id."""
    for filed in in_question(world, need, case):
        against = (case.accepts(filed) if case.accepts else unsound(world, filed)) or ()
        inside = is_inside(world, need, case, filed)
        timely = in_time(world, need.timing, case.frame, filed.record.happened)
        for passed, weight in parts(world, need, case, filed):
            member = conjunction((inside, passed, timely))
            # A record that is not sound may be otherwise than it says, in what is asked as well.
            if against and filed.rows is None:
                yield Member(filed, True, weight, against)
            elif member != FALSE and weight:
                yield Member(filed, member != TRUE or bool(against), weight, against)


def valued(world: World, need: Need, case: Case, aggregate: Aggregate) -> Iterator[Valued]:
    """Yield the records that a need takes together with their values, ordered by id."""
    for one in members(world, need, case):
        filed, weight = one.filed, one.weight
        if one.reasons:
            yield Valued(filed, None, True, weight, one.reasons)
        elif filed.rows is not None:
            yield from _of_rows(world, filed, filed.rows, aggregate, one.out)
        else:
            value, many = _value(world, filed.record, aggregate), _many(filed.record, aggregate)
            known = value if weight == 1 or not many else None
            yield Valued(filed, known, one.out, weight if many else 1)


def _of_rows(
    world: World, filed: Filed, rows: Rows, aggregate: Aggregate, out: bool
) -> Iterator[Valued]:
    """Yield the rows of a cell that state a number, and those that do not."""
    field = aggregate.path[0]
    spread = rows.spreads.get(field) if len(aggregate.path) == 1 else None
    if spread is None:
        yield Valued(filed, _value(world, filed.record, aggregate), out, rows.many)
    else:
        alike = aggregate.limit.unit in _COUNTS
        if spread.known:
            yield Valued(filed, None, out, spread.known, spread=spread if alike else None)
        if rows.many > spread.known:
            yield Valued(filed, None, out, rows.many - spread.known)


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
    sure = [v for v in records if v.known and not v.out]
    perhaps = [v for v in records if v.known and v.out]
    anything = not complete or not all(v.known for v in records)
    empty = all(v.out for v in records)
    floor = Fraction(0) if aggregate.counted else None
    match aggregate.statistic:
        case "max":
            lowest = max(map(_most, sure), default=floor)
            every = map(_most, (*sure, *perhaps))
            return Bounds(lowest, None if anything else max(every, default=None), empty)
        case "min":
            every = map(_least, (*sure, *perhaps))
            least = floor if anything else min(every, default=None)
            return Bounds(least, min(map(_least, sure), default=None), empty)
        case "sum":
            low = _added([*sure, *(v for v in perhaps)], [*sure])
            high = _added([*sure], [*sure, *(v for v in perhaps)])
            unbounded = anything and floor is None
            return Bounds(None if unbounded else low, None if anything else high, empty)
        case _:
            if anything or perhaps or not sure:
                return Bounds(empty=empty)
            return _of_all(aggregate, sure, empty)


def _least(one: Valued) -> Fraction:
    found = one.value if one.spread is None else one.spread.least
    assert found is not None
    return found


def _most(one: Valued) -> Fraction:
    found = one.value if one.spread is None else one.spread.most
    assert found is not None
    return found


def _added(below: Sequence[Valued], above: Sequence[Valued]) -> Fraction | None:
    """The sum of what lies below zero in some, and above it in others; None where one is not known."""
    negative = [_below(v) for v in below]
    positive = [_above(v) for v in above]
    known = [v for v in (*negative, *positive) if v is not None]
    return sum(known, Fraction(0)) if len(known) == len(negative) + len(positive) else None


def _below(one: Valued) -> Fraction | None:
    if one.spread is not None:
        return one.spread.below
    return min(one.value or Fraction(0), Fraction(0)) * one.weight


def _above(one: Valued) -> Fraction | None:
    if one.spread is not None:
        return one.spread.above
    return max(one.value or Fraction(0), Fraction(0)) * one.weight


def _of_all(aggregate: Aggregate, sure: Sequence[Valued], empty: bool) -> Bounds:
    """The mean, the median, or the quantile by nearest rank: the ⌈q·n⌉-th smallest value."""
    count = sum(v.weight for v in sure)
    if aggregate.statistic == "mean":
        whole = _added(sure, sure)
        exact = None if whole is None else whole / count
        return Bounds(exact, exact, empty)
    ends = [end for v in sure for end in _ends(v)]
    ranks = [(count + 1) // 2, count // 2 + 1]
    if aggregate.quantile is not None:
        ranks = [int(-(-Fraction(aggregate.quantile) * count // 1))]
    low = _ranked(((low, many) for low, _, many in ends), ranks)
    high = _ranked(((high, many) for _, high, many in ends), ranks)
    return Bounds(low, high, empty)


def _ends(one: Valued) -> Iterator[tuple[Fraction, Fraction, int]]:
    """Yield between which ends how many of the values lie."""
    if one.spread is not None:
        yield from one.spread.ranks
    elif one.value is not None:
        yield one.value, one.value, one.weight


def _ranked(values: Iterator[tuple[Fraction, int]], ranks: Sequence[int]) -> Fraction:
    """The mean of the values at some ranks, counted from the smallest on from 1."""
    ordered = sorted(values)
    found = []
    for rank in ranks:
        passed = 0
        for value, many in ordered:
            passed += many
            if passed >= rank:
                found.append(value)
                break
    return sum(found, Fraction(0)) / len(found)


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
