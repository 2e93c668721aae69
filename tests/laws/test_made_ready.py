"""What is made ready for many, or kept from one to the next, answers as if it were asked anew."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tra_policy import driver
from tra_policy.evaluate.assembly import world_of
from tra_policy.evaluate.findings import _on_names
from tra_policy.evaluate.ground import standing
from tra_policy.evaluate.ground.deadlines import deadline_of
from tra_policy.evaluate.ground.events import Frame, Happening
from tra_policy.evaluate.ground.records import compare_values, comparing
from tra_policy.evaluate.ground.standing import measurement_classes
from tra_policy.evaluate.ground.world import World
from tra_policy.evaluate.items.instances import instances_of
from tra_policy.logic.kleene import FALSE, TRUE
from tra_policy.model.conditions import FieldTest, Test
from tra_policy.model.duties import Timing, TimingKind
from tra_policy.model.evidence.measuring import Derived, Measurement, Roles
from tra_policy.model.evidence.run import Checkpoint
from tra_policy.model.moment import Duration, Moment, parse_moment
from tra_policy.model.policy import ForEvery
from tra_policy.model.quantity import Quantity, Unit
from tra_policy.words.noun import replace
from tra_policy.words.source import Source

from .pipeline import HEAD
from .test_looked_up import named
from .test_needs_lose_nothing import PARTIES
from .test_needs_over_possible_worlds import AS_OF, NOTHING, told


def moment(text: str) -> Moment:
    """The moment that a text states."""
    found = parse_moment(text)
    assert found is not None
    return found


NUMBERS = (Decimal(0), Decimal("0.5"), Decimal(1), Decimal(10))
VALUES: tuple[object, ...] = (
    *(Quantity(number, unit) for number in NUMBERS for unit in get_args(Unit)),
    *("low", "high", "quiz", "0.5", "true", "1"),
    *(0, 1, 10, True, False),
    *(moment("2026-01-03"), moment("2026-01-03T18:00Z"), moment("2026-01-04")),
    *((), ("quiz",), ("1", "high")),
)


@pytest.mark.parametrize("test", get_args(Test))
def test_a_comparison_made_ready_tells_what_one_made_anew_tells(test: Test) -> None:
    for wanted in VALUES:
        ready = comparing(test, wanted)
        for held in VALUES:
            assert ready(held) == compare_values(held, test, wanted), (held, test, wanted)


BENCHMARKS = """\
benchmark quiz
  designed by outsider from 2025-01-01
benchmark exam
  designed by lab from 2025-01-01
