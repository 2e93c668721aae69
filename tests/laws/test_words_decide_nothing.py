"""What a record says in words decides no state and no outcome, whatever else is on file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, note
from hypothesis import strategies as st

from tra_policy.model.evidence.bundle import Evidence, Filed
from tra_policy.model.evidence.measuring import Decision, Measurement
from tra_policy.model.evidence.run import Warning
from tra_policy.model.report import CheckReport
from tra_policy.words.source import Place

from .reference.world import World
from .rendering import evidence
from .running import checked
from .worlds import dutiful_worlds

SIGN = Filed(
    Warning.model_validate(
        {
            "id": "w-1",
            "class": "felt-off",
            "severity": "high",
            "checkpoint": "model-a",
            "faded": {"checkpoint": "model-a-later", "how": "gone", "untargeted": True},
        }
    ),
    Place("signs", 1, 1),
)


def decided(report: CheckReport) -> tuple[Any, ...]:
    """All that a report answers: outcomes, states, and what follows from them."""
    return (
        [(i.id, i.outcome) for i in report.items],
        [(t.id, t.state, t.treated_as, t.ruling_agrees) for t in report.thresholds],
    )


def with_words(data: st.DataObject, told: Evidence) -> Evidence:
    """The same evidence, in which some records say in words what they may."""
    ids = [f.id for f in told.filed]
    filed = []
    for one in told.filed:
        said: dict[str, Any] = {}
        if data.draw(st.booleans()):
            others = st.lists(st.sampled_from(ids), max_size=2, unique=True)
            said["same_as"] = tuple(name for name in data.draw(others) if name != one.id)
        if isinstance(one.record, Measurement) and data.draw(st.booleans()):
            said["finding"] = data.draw(st.sampled_from(("some help in one place", " ", None)))
            said["limit_fixed_beforehand"] = data.draw(st.sampled_from((True, False, None)))
        if isinstance(one.record, Decision) and data.draw(st.booleans()):
            said["overruled"] = ("w-1",)
        filed.append(replace(one, record=one.record.model_copy(update=said)))
    return replace(told, filed=tuple(filed))


@given(dutiful_worlds, st.data())
def test_words_change_no_state_and_no_outcome(world: World, data: st.DataObject) -> None:
    plain = evidence(world)
    plain = replace(plain, filed=(*plain.filed, SIGN))
    worded = with_words(data, plain)
    note(f"{world}")
    assert decided(checked(world, worded)) == decided(checked(world, plain))


@given(dutiful_worlds, st.data())
def test_a_finding_credits_nobody(world: World, data: st.DataObject) -> None:
    """It has no reading, so that nothing comes to stand on it, and no ruling is carried by it."""
    plain = evidence(world)
    before, after = checked(world, plain), checked(world, with_words(data, plain))
    for one, other in zip(before.thresholds, after.thresholds, strict=True):
        assert other.stands_on == one.stands_on
        for axis in ("design", "run", "grade"):
            was, now = getattr(one.relies_on_self, axis), getattr(other.relies_on_self, axis)
            assert now == was or now != "not", axis
