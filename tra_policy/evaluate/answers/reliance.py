"""What a conclusion relies on: masking records, axis by axis, and asking again.

Asked of the computed state where that is definite, else of the developer's ruling.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Literal

from tra_policy.evaluate.answers.answer import Answer, answer
from tra_policy.evaluate.answers.bearing import Bearing, bearings, classes_of
from tra_policy.evaluate.ground.eligibility import setting_of
from tra_policy.evaluate.ground.standing import AXES, measurement_classes
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.classes import CREDITED, SELF, UNCREDITED, Class, rank
from tra_policy.model.evidence.base import Reading
from tra_policy.model.evidence.measuring import JudgementRecord, Measurement
from tra_policy.model.policy import Threshold
from tra_policy.model.report import (
    Axis,
    PerAxisReliance,
    PerAxisStanding,
    Reliance,
    Ruling,
    Standing,
)
from tra_policy.words.noun import Noun

Alone = Callable[[Axis, frozenset[Class]], bool]
LADDER: tuple[Standing, ...] = ("authority", "independent", "engaged", "self")
_WAYS: dict[Ruling, tuple[Reading, ...]] = {
    "reached": ("above",),
    "not_reached": ("below",),
    "cannot_rule_out": ("above", "inconclusive"),
    "none": (),
}


class Relied(Noun):
    """What the conclusion of one threshold relies on, and which records read the other way."""

    of: Literal["state", "ruling"]
    relies_on_self: PerAxisReliance
    stands_on: PerAxisStanding
    contradicting: tuple[str, ...]
    unpublished: tuple[str, ...]


def ruling_of(world: World, threshold: Threshold) -> Ruling:
    """Return what the developer's latest decision record says; `none` where there is none."""
    decision = world.decision(threshold)
    if decision is None:
        return "none"
    return {
        "reached": "reached",
        "not-reached": "not_reached",
        "cannot-rule-out": "cannot_rule_out",
    }[decision.ruling]  # type: ignore[return-value]


def ruling_agrees(found: Answer, ruling: Ruling) -> bool | None:
    """Return whether the ruling agrees with the computed state; None where that cannot be said."""
    if ruling == "none":
        return None
    if ruling == found.state or (ruling == "cannot_rule_out" and found.state != "not_reached"):
        return True
    opposite = {ruling, found.state} == {"reached", "not_reached"}
    if opposite or (ruling == "not_reached" and found.ruled_out.word == "false"):
        return False
    return None


def relied_on(world: World, threshold: Threshold) -> Relied:
    """Return what the conclusion of a threshold relies on, on each axis."""
    found = answer(world, threshold.name)
    bearing = [b for b in bearings(world, threshold) if b.is_evidence]
    unpublished = tuple(b.id for b in bearing if not b.published)
    if found.state != "unknown":
        asked = _by_state(world, threshold, found, bearing)
        way: tuple[Reading, ...] = ("above",) if found.state == "reached" else ("below",)
        return Relied("state", *asked, _other_way(bearing, way), unpublished)
    ruling = ruling_of(world, threshold)
    way = _WAYS[ruling]
    shown = [b for b in bearing if b.published]
    decision = world.decision(threshold)
    if decision is not None and decision.relied_on:
        cited = [b for b in shown if b.cited]
    else:
        cited = shown
    relies = PerAxisReliance(**{a: _ruling_reliance(cited, a, way) for a in AXES})
    stands = PerAxisStanding(**{a: _ruling_standing(cited, a, way) for a in AXES})
    contradicting = _other_way(bearing, way) if ruling != "none" else ()
    return Relied("ruling", relies, stands, contradicting, unpublished)


def _other_way(bearing: Sequence[Bearing], way: tuple[Reading, ...]) -> tuple[str, ...]:
    against: tuple[Reading, ...] = ("above",) if "below" in way else ("below",)
    return tuple(b.id for b in bearing if b.reading in against and not b.eligibility.powerless)


def _by_state(
    world: World, threshold: Threshold, found: Answer, bearing: Sequence[Bearing]
) -> tuple[PerAxisReliance, PerAxisStanding]:
    setting = setting_of(world, threshold)
    measured = _measured_by_class(world, setting.end(world.as_of))
    judged = {
        f.id: classes_of(world, threshold, f, setting, ()) for f in world.filed(JudgementRecord)
    }

    def alone(axis: Axis, kept: frozenset[Class]) -> bool:
        left_out = frozenset(name for name, held in judged.items() if held.on(axis) not in kept)
        classes = frozenset(held for held in measured[axis] if held not in kept)
        key = ("masked", setting.end(world.as_of), axis, classes, left_out)
        # Thresholds ask of the same masked worlds, whose indexes are then made once.
        if key not in world.memo:
            names = (name for held in classes for name in measured[axis][held])
            world.memo[key] = world.without((*left_out, *names))
        return answer(world.memo[key], threshold.name).state == found.state

    relies = PerAxisReliance(**{a: _state_reliance(a, bearing, alone) for a in AXES})
    stands = PerAxisStanding(**{a: _state_standing(a, bearing, alone) for a in AXES})
    return relies, stands


def _measured_by_class(world: World, end: date) -> Mapping[Axis, Mapping[Class, Sequence[str]]]:
    """The ids of the measurements by their class on each axis."""
    key = ("measured by class", end)
    if key not in world.memo:
        index: dict[Axis, dict[Class, list[str]]] = {axis: {} for axis in AXES}
        for record in world.records(Measurement):
            classes = measurement_classes(world, record, end)
            for axis in AXES:
                index[axis].setdefault(classes.on(axis), []).append(record.id)
        world.memo[key] = index
    found: Mapping[Axis, Mapping[Class, Sequence[str]]] = world.memo[key]
    return found


def _state_reliance(axis: Axis, bearing: Sequence[Bearing], alone: Alone) -> Reliance:
    if not bearing:
        return "nothing"
    if alone(axis, CREDITED):
        return "not"
    if alone(axis, SELF):
        return "only"
    return "partly" if alone(axis, SELF | CREDITED) else "unattributed"


def _state_standing(axis: Axis, bearing: Sequence[Bearing], alone: Alone) -> Standing:
    for standing in LADDER if bearing else ():
        if alone(axis, _at_least(standing)):
            return standing
    return "none"


def _at_least(standing: Standing) -> frozenset[Class]:
    if standing == "self":
        return SELF | CREDITED
    lowest_rank = rank(standing)  # type: ignore[arg-type]
    return frozenset(c for c in CREDITED if rank(c) >= lowest_rank)


def _ruling_reliance(cited: Sequence[Bearing], axis: Axis, way: tuple[Reading, ...]) -> Reliance:
    if not cited:
        return "nothing"
    held = [(b.classes.on(axis), b.reading) for b in cited]
    if any(c in CREDITED and reading in way for c, reading in held):
        return "not"
    if all(c in SELF for c, _ in held):
        return "only"
    if any(c in CREDITED for c, _ in held):
        return "partly"
    assert any(c in UNCREDITED for c, _ in held)
    return "unattributed"


def _ruling_standing(cited: Sequence[Bearing], axis: Axis, way: tuple[Reading, ...]) -> Standing:
    reading = [b.classes.on(axis) for b in cited if b.reading in way]
    for standing in LADDER[:-1]:
        if any(c == standing for c in reading):
            return standing
    return "self" if any(c in SELF for c in reading) else "none"
