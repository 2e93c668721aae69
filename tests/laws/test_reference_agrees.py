"""Two readings of the design meet: the real evaluator and the slow reference give the same answers."""

from __future__ import annotations

from typing import Any

from hypothesis import given, note

from tra_policy.evaluate import evaluate
from tra_policy.logic import text_verdicts

from .reference.answer import answer
from .reference.clearing import label, text
from .reference.world import World
from .rendering import evidence, policy
from .worlds import policies, worlds

AXES = ("design", "run", "grade")


def merged(name: str) -> str:
    """The two uncredited classes are one to the rules."""
    return "uncredited" if name in {"unidentified", "unstated"} else name


@given(worlds)
def test_the_answer_is_the_same(world: World) -> None:
    model = policy(world)
    report = evaluate(model, evidence(world), world.as_of, text_verdicts(model), {})
    got = next(t for t in report.thresholds if t.id == "T")
    want = answer(world)
    note(f"{world}")
    listed = {m.id: m for m in got.measurements}
    seen: dict[str, Any] = {
        "classes": {i: {a: merged(getattr(m.classes, a)) for a in AXES} for i, m in listed.items()},
        "readings": {i: m.reading for i, m in listed.items()},
        "state": got.state,
        "treated_as": got.treated_as,
        "ruling": got.ruling,
        "ruling_agrees": got.ruling_agrees,
        "reliance_of": got.reliance_of,
        "relies_on_self": {a: getattr(got.relies_on_self, a) for a in AXES},
        "stands_on": {a: getattr(got.stands_on, a) for a in AXES},
        "label": got.label,
    }
    hoped: dict[str, Any] = {
        "classes": {i: {a: merged(want.classes[i][a]) for a in AXES} for i in listed},
        "readings": {i: want.readings[i] for i in listed},
        "state": want.state,
        "treated_as": want.treated_as,
        "ruling": want.ruling,
        "ruling_agrees": want.ruling_agrees,
        "reliance_of": want.reliance_of,
        "relies_on_self": want.relies_on_self,
        "stands_on": want.stands_on,
        "label": label(world, want, got.label_of_text),
    }
    for name, value in hoped.items():
        assert seen[name] == value, name


@given(policies(text=True))
def test_the_verdict_on_the_text_is_the_same(world: World) -> None:
    note(f"{world}")
    got = next(v for v in text_verdicts(policy(world)) if v.threshold == "T")
    want = text(world)
    assert got.pivotality.fail_open == want.fail_open
    for axis in ("design", "run"):
        pivot, hoped = getattr(got.pivotality, axis), getattr(want, axis)
        assert pivot.self_sufficient == hoped.self_sufficient, axis
        assert pivot.self_only == hoped.self_only, axis
        assert pivot.pivotal_in_every_way == hoped.pivotal_in_every_way, axis
        names = [n for n in pivot.decorative if n.endswith(".score")]
        assert sorted(names) == [f"{n}.score" for n in hoped.decorative], axis
    assert got.label == want.label
