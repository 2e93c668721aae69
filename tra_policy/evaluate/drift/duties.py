"""The duties of two versions of a policy: which are gone, bind less, or have more time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tra_policy.evaluate.drift.codes import moved
from tra_policy.evaluate.drift.limits import excuses
from tra_policy.evaluate.drift.passing import passing
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
    left, after = list(_every(older)), list(_every(newer))
    taken: set[int] = set()
    pairs: list[tuple[_Place, _Place]] = []
    for key in (_key_in_clause, _key):
        places: dict[_Key, list[int]] = defaultdict(list)
        for number, place in reversed(list(enumerate(after))):
            if number not in taken:
                places[key(place)].append(number)
        unmatched = []
        for place in left:
            if twins := places[key(place)]:
                number = twins.pop()
                taken.add(number)
                pairs.append((place, after[number]))
            else:
                unmatched.append(place)
        left = unmatched
    for old, new in pairs:
        yield from _changed(old[1], new[1])
        if old[1].unless is not None and new[1].unless is not None:
            exceptions = (old[1].unless, older), (new[1].unless, newer)
            yield from excuses(new[1].id, new[1].span, *exceptions)
    yield from _gone(left, newer)
    yield from _added([one for n, one in enumerate(after) if n not in taken], older)


def _every(policy: Policy) -> Iterator[_Place]:
    for commitment in policy.commitments:
        for duty in duties_of(commitment):
            yield commitment, duty


def _key(place: _Place) -> _Key:
    duty = place[1]
    forbids = duty.modal == "must not"
    return duty.party, duty.verb, duty.objects, duty.words, duty.recipients, forbids


def _key_in_clause(place: _Place) -> _Key:
    return place[0].name, _key(place)


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
        yield _described(old, new)


def _described(old: Duty, new: Duty) -> Diagnostic:
    """What became of the records that a duty is about. A permission binds nobody, whatever it is about."""
    found = passing(old.where, new.where)
    if found not in ("wider", "narrower") or new.modal == "may":
        message = f"`{new.id}` asks for something of another description"
        return moved("TRE404", message, span=new.span, subject=new.id)
    code, told = ("TRE410", "more") if found == "wider" else ("TRE409", "fewer")
    message = f"`{new.id}` is about {told} records than it was"
    return moved(code, message, span=new.span, subject=new.id)


def _gone(left: list[_Place], newer: Policy) -> Iterator[Diagnostic]:
    kept = {commitment.name for commitment in newer.commitments}
    for name in dict.fromkeys(commitment.name for commitment, _ in left):
        of_it = [(c, d) for c, d in left if c.name == name]
        binding = [d for _, d in of_it if d.modal in _BINDING]
        if name not in kept:
            yield _clause_gone(of_it[0][0], len(binding))
            continue
        for _, duty in of_it:
            message = f"the duty `{duty.id}` ({duty.modal} {duty.verb}) is not in the newer policy"
            code = "TRE401" if duty.modal in _BINDING else "TRE404"
            yield moved(code, message, span=duty.span, subject=duty.id)


def _clause_gone(commitment: Commitment, binding: int) -> Diagnostic:
    message = f"the newer policy has no commitment `{commitment.name}`"
    if not binding:
        message += "; nothing in it that is gone said `must`"
        return moved("TRE404", message, span=commitment.span, subject=commitment.name)
    lines = "a `must` line of it stands" if binding == 1 else f"{binding} `must` lines of it stand"
    message += f"; {lines} nowhere else"
    return moved("TRE401", message, span=commitment.span, subject=commitment.name)


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
