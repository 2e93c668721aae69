"""What follows from a named condition: whether it calls for something, or excuses from it."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.model.conditions import Condition, Group, Holds
from tra_policy.model.policy import Commitment, Policy, Requirement, duties_of


def alarms_by_name(policy: Policy) -> dict[str, bool | None]:
    """Return for each `define` that is used whether the policy asks for something when it holds.

    False: it rules out or excuses. None: it does both.
    """
    found: dict[str, bool | None] = {}
    seen: set[tuple[str, bool]] = set()
    waiting = [(c, alarms) for c, alarms in _conditions(policy) if c is not None]
    while waiting:
        condition, alarms = waiting.pop()
        match condition:
            case Group(kind=kind, members=members):
                waiting.extend((member, alarms != (kind == "none")) for member in members)
            case Holds(define=name) if (name, alarms) not in seen:
                seen.add((name, alarms))
                found[name] = alarms if found.get(name, alarms) == alarms else None
                named = policy.define(name)
                if named is not None and named.condition is not None:
                    waiting.append((named.condition, alarms))
            case _:
                pass
    return found


def _conditions(policy: Policy) -> Iterator[tuple[Condition | None, bool]]:
    for threshold in policy.thresholds:
        yield threshold.reached_when, True
        yield threshold.ruled_out_when, False
        for timing in threshold.measured:
            yield timing.condition, True
    clauses: list[Commitment | Requirement] = [*policy.commitments, *policy.requirements]
    for clause in clauses:
        yield clause.when, True
        yield clause.unless, False
    for commitment in policy.commitments:
        for duty in duties_of(commitment):
            yield duty.unless, False
