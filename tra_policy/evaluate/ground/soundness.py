"""Whether a record is what it says it is: not tampered with, not taken back, signed where it must be,
and possible.

A record that is not sound supports nothing; it keeps its power to prevent.
"""

from __future__ import annotations

from collections.abc import Sequence

from tra_policy.evaluate.ground.possible import impossible
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.measuring import Decision, JudgementRecord, Measurement
from tra_policy.model.evidence.run import Investigation, Retest, Rollout
from tra_policy.model.proof import Reason


def unsound(world: World, filed: Filed) -> tuple[Reason, ...]:
    """Return what is wrong with a record in itself, whatever it is asked for."""
    name = filed.record.id
    held = world.faults.get(name)
    if held is None or held[0] is not filed:
        world.faults[name] = held = (filed, _unsound(world, filed))
    return held[1]


def all_unsound(world: World) -> Sequence[Filed]:
    """Return the visible, unmasked records with which something is wrong, ordered by id."""
    key = ("unsound",)
    if key not in world.memo:
        every = (f for f in world.visible if unsound(world, f) and f.record.id not in world.masked)
        world.memo[key] = tuple(every)
    found: Sequence[Filed] = world.memo[key]
    return found


def _unsound(world: World, filed: Filed) -> tuple[Reason, ...]:
    record = filed.record
    reasons: list[Reason] = [*filed.defects]
    if record.retracted is not None:
        reasons.append("retracted")
    if world.signing:
        for party in authors(record):
            if party in world.signing and party not in filed.signed_by:
                reasons.append("signature-missing")
    reasons += impossible(world, record)
    return tuple(dict.fromkeys(reasons)) if reasons else ()


def authors(record: Record) -> tuple[str, ...]:
    """Return the parties whose work a record claims to be."""
    own = (record.author,) if record.author else ()
    match record:
        case Measurement():
            return (*own, *record.roles.run)
        case JudgementRecord():
            return (*own, *record.judges)
        case Decision():
            return (*own, *record.deciders)
        case Rollout():
            return (*own, record.reviewed_by) if record.reviewed_by else own
        case Retest():
            return (*own, *record.run_by)
        case Investigation():
            return (*own, record.lead) if record.lead else own
        case _:
            party = getattr(record, "party", None)
            return (*own, party) if isinstance(party, str) else own


def taken_back(record: Record) -> bool:
    """Whether its own author took a record back; anybody else's retraction changes nothing."""
    said = record.retracted
    return said is not None and said.by in authors(record)
