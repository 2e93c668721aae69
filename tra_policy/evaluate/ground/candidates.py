"""Which records may answer a need, and how each does.

A record whose stage, group or link is not stated stays in question: it can support nothing, and what it
reads against a need is not put aside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from tra_policy.evaluate.ground.deadlines import in_time
from tra_policy.evaluate.ground.events import Frame
from tra_policy.evaluate.ground.links import linked
from tra_policy.evaluate.ground.records import kind_named, passes, value_at
from tra_policy.evaluate.ground.soundness import unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth, conjunction, of_bool
from tra_policy.model.conditions import Condition, FieldTest
from tra_policy.model.duties import Need
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.run import Rollout
from tra_policy.model.proof import Reason

EXISTING = ("some", "at least", "enough")

Filter = Callable[[Filed], tuple[Reason, ...] | None]


@dataclass(frozen=True)
class Case:
    """Where a need is asked: the item, the record of `for every`, and which records may answer.

    `accepts` returns what stands against a record (it then cannot answer, but is shown), or None when
    the record is not in question at all. `waived` names the waiver of one group, if any.
    """

    item: str
    frame: Frame
    end: date
    owner: str
    accepts: Filter | None = None
    waived: Callable[[dict[str, str]], str] = lambda _: ""
    group: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One record: whether it answers, and whether it is surely one of those that are asked about.

    `weight` is how many it stands for: a reviewed sample of rollouts is one record of many.
    """

    filed: Filed
    truth: Truth
    reasons: tuple[Reason, ...] = ()
    sure: bool = True
    weight: int = 1


def candidates(world: World, need: Need, case: Case) -> Iterator[Candidate]:
    """Yield the records in question, ordered by id."""
    kind = kind_named(need.kind)
    for filed in world.filed(kind) if kind is not None else ():
        inside = _inside(world, need, case, filed)
        if inside == FALSE:
            continue
        against = case.accepts(filed) if case.accepts else unsound(world, filed)
        if against is None:
            continue
        timely = in_time(world, need.timing, case.frame, filed.record.happened)
        for passed, weight in _parts(world, need, case, filed.record):
            whole = conjunction((passed, timely))
            truth = _weighed(need, whole, sound=not against, sure=inside == TRUE)
            yield Candidate(filed, truth, against, inside == TRUE, weight)


def _parts(world: World, need: Need, case: Case, record: Record) -> Iterator[tuple[Truth, int]]:
    """Yield whether a record passes, with how many it stands for; a sample is split by its flags."""
    outer, end = case.frame.outer, case.end
    sampled = record.sampled if isinstance(record, Rollout) else None
    asked = next((t for t in need.where if _is_flag(t)), None)
    if sampled is None or not isinstance(asked, FieldTest):
        yield passes(world, record, need.where, outer, end), 1 if sampled is None else sampled
        return
    assert isinstance(record, Rollout)
    others = tuple(t for t in need.where if t is not asked)
    rest = passes(world, record, others, outer, end)
    hits = (record.flagged or {}).get(str(asked.value))
    if hits is None or hits > sampled:
        yield conjunction((rest, UNKNOWN)), sampled
        return
    yield rest, hits
    yield conjunction((rest, FALSE)), sampled - hits


def _is_flag(test: Condition) -> bool:
    return isinstance(test, FieldTest) and test.path == ("flags",) and test.test == "has"


def _inside(world: World, need: Need, case: Case, filed: Filed) -> Truth:
    """Whether a record is one of those that are asked about: its stage, its group, its instance."""
    record = filed.record
    tests = [linked(world, record, case.frame.outer)]
    if need.stage:
        tests.append(_stated(getattr(record, "stage", None), need.stage))
    for name, wanted in case.group.items():
        tests.append(_stated(value_at(world, record, (name,), None), wanted))
    return conjunction(tests)


def _stated(held: object, wanted: str) -> Truth:
    return UNKNOWN if held is None else of_bool(str(held) == wanted)


def _weighed(need: Need, passed: Truth, *, sound: bool, sure: bool) -> Truth:
    """What a record comes to: one that is not sound, or perhaps not meant, does not support the need."""
    if passed == UNKNOWN:
        return UNKNOWN
    if need.quantifier in EXISTING:
        return passed if passed == FALSE or (sound and sure) else UNKNOWN
    supports = TRUE if need.quantifier == "every" else FALSE
    if passed == supports:
        return passed if sound else UNKNOWN
    return passed if sure else UNKNOWN
