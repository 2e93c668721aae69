"""When something happened, as far as the evidence says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from tra_policy.evaluate.ground.populations import covering
from tra_policy.evaluate.ground.soundness import unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.acts import (
    Action,
    Deployment,
    DocumentRecord,
    Notification,
    Publication,
    SafeguardRecord,
)
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.measuring import Decision, Measurement
from tra_policy.model.evidence.run import TrainingRun
from tra_policy.model.moment import Moment
from tra_policy.words.noun import Noun, replace

Which = Literal["first", "last"]


class Happening(Noun):
    """A moment, and the record that dates it (empty for what the policy itself states).

    `doubtful` when a record that is not sound may date it otherwise; `selected` when nothing shows that
    an earlier one was not left out.
    """

    moment: Moment
    record: str = ""
    doubtful: bool = False
    selected: bool = False


class Frame(Noun):
    """What event words are relative to: thresholds (none: any), the record of `for every`, the trigger."""

    thresholds: frozenset[str] = frozenset()
    outer: Record | None = None
    triggered: Happening | None = None


def happened(world: World, event: str, frame: Frame, which: Which = "first") -> Happening | None:
    """Return when an event happened: the first or the last time; None where nothing says so."""
    if event in ("reached", "triggered"):
        return frame.triggered
    if event == "measured" and isinstance(frame.outer, Measurement):
        ended = frame.outer.ended
        return Happening(ended, frame.outer.id) if ended is not None else None
    if frame.outer is not None:
        key = ("own event", event, id(frame.outer))
        if key in world.memo:
            held: tuple[Record, Happening] = world.memo[key]
            if held[0] is frame.outer:
                return held[1]
        own = getattr(frame.outer, event.replace("-", "_"), None)
        if isinstance(own, Moment):
            filed = world.by_id.get(frame.outer.id)
            doubtful = filed is not None and bool(unsound(world, filed))
            happening = Happening(own, frame.outer.id, doubtful)
            world.memo[key] = (frame.outer, happening)
            return happening
        if event.replace("-", "_") in type(frame.outer).model_fields:
            return None
    found = sorted(_happenings(world, event, frame), key=lambda h: (h.moment.earliest, h.record))
    sound = [h for h in found if not h.record or not unsound(world, world.by_id[h.record])]
    if not sound:
        return None
    one = sound[0] if which == "first" else sound[-1]
    if not one.record:
        return one
    kinds = {type(world.by_id[h.record].record).model_fields["kind"].default for h in found}
    complete = all(covering(world, kind, to=world.as_of) for kind in kinds)
    return replace(one, doubtful=len(sound) < len(found), selected=not complete)


def _happenings(world: World, event: str, frame: Frame) -> Iterator[Happening]:
    match event:
        case "deployment":
            yield from _deployments(world, "external")
        case "internal-deployment":
            yield from _deployments(world, "internal")
        case "training":
            for run in world.records(TrainingRun):
                if run.started is not None:
                    yield Happening(run.started, run.id)
        case "measured":
            for measurement in world.records(Measurement):
                if measurement.ended is not None and measurement.subject == world.subject:
                    yield Happening(measurement.ended, measurement.id)
        case "decided":
            for decision in world.records(Decision):
                asked = decision.threshold in frame.thresholds or not frame.thresholds
                if asked and decision.subject == world.subject:
                    yield Happening(decision.decided, decision.id)
        case "effective":
            if world.policy.effective is not None:
                yield Happening(Moment(world.policy.effective))
        case _:
            yield from _acts(world, event)


def _deployments(world: World, scope: str) -> Iterator[Happening]:
    for deployment in world.records(Deployment):
        if deployment.subject == world.subject and deployment.scope == scope:
            yield Happening(deployment.deployed, deployment.id)


def _acts(world: World, name: str) -> Iterator[Happening]:
    for filed in world.visible:
        record = filed.record
        match record:
            case Action() if record.event == name:
                yield Happening(record.done, record.id)
            case Publication() if record.document == name:
                yield Happening(record.published, record.id)
            case DocumentRecord() if record.document == name:
                yield Happening(record.made, record.id)
            case SafeguardRecord() if record.safeguard == name and record.status != "specified":
                yield Happening(record.since, record.id)
            case Notification() if record.document == name:
                yield Happening(record.sent, record.id)
            case _:
                pass
