"""Putting outcomes of parts together."""

from __future__ import annotations

from collections.abc import Sequence

from tra_policy.logic.kleene import FALSE, TRUE, Truth
from tra_policy.model.report import Outcome

_WORST_FIRST: tuple[Outcome, ...] = ("not-met", "unknown", "not-yet-due", "waived", "met")


def together(outcomes: Sequence[Outcome]) -> Outcome:
    """Return the outcome of a whole from its parts: the worst; parts that do not apply are left out.

    What is waived leaves the population and the rest decides: if the rest is met, the whole is waived.
    """
    applying = [o for o in outcomes if o != "not-applicable"]
    if not applying:
        return "not-applicable"
    return next(o for o in _WORST_FIRST if o in applying)


def outcome_of(truth: Truth) -> Outcome:
    """Return met, unknown or not-met."""
    if truth == TRUE:
        return "met"
    return "not-met" if truth == FALSE else "unknown"
