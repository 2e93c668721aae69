"""How many different values a field has in many records, as far as it can be told: `distinct environment`.

What surely is there is counted once. What is not known of a record may be a value that another has, or one
that none has: that, and what may not have been filed, moves the number between two bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from tra_policy.evaluate.ground.aggregates import Bounds, aggregate_truth, members
from tra_policy.evaluate.ground.candidates import Case
from tra_policy.evaluate.ground.reaching import reached
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, UNKNOWN, Truth
from tra_policy.logic.rows_asked import is_flag
from tra_policy.model.conditions import FieldTest
from tra_policy.model.duties import Aggregate, Need
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.run import Rollout
from tra_policy.model.kinds import KINDS
from tra_policy.model.proof import Reason
from tra_policy.words.noun import Noun

# What a reviewed sample of rollouts says of itself, not of each rollout in it.
_OF_A_SAMPLE = ("sampled", "population")
_NUMBERS = ("number", "quantity")


class Naming(Noun):
    """A record that is asked about, or may be (`out`): the values that it surely has, and how many others
    it may have, None where that is not bounded.
    """

    filed: Filed
    names: frozenset[str]
    more: int | None = 0
    out: bool = False
    weight: int = 1
    reasons: tuple[Reason, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it may add a value that it does not state."""
        return self.more != 0


def naming(world: World, need: Need, case: Case, aggregate: Aggregate) -> Iterator[Naming]:
    """Yield the records whose values are counted, ordered by id."""
    word = KINDS.get(need.kind, {}).get(aggregate.path[0], "")
    single = len(aggregate.path) == 1 and word != "names"
    for one in members(world, need, case):
        record = one.filed.record
        # One that does not say has one value, or none; a list, or what stands behind a link, any number.
        unstated = one.weight if single else None
        if one.reasons or _of_a_sample(one.filed, word, aggregate):
            yield Naming(one.filed, frozenset(), unstated, one.out, one.weight, one.reasons)
            continue
        if _flags_of_a_sample(one.filed, aggregate):
            yield Naming(one.filed, _flagged(record, need, one.weight), None, one.out, one.weight)
            continue
        found = reached(world, record, aggregate.path)
        names = frozenset(map(_written, found.values))
        more = unstated if found.open else 0
        yield Naming(one.filed, names, more, one.out, one.weight)


def _written(value: object) -> str:
    """A value as records write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _of_a_sample(filed: Filed, word: str, aggregate: Aggregate) -> bool:
    """Whether a record stands for many, each of which may have a number of its own."""
    sampled = filed.record.sampled if isinstance(filed.record, Rollout) else None
    numbers = word in _NUMBERS and aggregate.path[0] not in _OF_A_SAMPLE
    return numbers and filed.rows is None and sampled is not None and sampled != 1


def _flags_of_a_sample(filed: Filed, aggregate: Aggregate) -> bool:
    """Whether the flags of a sample are asked for: `flagged` says which it has, as for `flags has`."""
    sampled = filed.record.sampled if isinstance(filed.record, Rollout) else None
    return aggregate.path == ("flags",) and filed.rows is None and sampled is not None


def _flagged(record: Record, need: Need, meant: int) -> frozenset[str]:
    """The flags that are surely seen in so many of a sample as are meant: the one that is asked for, and
    each that the others are too few to have alone. Of flags that are not told nothing is said.
    """
    assert isinstance(record, Rollout)
    most, flagged = record.sampled or 0, record.flagged or {}
    asked = {
        str(t.value)
        for t in need.where
        if is_flag(t) and isinstance(t, FieldTest) and t.test != "is not"
    }
    return frozenset(
        n for n, many in flagged.items() if 0 < many <= most and (n in asked or many + meant > most)
    )


def counted(records: Sequence[Naming], complete: bool) -> Bounds:
    """Return between which bounds the number of different values lies."""
    sure: frozenset[str] = frozenset().union(*(one.names for one in records if not one.out))
    every: frozenset[str] = frozenset().union(*(one.names for one in records))
    more = [one.more for one in records]
    known = [many for many in more if many is not None]
    closed = complete and len(known) == len(more)
    highest = Fraction(len(every) + sum(known)) if closed else None
    return Bounds(Fraction(len(sure)), highest, all(one.out for one in records))


def distinct_truth(aggregate: Aggregate, bounds: Bounds) -> Truth:
    """Return whether a number of values meets the limit. Of no records there are none, which may fall short
    of a limit; but nothing passes empty.
    """
    if not bounds.empty:
        return aggregate_truth(aggregate, bounds)
    found = aggregate_truth(aggregate, Bounds(bounds.lowest, bounds.highest))
    return FALSE if found == FALSE else UNKNOWN


def witnesses(records: Sequence[Naming], wanted: int) -> list[Naming]:
    """Return records that surely have so many different values, if there are."""
    seen: set[str] = set()
    found: list[Naming] = []
    for one in records:
        if len(seen) >= wanted:
            break
        if not one.out and not one.names <= seen:
            seen |= one.names
            found.append(one)
    return found
