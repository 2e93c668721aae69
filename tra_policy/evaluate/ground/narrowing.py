"""The candidates of a need: looked at one by one only where a plain test does not rule them out.

`where benchmark is X` fails for every record that says another name. Such a record, if it is sound and
surely about the instance, is a miss whatever else is asked; it is enough to know how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from tra_policy.evaluate.ground.about import About, about
from tra_policy.evaluate.ground.candidates import Candidate, Case, candidates
from tra_policy.evaluate.ground.prepared import Told, prepared
from tra_policy.evaluate.ground.reaching import kind_of, stated
from tra_policy.evaluate.ground.records import kind_named
from tra_policy.evaluate.ground.soundness import unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.model.conditions import FieldTest
from tra_policy.model.duties import Need
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.run import Rollout
from tra_policy.words.noun import Noun


class _Sorted(Noun):
    """Records about an instance, sorted by what a field says: by their place, with those of which it
    cannot be told at once.
    """

    saying: Mapping[str, Sequence[int]]
    open: Sequence[int]


class Found(Noun):
    """What a need finds: candidates that were looked at, and further ones that fail for sure."""

    each: Sequence[Candidate]
    _apart: frozenset[int] = frozenset()
    _among: Sequence[Filed] = ()

    @property
    def failing(self) -> int:
        """How many were not looked at since they fail for sure."""
        return len(self._among) - len(self._apart)

    def first(self, count: int) -> Iterator[Candidate]:
        """Yield the first of those, by id."""
        rest = (filed for at, filed in enumerate(self._among) if at not in self._apart)
        return (Candidate(filed, False, True) for filed in islice(rest, count))


class _Asked(Noun):
    """What is the same of a need for every instance: the kind, the test by which records can be told
    apart beforehand, all tests, and those besides that one.
    """

    need: Need
    kind: type[Record] | None
    test: FieldTest | None
    told: Told
    besides: Told


def found_by(world: World, need: Need, case: Case) -> Found:
    """Return the candidates of a need."""
    asked = _asked(world, need, case.end)
    of_rows = any(table.entry.kind == need.kind for table in world.evidence.tables)
    one_by_one = need.stage or case.group or case.accepts is not None or of_rows
    if asked.kind is None or asked.test is None or one_by_one:
        return Found(tuple(candidates(world, need, case, told=asked.told)))
    near = about(world, asked.kind, case.frame.outer)
    if near.open:
        return Found(tuple(candidates(world, need, case, near, asked.told)))
    held = _sorted(world, asked.kind, case.frame.outer, asked.test.path[0], near)
    saying = held.saying.get(str(asked.test.value), ())
    surely = About([near.filed[at] for at in saying])
    each = candidates(world, need, case, surely, asked.besides)
    if held.open:
        others = About([near.filed[at] for at in held.open])
        further = candidates(world, need, case, others, asked.told)
        from heapq import merge

        each = merge(each, further, key=lambda one: one.filed.id)
    return Found(tuple(each), frozenset((*saying, *held.open)), near.filed)


def _asked(world: World, need: Need, end: date) -> _Asked:
    key = ("need", str(id(need)), str(end))
    held: _Asked | None = world.memo.get(key)
    if held is None or held.need is not need:
        kind, test = kind_named(need.kind), _plain_test(need)
        besides = prepared(world, [one for one in need.where if one is not test], end)
        held = _Asked(need, kind, test, prepared(world, need.where, end), besides)
        world.memo[key] = held
    return held


def _plain_test(need: Need) -> FieldTest | None:
    """The test by which records can be told apart beforehand; None where each has to be looked at.

    Where every record must pass, each that fails is named. A sample stands for many, and may be split.
    """
    if need.quantifier == "every" or kind_named(need.kind) is Rollout:
        return None
    return next(
        (test for test in need.where if isinstance(test, FieldTest) and _is_plain(test)), None
    )


def _is_plain(test: FieldTest) -> bool:
    named = test.test == "is" and not test.against_path and isinstance(test.value, str)
    return named and len(test.path) == 1


def _sorted(
    world: World, kind: type[Record], outer: Record | None, field: str, near: About
) -> _Sorted:
    # What is about every instance is sorted once for all of them.
    own = outer if near is not about(world, kind, None) else None
    key = ("sorted", kind.__name__, field, kind_of(own), own.id if own is not None else "")
    if key not in world.memo:
        world.memo[key] = _sorted_out(world, near, field)
    found: _Sorted = world.memo[key]
    return found


def _sorted_out(world: World, near: About, field: str) -> _Sorted:
    saying: dict[str, list[int]] = {}
    unsure: list[int] = []
    for at, filed in enumerate(near.filed):
        said = stated(filed.record, field)
        if said is None or unsound(world, filed) or not all(isinstance(v, str) for v in said):
            unsure.append(at)
            continue
        for value in dict.fromkeys(said):
            saying.setdefault(value, []).append(at)
    return _Sorted(saying, unsure)
