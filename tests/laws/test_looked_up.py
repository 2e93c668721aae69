"""What is looked up is what a search through everything finds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tra_policy import driver
from tra_policy.evaluate.assembly import world_of
from tra_policy.evaluate.checks.stretches import Changes, Stretch, holds
from tra_policy.evaluate.ground.about import about
from tra_policy.evaluate.ground.candidates import Candidate, Case, candidates
from tra_policy.evaluate.ground.events import Frame, Happening
from tra_policy.evaluate.ground.lineage import ancestors, descends, relation
from tra_policy.evaluate.ground.links import linked
from tra_policy.evaluate.ground.narrowing import found_by
from tra_policy.evaluate.ground.prepared import prepared
from tra_policy.evaluate.ground.records import passes
from tra_policy.evaluate.ground.soundness import all_unsound, unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import KINDS, Evidence
from tra_policy.model.evidence.run import ChangeRecord
from tra_policy.model.moment import parse_moment
from tra_policy.words.noun import replace
from tra_policy.words.source import Source

from .pipeline import HEAD
from .test_needs_lose_nothing import IDS, PARTIES, RECORDS, RETRACTED, Fields, made, some
from .test_needs_over_possible_worlds import AS_OF, told

NEEDS = """\
requirement NAMED
  needs measurement where benchmark is quiz, run by independent, value > 0.5
requirement NONE
  needs no measurement where subject is c-1, value >= 0.5 within 10 days of effective
requirement ABOUT
  for every checkpoint
  needs measurement where benchmark is quiz within 10 days of made
  needs no measurement where benchmark is exam, value < 0.5
requirement SHARE
  for every checkpoint
  needs at most 50% of measurements where benchmark is quiz, statistic is mean
requirement BETWEEN
  for every warning
  needs retest where benchmark is quiz, remediation.effective within 10 days of warning.detected
  needs no remediation where type is accept
  needs at least 2 remediations where checkpoint is c-1, trained_on is quiz
requirement LISTED
  for every remediation
  needs retest where run_by is lab, run_by >= 1, checkpoint descends from remediation.checkpoint
  needs no investigation where sole_cause is true
