"""Which records may answer a need, and what each may turn out to be.

A record whose stage, group or link is not stated stays in question, and so does one that is not what it
says it is: neither supports anything, and neither is put aside where it reads against a need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from tra_policy.evaluate.ground.about import About, about
from tra_policy.evaluate.ground.deadlines import timed
from tra_policy.evaluate.ground.events import Frame
from tra_policy.evaluate.ground.grouped import Grouped, grouped
from tra_policy.evaluate.ground.links import linked
from tra_policy.evaluate.ground.prepared import Told, prepared
from tra_policy.evaluate.ground.reaching import kind_of, reached
from tra_policy.evaluate.ground.records import kind_named, passes
from tra_policy.evaluate.ground.soundness import unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth, conjunction
from tra_policy.logic.rows_asked import asked_by, is_flag
from tra_policy.model.conditions import Condition, FieldTest
from tra_policy.model.duties import Need
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.links import stage_path
from tra_policy.model.evidence.run import Rollout
from tra_policy.model.evidence.tables import Rows
from tra_policy.model.proof import Reason
from tra_policy.words.noun import Noun, field

EXISTING = ("some", "at least", "enough")
_FEW = 4  # so many records are looked at for every group

Filter = Callable[[Filed], tuple[Reason, ...] | None]


class Case(Noun):
    """Where a need is asked: the item, the record of `for every`, and which records may answer.

    `accepts` returns what stands against a record (it then cannot answer, but is shown), or None when
    the record is not in question at all. `nearby` returns the records of a kind beside which it accepts
    none, if it does. `waived` names the waiver of one group, if any.
    """

    item: str
    frame: Frame
    end: date
    owner: str
    accepts: Filter | None = None
    nearby: Callable[[type[Record]], Sequence[Filed] | None] = lambda _: None
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
            return TRUE if not self.miss else UNKNOWN if self.hit or self.out else FALSE
        return FALSE if not self.hit else UNKNOWN if self.miss or self.out else TRUE


def candidates(
    world: World, need: Need, case: Case, told: Told | None = None
) -> Iterator[Candidate]:
    """Yield the records in question, ordered by id. The rows of tables come before the records, as cells.

    `told` are the tests of the need, where they were made ready.
    """
    told = told or prepared(world, need.where, case.end)
    timely = timed(world, need.timing, case.frame)
    single = kind_named(need.kind) is not Rollout
    for filed, inside in _inside(world, need, case):
        record = filed.record
        against = case.accepts(filed) if case.accepts else unsound(world, filed)
        if against is None:
            continue
        passing = (
            ((told(record, case.frame.outer), 1),)
            if single and filed.rows is None
            else parts(world, need, case, filed, told)
        )
        for passed, weight in passing:
            if weight:
                whole = FALSE if passed == FALSE else min(passed, timely(record.happened))
                yield _candidate(need, filed, whole, against, inside != TRUE, weight)


def plain_candidates(
    world: World, need: Need, case: Case, among: Iterable[Filed], told: Told
) -> Iterator[Candidate]:
    """Yield records of which each stands for itself alone and is surely asked about.

    `told` are the tests of the need.
    """
    outer, timely = case.frame.outer, timed(world, need.timing, case.frame)
    for filed in among:
        record = filed.record
        passed = told(record, outer)
        if passed != FALSE and need.timing is not None:
            passed = min(passed, timely(record.happened))
        yield _candidate(need, filed, passed, unsound(world, filed), False, 1)


def _inside(world: World, need: Need, case: Case) -> Iterator[tuple[Filed, Truth]]:
    """The records that may be asked about, with whether they are."""
    if world.evidence.tables:
        yield from _rows_inside(world, need, case)
    kind = kind_named(need.kind)
    if kind is not None and (near := case.nearby(kind)) is not None:
        among = About(near, frozenset(range(len(near))))
    else:
        among = about(world, kind, case.frame.outer) if kind is not None else About()
    if not among.open and not need.stage and not case.group:
        yield from ((filed, TRUE) for filed in among.filed)
        return
    outer = case.frame.outer
    of = (need.kind, kind_of(outer), outer.id if outer is not None else "")
    for at in _places(world, case, of, among.filed):
        filed = among.filed[at]
        link = linked(world, filed.record, case.frame.outer) if at in among.open else TRUE
        inside = min(link, _belongs(world, need, case, filed))
        if inside != FALSE:
            yield filed, inside


def _rows_inside(world: World, need: Need, case: Case) -> Iterator[tuple[Filed, Truth]]:
    asked = asked_by(need, kind_of(case.frame.outer))
    key = ("rows", asked)
    if key not in world.memo:
        world.memo[key] = world.rows(asked)
    cells: Sequence[Filed] = world.memo[key]
    for at in _places(world, case, key, cells):
        filed = cells[at]
        link = linked(world, filed.record, case.frame.outer)
        inside = min(link, _belongs(world, need, case, filed))
        if inside != FALSE:
            yield filed, inside


def _places(
    world: World, case: Case, of: tuple[object, ...], filed: Sequence[Filed]
) -> Sequence[int]:
    """Where the records of a question stand that may be in the group that is asked about, if any is."""
    if not case.group or len(filed) < _FEW:
        return range(len(filed))
    key = ("by group", of, *case.group)
    if key not in world.memo:
        world.memo[key] = grouped(world, filed, tuple(case.group))
    held: Grouped = world.memo[key]
    # Of an instance of which much is open the records come anew each time.
    return held.places(case.group) if held.filed is filed else range(len(filed))


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


def parts(
    world: World, need: Need, case: Case, filed: Filed, told: Told | None = None
) -> Iterator[tuple[Truth, int]]:
    """Yield whether a record passes, with how many it stands for; a sample is split by its flags.

    `told` are the tests of the need, where they were made ready. How many of a sample have two flags
    together is not said: at most as many as have the rarer one.
    """
    outer, end, record = case.frame.outer, case.end, filed.record
    if filed.rows is not None:
        open_ones = [t for t in need.where if _is_unsaid(filed.rows, t)]
        others = tuple(t for t in need.where if t not in open_ones)
        passed = passes(world, record, others, outer, end)
        yield conjunction((passed, UNKNOWN)) if open_ones else passed, filed.rows.many
        return
    sampled = record.sampled if isinstance(record, Rollout) else None
    asked = [t for t in need.where if is_flag(t)] if sampled is not None else []
    if sampled is None or not asked:
        tell = told or prepared(world, need.where, end)
        yield tell(record, outer), 1 if sampled is None else sampled
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


def _is_unsaid(rows: Rows, test: Condition) -> bool:
    """Whether a test is about a flag of which the rows do not say whether they have it."""
    if not is_flag(test) or not isinstance(test, FieldTest):
        return False
    return rows.unsaid is None or str(test.value) in rows.unsaid


def _flagged(record: Record, test: Condition) -> int | None:
    """How many of a sample pass a test on their flags; None where the record does not say."""
    assert isinstance(record, Rollout) and isinstance(test, FieldTest)
    hits, sampled = (record.flagged or {}).get(str(test.value)), record.sampled
    if hits is None or sampled is None or hits > sampled:
        return None
    denied = test.test == "is not"
    return sampled - hits if denied else hits


def is_inside(world: World, need: Need, case: Case, filed: Filed) -> Truth:
    """Whether a record is one of those that are asked about: its stage, its group, its instance."""
    return min(linked(world, filed.record, case.frame.outer), _belongs(world, need, case, filed))


def _belongs(world: World, need: Need, case: Case, filed: Filed) -> Truth:
    """Whether a record is of the stage and of the group that are asked about."""
    found = TRUE
    if need.stage:
        found = _leads(world, filed.record, stage_path(need.kind), need.stage)
    for name, wanted in case.group.items():
        found = min(found, _leads(world, filed.record, name.split("."), wanted))
    return found


def _leads(world: World, record: Record, path: tuple[str, ...] | list[str], wanted: str) -> Truth:
    found = reached(world, record, path) if path else None
    if found is None:
        return UNKNOWN
    if wanted in {str(value) for value in found.values}:
        return TRUE
    return UNKNOWN if found.open else FALSE


def in_question(world: World, need: Need, case: Case) -> Iterator[Filed]:
    """Yield the records of which some may be asked about, whatever their group."""
    for filed, _ in _inside(world, need, case):
        if _against(world, case, filed) is not None:
            yield filed
