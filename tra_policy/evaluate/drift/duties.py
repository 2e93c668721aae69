"""The duties of two versions of a policy: which are gone, bind less, or have more time."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.drift.codes import moved
from tra_policy.evaluate.drift.times import change
from tra_policy.model.duties import Duty, Modal
from tra_policy.model.policy import Commitment, Policy, duties_of
from tra_policy.words.diagnostic import Diagnostic

_STRENGTH: dict[Modal, int] = {"must": 3, "must not": 3, "should": 2, "aims to": 1, "may": 0}
_BINDING = ("must", "must not")
_Key = tuple[object, ...]
_Place = tuple[Commitment, Duty]


def between_duties(older: Policy, newer: Policy) -> Iterator[Diagnostic]:
    """Yield what became of each duty.

    A duty is the same where the same party does the same to the same things, in whichever clause; one of
    the same clause is taken first. A duty that forbids is never the same as one that asks.
    """
    before, after = list(_every(older)), list(_every(newer))
    pairs: list[tuple[_Place, _Place]] = []
    for same_clause in (True, False):
        for place in list(before):
            twin = next((one for one in after if _same(place, one, same_clause)), None)
            if twin is not None:
                pairs.append((place, twin))
                before.remove(place)
                after.remove(twin)
    for old, new in pairs:
        yield from _changed(old[1], new[1])
    yield from _gone(before, newer)
    yield from _added(after, older)


def _every(policy: Policy) -> Iterator[_Place]:
    for commitment in policy.commitments:
        for duty in duties_of(commitment):
            yield commitment, duty


def _same(old: _Place, new: _Place, same_clause: bool) -> bool:
    if same_clause and old[0].name != new[0].name:
        return False
    return _key(old[1]) == _key(new[1])


def _key(duty: Duty) -> _Key:
    forbids = duty.modal == "must not"
    return duty.party, duty.verb, duty.objects, duty.words, duty.recipients, forbids


def _changed(old: Duty, new: Duty) -> Iterator[Diagnostic]:
    before, after = _STRENGTH[old.modal], _STRENGTH[new.modal]
    if before != after:
        code = "TRE406" if after < before else "TRE410"
        message = f"`{new.id}` says `{new.modal}`, where it said `{old.modal}`"
        yield moved(code, message, span=new.span, subject=new.id)
    match change(old.timings, new.timings):
        case "longer":
            message = f"`{new.id}` leaves more time than it did, or names none"
            yield moved("TRE407", message, span=new.span, subject=new.id)
        case "shorter":
            message = f"`{new.id}` leaves less time than it did, or names one where it named none"
            yield moved("TRE410", message, span=new.span, subject=new.id)
        case "other":
            message = f"`{new.id}` is due by another rule than it was"
            yield moved("TRE404", message, span=new.span, subject=new.id)
        case "none":
            pass
    if (old.unless is None) != (new.unless is None):
        code = "TRE408" if new.unless is not None else "TRE410"
        what = "an exception that it did not have" if new.unless else "no exception any more"
        yield moved(code, f"`{new.id}` has {what}", span=new.span, subject=new.id)
    if old.where != new.where:
        message = f"`{new.id}` asks for something of another description"
        yield moved("TRE404", message, span=new.span, subject=new.id)


def _gone(left: list[_Place], newer: Policy) -> Iterator[Diagnostic]:
    kept = {commitment.name for commitment in newer.commitments}
    for name in dict.fromkeys(commitment.name for commitment, _ in left):
        of_it = [(c, d) for c, d in left if c.name == name]
        binding = [d for _, d in of_it if d.modal in _BINDING]
        if name not in kept:
            how_many = (
                f"{len(binding)} of the duties that bind in it" if binding else "what it says"
            )
            message = f"the newer policy has no commitment `{name}`, and {how_many} nowhere else"
            code = "TRE401" if binding else "TRE404"
            yield moved(code, message, span=of_it[0][0].span, subject=name)
            continue
        for _, duty in of_it:
            message = f"the duty `{duty.id}` ({duty.modal} {duty.verb}) is not in the newer policy"
            code = "TRE401" if duty.modal in _BINDING else "TRE404"
            yield moved(code, message, span=duty.span, subject=duty.id)


def _added(left: list[_Place], older: Policy) -> Iterator[Diagnostic]:
    known = {commitment.name for commitment in older.commitments}
    for name in dict.fromkeys(commitment.name for commitment, _ in left):
        of_it = [(c, d) for c, d in left if c.name == name]
        if name not in known:
            message = f"the commitment `{name}` is not in the older policy"
            yield moved("TRE411", message, span=of_it[0][0].span, subject=name)
            continue
        for _, duty in of_it:
            message = f"the duty `{duty.id}` ({duty.modal} {duty.verb}) is not in the older policy"
            yield moved("TRE411", message, span=duty.span, subject=duty.id)
