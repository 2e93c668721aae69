"""The candidates of a need: looked at one by one only where a plain test does not rule them out.

`where benchmark is X` fails for every record that says another name. Such a record, if it is sound and
surely about the instance, is a miss whatever else is asked; it is enough to know how many there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from tra_policy.evaluate.ground.about import About, about
from tra_policy.evaluate.ground.candidates import (
    EXISTING,
    Candidate,
    Case,
    candidates,
    plain_candidates,
)
from tra_policy.evaluate.ground.deadlines import timed
from tra_policy.evaluate.ground.populations import covering
from tra_policy.evaluate.ground.prepared import Told, prepared
from tra_policy.evaluate.ground.ranges import range_of
from tra_policy.evaluate.ground.reaching import stated
from tra_policy.evaluate.ground.records import kind_named
from tra_policy.evaluate.ground.soundness import unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE
from tra_policy.model.conditions import FieldTest
from tra_policy.model.duties import Need
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.run import Rollout
from tra_policy.words.noun import Noun


class Near(Noun):
    """The records about an instance, by their place among all that are about it: the sound ones by what
    they say in a field, and those of which it cannot be told at once.
    """

    among: Sequence[Filed]
    saying: Mapping[str, Sequence[int]]
    open: Sequence[int]


_Instance = tuple[type[Record], str] | None


class Found(Noun):
    """What a need finds: candidates that may answer or are in question, and records that fail for sure: those
    that say what the plain test asks for, and those that do not, which were not looked at.
    """

    each: Sequence[Candidate]
    near: Sequence[Filed] = ()
    _apart: frozenset[int] = frozenset()
    _among: Sequence[Filed] = ()

    @property
    def failing(self) -> int:
        """How many fail for sure."""
        return len(self.near) + len(self._among) - len(self._apart)

    def first(self, count: int) -> Iterator[Candidate]:
        """Yield the first that were not looked at, by id."""
        rest = (filed for at, filed in enumerate(self._among) if at not in self._apart)
        return (Candidate(filed, False, True) for filed in islice(rest, count))


class Asked(Noun):
    """What is the same of a need for every instance: the kind, the test by which records can be told
    apart beforehand with the field and the value that it asks for, all tests, those besides that one,
    whether the records have to be looked at one by one, all records of the kind, and the records that are
    near to an instance, as far as they were asked for. `plain` where the need
    may be met with nothing more to say of it: it asks for witnesses, or all that there are is claimed to be
    on file to the day of the check.
    """

    need: Need
    kind: type[Record] | None
    test: FieldTest | None
    field: str
    value: str
    told: Told
    besides: Told
    by_one: bool
    plain: bool
    everything: About
    near: dict[_Instance, Near | None]


def near_to(world: World, asked: Asked, case: Case) -> Near | None:
    """Return the records about an instance, sorted by the field of the plain test; None where they have
    to be looked at one by one.
    """
    if asked.by_one or case.group or case.accepts is not None:
        return None
    outer = case.frame.outer
    of = (type(outer), outer.id) if outer is not None else None
    if of not in asked.near:
        asked.near[of] = _near(world, asked, outer)
    return asked.near[of]


def _near(world: World, asked: Asked, outer: Record | None) -> Near | None:
    if asked.kind is None:
        return None
    near = about(world, asked.kind, outer)
    if near.open:
        return None
    if near is asked.everything and outer is not None:
        # What is about every instance is sorted once for all of them.
        if None not in asked.near:
            asked.near[None] = _sorted_out(world, near, asked.kind, asked.field)
        return asked.near[None]
    return _sorted_out(world, near, asked.kind, asked.field)


def found_by(world: World, need: Need, case: Case) -> Found:
    """Return the candidates of a need."""
    asked = asked_of(world, need, case.end)
    near = near_to(world, asked, case)
    if near is None:
        return Found(tuple(candidates(world, need, case, asked.told)))
    saying = near.saying.get(asked.value, ())
    each, failing = _looked_at(world, asked, case, [near.among[at] for at in saying])
    if near.open:
        others = (near.among[at] for at in near.open)
        each += plain_candidates(world, need, case, others, asked.told)
        each.sort(key=lambda one: one.filed.id)
    return Found(each, failing, frozenset((*saying, *near.open)), near.among)


def _looked_at(
    world: World, asked: Asked, case: Case, among: Sequence[Filed]
) -> tuple[list[Candidate], list[Filed]]:
    """Of sound records that say what the plain test asks for, those that may answer and those that fail."""
    outer, told = case.frame.outer, asked.besides
    timely = timed(world, asked.need.timing, case.frame)
    each: list[Candidate] = []
    failing: list[Filed] = []
    for filed in among:
        record = filed.record
        passed = told(record, outer)
        if passed != FALSE:
            passed = min(passed, timely(record.happened))
        if passed == FALSE:
            failing.append(filed)
        else:
            each.append(Candidate(filed, True, passed != TRUE))
    return each, failing


def asked_of(world: World, need: Need, end: date) -> Asked:
    """Return what a need asks of every record, whatever the instance."""
    key = ("need", id(need), end)
    held: Asked | None = world.memo.get(key)
    if held is None or held.need is not need:
        kind, test = kind_named(need.kind), _plain_test(need)
        field = test.path[0] if test is not None else ""
        besides = prepared(world, [one for one in need.where if one is not test], end)
        held = Asked(
            need,
            kind,
            test,
            field,
            str(test.value) if test is not None else "",
            prepared(world, need.where, end),
            besides,
            test is None or bool(need.stage) or _in_rows(world, need),
            _may_be_plain(world, need),
            about(world, kind, None) if kind is not None else About(),
            world.memo.setdefault(("near", kind, field), {}),
        )
        world.memo[key] = held
    return held


def _in_rows(world: World, need: Need) -> bool:
    return any(table.entry.kind == need.kind for table in world.evidence.tables)


def _may_be_plain(world: World, need: Need) -> bool:
    if need.per or need.aggregate is not None:
        return False
    if need.quantifier in EXISTING:
        return True
    closed = need.quantifier in ("no", "every")
    return closed and bool(covering(world, need.kind, range_of(need, {}), world.as_of))


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


def _sorted_out(world: World, near: About, kind: type[Record], field: str) -> Near:
    saying: dict[str, list[int]] = defaultdict(list)
    unsure: list[int] = []
    told = _said(world, kind, field)
    for at, filed in enumerate(near.filed):
        said = told[filed.record.id]
        if said is None:
            unsure.append(at)
        elif type(said) is str:
            saying[said].append(at)
        else:
            for value in said:
                saying[value].append(at)
    return Near(near.filed, saying, unsure)


# What a record says in a field: one value, several, or what cannot be told at once.
_Said = str | Collection[str] | None


def _said(world: World, kind: type[Record], field: str) -> Mapping[str, _Said]:
    """What each record of a kind says in a field, by its id."""
    key = ("said", kind, field)
    if key not in world.memo:
        world.memo[key] = {f.record.id: _said_by(world, f, field) for f in world.filed(kind)}
    found: Mapping[str, _Said] = world.memo[key]
    return found


def _said_by(world: World, filed: Filed, field: str) -> _Said:
    said = stated(filed.record, field)
    if said is None or unsound(world, filed) or not all(type(v) is str for v in said):
        return None
    return said[0] if len(said) == 1 else dict.fromkeys(said)
