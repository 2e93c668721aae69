"""The candidates of a need: looked at one by one only where a plain test does not rule them out.

`where benchmark is X` fails for every record that says another name. Such a record, if it is sound and
surely about the instance, is a miss whatever else is asked; it is enough to know how many there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from tra_policy.evaluate.ground.about import About, about
from tra_policy.evaluate.ground.candidates import Candidate, Case, candidates
from tra_policy.evaluate.ground.reaching import kind_of, stated
from tra_policy.evaluate.ground.records import kind_named
from tra_policy.evaluate.ground.soundness import unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.model.conditions import FieldTest
from tra_policy.model.duties import Need
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.run import Rollout


@dataclass(frozen=True, slots=True)
class Found:
    """What a need finds: candidates that were looked at, and how many further ones fail for sure.

    `first` are the first of these, by id: no more than a proof can show.
    """

    each: Sequence[Candidate]
    failing: int = 0
    first: Sequence[Candidate] = ()

    @property
    def many(self) -> int:
        """How many there are in all."""
        return len(self.each) + self.failing


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Records about an instance, sorted by what a field says: by their place, with those of which it
    cannot be told at once.
    """

    about: About
    saying: Mapping[str, Sequence[int]]
    open: Sequence[int]


def found_by(world: World, need: Need, case: Case, shown: int) -> Found:
    """Return the candidates of a need, with at most `shown` of those that need no look."""
    kind = kind_named(need.kind)
    test = _plain_test(need, case)
    if kind is None or test is None:
        return Found(tuple(candidates(world, need, case)))
    held = _sorted(world, kind, case.frame.outer, test.path[0])
    chosen = list(merge(held.saying.get(str(test.value), ()), held.open))
    each = candidates(world, need, case, [held.about.filed[at] for at in chosen])
    apart = set(chosen)
    rest = (at for at in range(len(held.about.filed)) if at not in apart)
    first = [Candidate(held.about.filed[at], False, True) for at in islice(rest, shown)]
    return Found(tuple(each), len(held.about.filed) - len(chosen), first)


def _plain_test(need: Need, case: Case) -> FieldTest | None:
    """The test by which records can be told apart beforehand; None where each has to be looked at.

    Where every record must pass, each that fails is named. A sample stands for many, and may be split.
    """
    whole = need.quantifier == "every" or need.stage or case.group or case.accepts is not None
    if whole or kind_named(need.kind) is Rollout:
        return None
    return next(
        (test for test in need.where if isinstance(test, FieldTest) and _is_plain(test)), None
    )


def _is_plain(test: FieldTest) -> bool:
    named = test.test == "is" and not test.against_path and isinstance(test.value, str)
    return named and len(test.path) == 1


def _sorted(world: World, kind: type[Record], outer: Record | None, field: str) -> _Sorted:
    key = ("sorted", kind.__name__, field, kind_of(outer), outer.id if outer is not None else "")
    if key not in world.memo:
        world.memo[key] = _sorted_out(world, about(world, kind, outer), field)
    found: _Sorted = world.memo[key]
    return found


def _sorted_out(world: World, held: About, field: str) -> _Sorted:
    saying: dict[str, list[int]] = {}
    unsure: list[int] = []
    for at, filed in enumerate(held.filed):
        said = stated(filed.record, field)
        plain = said is not None and all(isinstance(value, str) for value in said)
        if not plain or at in held.open or unsound(world, filed):
            unsure.append(at)
            continue
        for value in dict.fromkeys(said or ()):
            saying.setdefault(value, []).append(at)
    return _Sorted(held, saying, unsure)
