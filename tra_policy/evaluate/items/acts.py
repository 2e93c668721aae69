"""Which records show that a duty was done, or that something forbidden was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from tra_policy.evaluate.answers.bearing import bearings
from tra_policy.evaluate.ground.lineage import relation
from tra_policy.evaluate.ground.links import SAYS_ABOUT, said_about
from tra_policy.evaluate.ground.soundness import unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth, of_bool
from tra_policy.model.duties import Duty
from tra_policy.model.evidence.acts import (
    Action,
    Deployment,
    DocumentRecord,
    Notification,
    Publication,
    SafeguardRecord,
)
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.measuring import Decision, JudgementRecord, Measurement
from tra_policy.model.evidence.run import TrainingRun
from tra_policy.model.moment import Moment
from tra_policy.words.noun import Noun

TELLING = frozenset({"notify", "send", "report", "provide", "consult"})
# The kinds of record besides actions and documents of which some show what a verb asks for.
_KINDS: dict[str, tuple[type[Record], ...]] = {
    **dict.fromkeys(TELLING, (Notification,)),
    "assess": (Decision,),
    **dict.fromkeys(("approve", "show"), (SafeguardRecord,)),
    "deploy": (Deployment,),
    "publish": (Publication,),
    "train": (TrainingRun,),
}


class Act(Noun):
    """A record that shows one part of a duty, and when.

    `in_order` says whether that was not too early: unknown where it cannot be told.
    """

    record: str
    moment: Moment
    in_order: Truth = TRUE


def parts_of(duty: Duty) -> list[tuple[str, str]]:
    """Return the parts of a duty: each object with each recipient; empty names where there is none."""
    objects = duty.objects or ("",)
    recipients = duty.recipients or ("",)
    return [(thing, to) for thing in objects for to in recipients]


def acts_for(
    world: World,
    duty: Duty,
    thing: str,
    to: str,
    outer: Record | None = None,
    sure: bool = True,
) -> list[Act]:
    """Return the acts that show one part of a duty, earliest first; under `for every`, for one instance.

    `sure=False` gives instead those that may show it or nothing: tampered with, taken back, not signed,
    or on something of which it is not stated whether it is meant.
    """
    return sorted(
        _acts(world, duty, thing, to, outer, sure), key=lambda a: (a.moment.earliest, a.record)
    )


def _acts(
    world: World, duty: Duty, thing: str, to: str, outer: Record | None, sure: bool
) -> Iterator[Act]:
    doers = _doers(world, duty)
    for filed in _in_question(world, duty, thing, outer):
        moment = _moment(world, filed.record, duty, thing, to, doers)
        meant = _meant(world, filed.record, duty, thing) if moment is not None else FALSE
        if moment is None or meant == FALSE:
            continue
        if (meant == TRUE and not unsound(world, filed)) == sure:
            yield Act(filed.id, moment)


def _in_question(world: World, duty: Duty, thing: str, outer: Record | None) -> Iterator[Filed]:
    """The records of which some may show the duty: of its kinds, and about the instance."""
    threshold = world.policy.threshold(thing) if duty.verb in ("assess", "measure") else None
    if threshold is not None:
        yield from (one.filed for one in bearings(world, threshold))
    kinds: tuple[type[Record], ...] = (Action, DocumentRecord, *_KINDS.get(duty.verb, ()))
    for kind in kinds:
        if outer is None or kind not in SAYS_ABOUT:
            yield from world.seen.get(kind, ())
        else:
            yield from _about(world, kind).get(outer.id, ())


def _about(world: World, kind: type[Record]) -> Mapping[str, Sequence[Filed]]:
    """The records of a kind by the names of what they say that they are about."""
    key = ("acts about", kind)
    if key not in world.shared:
        index: dict[str, list[Filed]] = {}
        for filed in world.seen.get(kind, ()):
            for name in dict.fromkeys(said_about(filed.record)):
                index.setdefault(name, []).append(filed)
        world.shared[key] = index
    found: Mapping[str, Sequence[Filed]] = world.shared[key]
    return found


def _meant(world: World, record: Record, duty: Duty, thing: str) -> Truth:
    """Whether an act was on the model that is asked about; unknown where that is not stated."""
    match record:
        case Deployment():
            return _is_the_model(world, record.subject)
        case Action() if duty.verb == "deploy" and thing in ("", "model"):
            named = next(
                (n for n in (record.subject, record.object) if n not in (None, thing)), None
            )
            return TRUE if named is None else _is_the_model(world, named)
        case TrainingRun() if thing == "successor":
            own = world.checkpoints.get(world.subject)
            if record.base_model is None:
                return of_bool(False) if own is not None and own.run == record.id else UNKNOWN
            return of_bool(record.base_model == world.subject)
        case _:
            return TRUE


def _is_the_model(world: World, name: str) -> Truth:
    match relation(world, name, world.subject):
        case "same":
            return TRUE
        case "ancestor" | "unrelated":
            return FALSE
        case _:
            return UNKNOWN


def _moment(
    world: World, record: Record, duty: Duty, thing: str, to: str, doers: Set[str]
) -> Moment | None:
    if duty.verb == "approve" and isinstance(record, (DocumentRecord, SafeguardRecord)):
        name = record.document if isinstance(record, DocumentRecord) else record.safeguard
        approved = thing == name and not to and not doers.isdisjoint(record.approved_by)
        return record.happened if approved else None
    by = getattr(record, "party", None)
    if isinstance(record, DocumentRecord) and by is None:
        by = world.parties.developer  # whose bundle it is; of anybody else it would have to say so
    if isinstance(by, str) and by not in doers:
        return None
    match record:
        case Action():
            named = ("", "result", record.object, record.event)
            whole = (
                duty.verb == "deploy" and thing == "model" and record.object in world.checkpoints
            )
            same = record.verb == duty.verb and (thing in named or whole)
            return record.done if same and (not to or to in record.to) else None
        case Notification() if duty.verb in TELLING:
            about = thing in ("", "result", record.document, record.about)
            return record.sent if about and (not to or to in record.to) else None
        case Publication() if duty.verb == "publish":
            return record.published if thing == record.document else None
        case SafeguardRecord() if duty.verb == "show" and record.safeguard == thing:
            return record.since if record.status in ("shown", "approved") else None
        case DocumentRecord() if thing == record.document and not to:
            made = duty.verb in ("show", "document", "develop", "review", "update")
            return record.made if made else None
        case Deployment() if duty.verb == "deploy" and not to:
            return record.deployed if thing in ("", "model", record.subject) else None
        case TrainingRun() if duty.verb == "train" and not to:
            own = thing in ("", "model", "successor", record.id)
            return record.started if own else None
        case _:
            return _assessed(world, record, duty, thing, doers) if not to else None


def _assessed(
    world: World, record: Record, duty: Duty, thing: str, doers: Set[str]
) -> Moment | None:
    if duty.verb not in ("assess", "measure"):
        return None
    # The developer owes that it is done, whoever does it; anybody else owes its own work.
    if world.parties.developer not in doers and doers.isdisjoint(_workers(record)):
        return None
    if isinstance(record, Decision):
        own = record.threshold == thing and record.subject == world.subject
        return record.decided if own and duty.verb == "assess" else None
    # Of these only such as bear on the threshold come here.
    if not isinstance(record, (Measurement, JudgementRecord)):
        return None
    return record.happened if record.subject in (world.subject, None) else None


def _workers(record: Record) -> tuple[str, ...]:
    match record:
        case Decision():
            return record.deciders
        case JudgementRecord():
            return record.judges
        case Measurement():
            return record.roles.run
        case _:
            return ()


def _doers(world: World, duty: Duty) -> set[str]:
    """The parties whose act counts: the duty-holder and those whom it employs."""
    staff = {
        b.party for b in world.parties.bonds if b.kind == "employed by" and b.other in duty.party
    }
    return set(duty.party) | staff | {world.actual(name) for name in duty.party}