"""
TEXT = driver.read(Source("policy.tra", HEAD + PARTIES + BENCHMARKS), {})
DAYS = st.sampled_from([None, "2024-06-01", "2026-01-03", "2026-01-20T10:00Z"])
ROLES = st.sampled_from(
    [
        Roles(run=("outsider",), graded=("outsider",)),
        Roles(run=("outsider",), run_funded=("lab",), graded=("lab",)),
        Roles(designed=("outsider",), run=("lab",)),
    ]
)
MEASURED = st.lists(
    st.tuples(
        ROLES,
        st.sampled_from(["quiz", "exam", "elsewhere"]),
        st.sampled_from([None, Derived(how="modified", by=("lab",))]),
        DAYS,
        st.sampled_from([date(2026, 1, 10), date(2026, 2, 1)]),
    ),
    max_size=8,
)


@given(MEASURED)
def test_measurements_that_share_their_roles_are_told_apart(
    measured: list[tuple[Roles, str, Derived | None, str | None, date]],
) -> None:
    assert TEXT.policy is not None
    one = {"kind": "measurement", "subject": "c-1", "benchmark": "quiz", "statistic": "mean"}
    evidence = told(named([one]), NOTHING)
    world = world_of(TEXT.policy, evidence, AS_OF, {})
    record = world.filed(Measurement)[0].record
    assert isinstance(record, Measurement)
    for roles, benchmark, derived, started, end in measured:
        begun = moment(started) if started else None
        update = {"benchmark": benchmark, "derived": derived, "started": begun, "roles": roles}
        asked = record.model_copy(update=update)
        anew = world_of(TEXT.policy, evidence, AS_OF, {})
        assert measurement_classes(world, asked, end) == standing._measurement_classes(
            anew, asked, end
        )


CHECKPOINTS = [
    {"kind": "checkpoint", "stage": stage, "made": made}
    for stage in ("sft", "rl", None)
    for made in ("2026-01-01", "2026-01-05", "2026-01-05T10:00Z")
]
KINDS_OF_TIME: tuple[TimingKind, ...] = ("within", "before")
STRETCHES = (Duration(2, "days"), Duration(30, "days"), Duration(2, "hours"))
TIMINGS = [
    Timing(kind, event=event, stretch=stretch)
    for kind in KINDS_OF_TIME
    for event in ("made", "triggered")
    for stretch in STRETCHES
]
EVERY = [
    ForEvery("checkpoint"),
    ForEvery("measurement"),
    ForEvery("checkpoint", (FieldTest(("stage",), "is", "rl"),)),
    ForEvery("checkpoint", (FieldTest(("stage",), "is not", "rl"),)),
    ForEvery("checkpoint", (FieldTest(("step",), ">=", Quantity(Decimal(1), text="1")),)),
    ForEvery("checkpoint", (FieldTest(("step",), ">=", Quantity(Decimal(1), text="1.0")),)),
]


def world_of_checkpoints() -> World:
    assert TEXT.policy is not None
    return world_of(TEXT.policy, told(named([*CHECKPOINTS]), NOTHING), AS_OF, {})


def test_many_instances_are_due_each_by_its_own_day() -> None:
    world = world_of_checkpoints()
    frames = [
        Frame(outer=one.record, triggered=Happening(moment(since), one.id))
        for one in world.filed(Checkpoint)
        for since in ("2026-01-02", "2026-01-09")
    ]
    for _ in range(2):
        for timing in (*TIMINGS, *map(replace, TIMINGS)):
            for frame in frames:
                anew = deadline_of(world_of_checkpoints(), timing, frame)
                assert deadline_of(world, timing, frame) == anew
    assert len({deadline_of(world, TIMINGS[0], frame) for frame in frames}) > 2


def test_clauses_about_other_records_have_other_instances() -> None:
    world = world_of_checkpoints()
    for _ in range(2):
        for one in EVERY:
            assert instances_of(world, one) == instances_of(world_of_checkpoints(), one)
    assert len({instances_of(world, one).text for one in EVERY}) == len(EVERY)


def test_names_are_looked_at_in_every_record_that_has_some_of_its_own() -> None:
    assert TEXT.policy is not None
    one = {"kind": "measurement", "subject": "c-1", "benchmark": "quiz", "statistic": "mean"}
    evidence = told(named([dict(one) for _ in range(5)]), NOTHING)
    changes: list[dict[str, object]] = [
        {},
        {"thresholds": ("T-9",)},
        {"author": "nobody"},
        {"derived": Derived(how="modified", by=("somebody",))},
        {},
    ]
    roles = Roles(run=("stranger",))
    filed = tuple(
        replace(one, record=one.record.model_copy(update={"roles": roles, **change}))
        for one, change in zip(evidence.filed, changes, strict=True)
    )
    world = world_of(TEXT.policy, replace(evidence, filed=filed), AS_OF, {})
    assert [(said.code, said.subject) for said in _on_names(world)] == [
        ("TRE110", "stranger"),
        ("TRE109", "e-2"),
        ("TRE110", "nobody"),
        ("TRE110", "somebody"),
    ]


def test_days_that_run_from_an_hour_run_to_the_end_of_the_last() -> None:
    assert TEXT.policy is not None
    world = world_of(TEXT.policy, told([], NOTHING), AS_OF, {})
    begun = moment("2026-01-01T10:00Z")
    timing = Timing("within", event="triggered", stretch=Duration(2, "days"))
    due = deadline_of(world, timing, Frame(triggered=Happening(begun, "c-1")))
    assert due is not None
    told_of = {
        done: due.in_time(moment(done))
        for done in ("2026-01-03T18:00Z", "2026-01-03", "2026-01-04T00:01Z", "2026-01-04")
    }
    assert told_of == {
        "2026-01-03T18:00Z": TRUE,
        "2026-01-03": TRUE,
        "2026-01-04T00:01Z": FALSE,
        "2026-01-04": FALSE,
    }
    assert due.day == date(2026, 1, 3)
