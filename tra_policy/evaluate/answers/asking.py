"""How a condition is asked of the evidence."""

from __future__ import annotations

from collections.abc import Callable

from tra_policy.evaluate.ground.eligibility import Setting
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import UNKNOWN, Truth
from tra_policy.model.proof import Proof, Reason
from tra_policy.words.noun import Noun


class Asking(Noun):
    """How a condition is asked.

    `names` are the clauses that a judgement may be about. `adverse` says whether the condition being
    true is the adverse side. `state` gives the proof of a threshold's state; `treat` reads it as the
    threshold says to treat it.
    """

    world: World
    setting: Setting
    names: frozenset[str]
    state: Callable[[World, str], Proof]
    adverse: bool = True
    treat: Callable[[World, str], bool] | None = None


def open_reasons(children: list[Proof], value: Truth) -> list[Reason]:
    """Return why an answer is unknown: what stands against its records, or that there is none."""
    if value != UNKNOWN:
        return []
    return sorted({r for c in children for r in c.reasons}) or ["missing"]