"""
DAYS = ["2026-01-01", "2026-01-03", "2026-01-08T12:00Z", "2026-01-20"]
MORE = st.one_of(
    RECORDS,
    made(
        "measurement",
        {
            "benchmark": st.sampled_from(["quiz", "exam"]),
            "subject": st.sampled_from(["c-1", "c-2", "elsewhere"]),
            "statistic": st.sampled_from(["mean", "unstated"]),
            "value": some([0.1, 0.5, 0.9]),
            "roles": some([{"run": ["lab"]}, {"run": ["outsider"]}]),
            "adjudicates": some([["e-1"]]),
            "ended": some(DAYS),
            "retracted": RETRACTED,
        },
    ),
    made(
        "change", {"component": st.just("data"), "motive": some([["w-1"]]), "effective": some(DAYS)}
    ),
    made("incident", {"warnings": some([["w-1"], ["w-2"]]), "subject": some(["c-1"])}),
)
TEXT = driver.read(Source("policy.tra", HEAD + PARTIES + NEEDS), {})
LETTERS = {**IDS, "measurement": "e", "change": "h", "incident": "n"}


def named(records: list[Fields]) -> list[Fields]:
    """Give every record an id by its kind and its number."""
    counts: dict[str, int] = {}
    for record in records:
        kind = record["kind"]
        counts[kind] = counts.get(kind, 0) + 1
        record["id"] = f"{LETTERS[kind]}-{counts[kind]}"
    return records


def world(evidence: Evidence) -> World:
    """The world of some evidence, on the day of the check."""
    assert TEXT.policy is not None
    return world_of(TEXT.policy, evidence, AS_OF, {})


worlds = st.lists(MORE, max_size=12).map(lambda records: world(told(named(records), False)))


@given(worlds)
def test_the_records_about_an_instance_are_those_that_link_to_it(held: World) -> None:
    for outer in (filed.record for filed in held.visible):
        for kind in KINDS.values():
            found = about(held, kind, outer)
            links = {f.id: linked(held, f.record, outer) for f in held.filed(kind)}
            assert [f.id for f in found.filed] == [
                n for n, truth in links.items() if truth != FALSE
            ]
            sure = [f.id for at, f in enumerate(found.filed) if at not in found.open]
            assert all(links[name] == TRUE for name in sure)


@given(worlds)
def test_a_need_finds_what_it_finds_by_looking_at_everything(held: World) -> None:
    assert TEXT.policy is not None
    for requirement in TEXT.policy.requirements:
        outers: list[Record | None] = [None]
        if requirement.for_every is not None:
            outers = [f.record for f in held.filed(KINDS[requirement.for_every.kind])]
        for outer in outers:
            since = Happening(outer.happened, outer.id) if outer and outer.happened else None
            case = Case(requirement.name, Frame(outer=outer, triggered=since), AS_OF, "lab")
            for need in requirement.needs:
                everything = held.filed(KINDS[need.kind])
                open_case = replace(case, nearby=lambda _, all_=everything: all_)
                slowly = list(candidates(held, need, open_case))
                found = found_by(held, need, case)
                failing = [Candidate(filed, False, True) for filed in found.near]
                failing += found.first(len(everything))
                assert len(failing) == found.failing
                assert [*found.each] == sorted(found.each, key=lambda one: one.filed.id)
                both = sorted((*found.each, *failing), key=lambda one: one.filed.id)
                assert both == slowly


def test_candidates_come_by_id_also_where_some_are_not_sound() -> None:
    one: Fields = {"kind": "measurement", "benchmark": "quiz", "subject": "c-1", "value": 0.9}
    one |= {"statistic": "mean", "roles": {"run": ["outsider"]}}
    taken_back = {**one, "retracted": {"on": "2026-01-03", "by": "lab", "because": "a mistake"}}
    held = world(told(named([taken_back, dict(one), dict(taken_back), dict(one)]), False))
    assert TEXT.policy is not None
    (need,) = TEXT.policy.requirements[0].needs
    found = found_by(held, need, Case("NAMED", Frame(), AS_OF, "lab"))
    assert [c.filed.id for c in found.each] == ["e-1", "e-2", "e-3", "e-4"]


@given(worlds)
def test_tests_made_ready_tell_what_tests_tell(held: World) -> None:
    assert TEXT.policy is not None
    for requirement in TEXT.policy.requirements:
        for need in requirement.needs:
            tell = prepared(held, need.where, AS_OF)
            for filed in held.filed(KINDS[need.kind]):
                for outer in (None, *(f.record for f in held.visible)):
                    wanted = passes(held, filed.record, need.where, outer, AS_OF)
                    assert tell(filed.record, outer) == wanted


NAMES = [f"c-{number}" for number in range(1, 8)]
PARENTS = st.none() | st.lists(st.sampled_from([*NAMES, "unknown"]), max_size=2)


@st.composite
def lineages(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Checkpoints, in a line, in a tree or in circles."""
    records = []
    for at, name in enumerate(NAMES[: draw(st.integers(0, len(NAMES)))]):
        parents = draw(st.just(NAMES[at - 1 : at]) | PARENTS)
        record: dict[str, Any] = {"kind": "checkpoint", "id": name}
        if parents is not None:
            record["parents"] = parents
        if draw(st.integers(0, 5)) == 0:
            record["sibling_of"] = [draw(st.sampled_from(NAMES))]
        if draw(st.integers(0, 2)) == 0:
            record["snapshot_of"] = draw(st.sampled_from(NAMES))
        records.append(record)
    return records


