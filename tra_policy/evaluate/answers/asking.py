"""How a condition is asked of the evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tra_policy.evaluate.ground.eligibility import Setting
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import UNKNOWN, Truth
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.moment import Moment
from tra_policy.model.proof import Proof, Reason


@dataclass(frozen=True)
class Asking:
    """How a condition is asked.

    `names` are the clauses that a judgement may be about. `adverse` says whether the condition being
    true is the adverse side. `before` leaves out records of work done at or after a moment. `state`
    gives the proof of a threshold's state; `treat` reads it as the threshold says to treat it.
    """

    world: World
    setting: Setting
    names: frozenset[str]
    state: Callable[[World, str], Proof]
    adverse: bool = True
    before: Moment | None = None
    treat: Callable[[World, str], bool] | None = None


def in_time(asking: Asking, filed: Filed) -> bool:
    """Whether a record's work was done before the moment that is asked about, if one is."""
    if asking.before is None:
        return True
    done = filed.record.happened
    return done is not None and done.latest < asking.before.earliest


def open_reasons(children: list[Proof], value: Truth) -> list[Reason]:
    """Return why an answer is unknown: what stands against its records, or that there is none."""
    if value != UNKNOWN:
        return []
    return sorted({r for c in children for r in c.reasons}) or ["missing"]
