"""Which records may answer a need, and what each may turn out to be.

A record whose stage, group or link is not stated stays in question, and so does one that is not what it
says it is: neither supports anything, and neither is put aside where it reads against a need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from tra_policy.evaluate.ground.deadlines import in_time
from tra_policy.evaluate.ground.events import Frame
from tra_policy.evaluate.ground.links import linked
from tra_policy.evaluate.ground.reaching import reached
from tra_policy.evaluate.ground.records import kind_named, passes
from tra_policy.evaluate.ground.soundness import unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth, conjunction
from tra_policy.model.conditions import Condition, FieldTest
from tra_policy.model.duties import Need
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.links import stage_path
from tra_policy.model.evidence.run import Rollout
from tra_policy.model.proof import Reason
from tra_policy.words.noun import Noun, field

EXISTING = ("some", "at least", "enough")

Filter = Callable[[Filed], tuple[Reason, ...] | None]


class Case(Noun):
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


class Candidate(Noun):
    """One record that is in question: what it may turn out to be.

    It may answer (`hit`), it may be one that does not (`miss`), and it may be none of those that are
    asked about at all (`out`). `weight` is how many it stands for: a reviewed sample is one record of
    many.
    """

    filed: Filed
    hit: bool
    miss: bool
    out: bool = False
    reasons: tuple[Reason, ...] = ()
    weight: int = 1

    @property
    def answers(self) -> bool:
        """Whether it surely answers."""
        return self.hit and not self.miss and not self.out

    @property
    def fails(self) -> bool:
        """Whether it is surely one that does not."""
        return self.miss and not self.hit and not self.out

    def truth(self, quantifier: str) -> Truth:
        """Return what it comes to for a quantifier: whether it answers, as far as that counts."""
        if quantifier == "every":
            return FALSE if self.fails else UNKNOWN if self.miss else TRUE
        return TRUE if self.answers else UNKNOWN if self.hit else FALSE


def candidates(world: World, need: Need, case: Case) -> Iterator[Candidate]:
    """Yield the records in question, ordered by id."""
    kind = kind_named(need.kind)
    for filed in world.filed(kind) if kind is not None else ():
        inside = is_inside(world, need, case, filed)
        against = _against(world, case, filed) if inside != FALSE else None
        if against is None:
            continue
        timely = in_time(world, need.timing, case.frame, filed.record.happened)
        for passed, weight in parts(world, need, case, filed.record):
            if weight:
                whole = conjunction((passed, timely))
                yield _candidate(need, filed, whole, against, inside != TRUE, weight)


def _against(world: World, case: Case, filed: Filed) -> tuple[Reason, ...] | None:
    return case.accepts(filed) if case.accepts else unsound(world, filed)


def _candidate(
    need: Need,
    filed: Filed,
    passed: Truth,
    against: tuple[Reason, ...],
    out: bool,
    weight: int,
) -> Candidate:
    hit, miss = passed != FALSE, passed != TRUE
    if against:
        # What is not sound may be otherwise. To be no witness it need not be sound.
        hit = hit or need.quantifier not in EXISTING
        miss = True
    return Candidate(filed, hit, miss, out, against, weight)


def parts(world: World, need: Need, case: Case, record: Record) -> Iterator[tuple[Truth, int]]:
    """Yield whether a record passes, with how many it stands for; a sample is split by its flags.

    How many of a sample have two flags together is not said: at most as many as have the rarer one.
    """
    outer, end = case.frame.outer, case.end
    sampled = record.sampled if isinstance(record, Rollout) else None
    asked = [t for t in need.where if _flag(t)] if sampled is not None else []
    if sampled is None or not asked:
        yield passes(world, record, need.where, outer, end), 1 if sampled is None else sampled
        return
    others = tuple(t for t in need.where if t not in asked)
    rest = passes(world, record, others, outer, end)
    bounds = [_flagged(record, test) for test in asked]
    if None in bounds:
        yield conjunction((rest, UNKNOWN)), sampled
        return
    most = min(b for b in bounds if b is not None)
    yield rest if len(bounds) == 1 else conjunction((rest, UNKNOWN)), most
    yield FALSE, sampled - most


def _flag(test: Condition) -> str:
    """The flag that a test asks for; empty where it is about something else."""
    about = isinstance(test, FieldTest) and test.path == ("flags",) and not test.against_path
    if about and isinstance(test, FieldTest) and test.test in ("has", "is", "is not"):
        return str(test.value)
    return ""


def _flagged(record: Record, test: Condition) -> int | None:
    """How many of a sample pass a test on their flags; None where the record does not say."""
    assert isinstance(record, Rollout)
    hits, sampled = (record.flagged or {}).get(_flag(test)), record.sampled
    if hits is None or sampled is None or hits > sampled:
        return None
    denied = isinstance(test, FieldTest) and test.test == "is not"
    return sampled - hits if denied else hits


def is_inside(world: World, need: Need, case: Case, filed: Filed) -> Truth:
    """Whether a record is one of those that are asked about: its stage, its group, its instance."""
    record = filed.record
    tests = [linked(world, record, case.frame.outer)]
    if need.stage:
        tests.append(_leads(world, record, stage_path(need.kind), need.stage))
    for name, wanted in case.group.items():
        tests.append(_leads(world, record, name.split("."), wanted))
    return conjunction(tests)


def _leads(world: World, record: Record, path: tuple[str, ...] | list[str], wanted: str) -> Truth:
    found = reached(world, record, path) if path else None
    if found is None:
        return UNKNOWN
    if wanted in {str(value) for value in found.values}:
        return TRUE
    return UNKNOWN if found.open else FALSE


def in_question(world: World, need: Need, case: Case) -> Iterator[Filed]:
    """Yield the records of which some may be asked about, whatever their group."""
    kind = kind_named(need.kind)
    for filed in world.filed(kind) if kind is not None else ():
        if (
            is_inside(world, need, case, filed) != FALSE
            and _against(world, case, filed) is not None
        ):
            yield filed