@given(lineages())
def test_one_checkpoint_descends_from_another_if_the_walk_up_its_line_finds_it(
    records: list[dict[str, Any]],
) -> None:
    held = world(told(records, False))
    for one in (*NAMES, "unknown", "nowhere"):
        for other in (*NAMES, "unknown", "nowhere"):
            assert descends(held, one, other) == (other in ancestors(held, one))
            for cited in (False, True):
                assert relation(held, one, other, cited) == related(held, one, other, cited)


def related(held: World, subject: str, asked: str, cited: bool) -> str:
    """The relation of two models, by walking both lines."""
    if subject == asked:
        return "same"
    if subject in ancestors(held, asked):
        return "ancestor"
    lines = (family(held, asked), family(held, subject))
    known = [[held.checkpoints.get(name) for name in line] for line in lines]
    siblings = {s for line in known for c in line if c is not None for s in c.sibling_of}
    kin = bool(lines[0] & lines[1]) or siblings & {subject, asked}
    if kin or cited:
        return "related"
    whole = all(c is not None and c.parents is not None for line in known for c in line)
    return "unrelated" if whole else "undeclared"


def family(held: World, name: str) -> set[str]:
    """What a model leads to by its line and by what it is called a snapshot of: steps until none is new."""
    found = {name}
    while True:
        records = [c for c in map(held.checkpoints.get, found) if c is not None]
        further = {p for c in records for p in c.parents or ()}
        further |= {c.snapshot_of for c in records if c.snapshot_of is not None}
        if further <= found:
            return found
        found |= further


WHEN = st.none() | st.sampled_from(DAYS)
STEP = st.none() | st.integers(0, 4)
RUN = st.sampled_from([None, "run-1", "run-2"])


@given(st.lists(st.tuples(RUN, STEP, WHEN), max_size=8), RUN, STEP, STEP, WHEN, WHEN)
def test_changes_near_a_stretch_are_all_that_may_hold_there(
    given_changes: list[tuple[str | None, int | None, str | None]],
    run: str | None,
    first: int | None,
    last: int | None,
    begun: str | None,
    ended: str | None,
) -> None:
    changes = []
    for at, (own, step, day) in enumerate(given_changes):
        fields = {"kind": "change", "id": f"h-{at}", "component": "data", "run": own, "step": step}
        stated = {k: v for k, v in (*fields.items(), ("effective", day)) if v is not None}
        changes.append(ChangeRecord.model_validate(stated))
    moments = [parse_moment(day) if day is not None else None for day in (begun, ended)]
    stretch = Stretch(run, first, last, *moments)
    near = {change.id for change in Changes.of(changes).near(stretch)}
    assert near >= {change.id for change in changes if holds(stretch, change) is not False}


def test_the_last_day_there_is_has_changes_near_it() -> None:
    change = ChangeRecord.model_validate(
        {"kind": "change", "id": "h-1", "component": "data", "effective": date.max.isoformat()}
    )
    at = change.effective
    assert list(Changes.of([change]).near(Stretch(begun=at, ended=at))) == [change]


@pytest.mark.parametrize("name", ["c-1", "nowhere"])
def test_nothing_descends_from_itself(name: str) -> None:
    held = world(told([{"kind": "checkpoint", "id": "c-1", "parents": ["c-1"]}], False))
    assert not descends(held, name, name)


@given(worlds, st.sets(st.sampled_from(NAMES)))
def test_the_records_that_state_a_field_are_those_of_their_kind_that_do(
    whole: World, left_out: set[str]
) -> None:
    for held in (whole, whole.without(left_out)):
        for kind in KINDS.values():
            every = held.filed(kind)
            assert held.states(kind) == {name for f in every for name in f.record.model_fields_set}
            for field in kind.model_fields:
                wanted = [f for f in every if field in f.record.model_fields_set]
                assert list(held.filed(kind, stating=field)) == wanted


@given(worlds)
def test_what_is_unsound_is_listed(held: World) -> None:
    assert list(all_unsound(held)) == [f for f in held.visible if unsound(held, f)]
