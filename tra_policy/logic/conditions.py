"""Walking through conditions: putting defines in place, finding atoms, naming the adverse side."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.model.conditions import (
    Atom,
    Comparison,
    Condition,
    Group,
    Holds,
    Judgement,
    Operator,
)
from tra_policy.model.policy import Commitment, Policy, Threshold, duties_of
from tra_policy.words.noun import replace

_COMPLEMENT: dict[Operator, Operator] = {">=": "<", ">": "<=", "<=": ">", "<": ">="}


def expanded(condition: Condition, policy: Policy) -> Condition:
    """Return a condition with every `holds` replaced by what its define says.

    A define without a condition stays as it is: nothing can show that it holds.
    """
    match condition:
        case Group():
            return replace(condition, members=tuple(expanded(m, policy) for m in condition.members))
        case Holds():
            found = policy.define(condition.define)
            if found is None or found.condition is None:
                return condition
            return expanded(found.condition, policy)
        case _:
            return condition


def atoms_of(condition: Condition | None) -> Iterator[Atom]:
    """Yield the atoms of a condition in the order of the text."""
    match condition:
        case None:
            return
        case Group():
            for member in condition.members:
                yield from atoms_of(member)
        case _:
            yield condition


def threshold_atoms(threshold: Threshold, policy: Policy) -> Iterator[Atom]:
    """Yield the atoms of a threshold's own two conditions, defines put in place."""
    for condition in (threshold.reached_when, threshold.ruled_out_when):
        if condition is not None:
            yield from atoms_of(expanded(condition, policy))


def judgements_of(policy: Policy, clause: str) -> Iterator[Judgement]:
    """Yield every judgement that a threshold, define, commitment, duty or requirement asks for."""
    for condition in _conditions_of(policy, clause):
        for atom in atoms_of(expanded(condition, policy)):
            if isinstance(atom, Judgement):
                yield atom


def _conditions_of(policy: Policy, clause: str) -> Iterator[Condition]:
    found: list[Condition | None] = [d.condition for d in policy.defines if d.name == clause]
    for threshold in policy.thresholds:
        if threshold.name == clause:
            found += [threshold.reached_when, threshold.ruled_out_when]
            found += [timing.condition for timing in threshold.measured]
    for commitment in policy.commitments:
        duties = list(duties_of(commitment))
        if clause == commitment.name or clause in {duty.id for duty in duties}:
            found += [commitment.when, commitment.unless, *(duty.unless for duty in duties)]
            found += [timing.condition for duty in duties for timing in duty.timings]
    for requirement in policy.requirements:
        if requirement.name == clause:
            found += [requirement.when, requirement.unless]
    yield from (condition for condition in found if condition is not None)


def commitments_reading(policy: Policy, threshold: str) -> Iterator[Commitment]:
    """Yield the commitments that are triggered by a threshold."""
    yield from policy.triggered_by(threshold)


def adverse_form(comparison: Comparison, higher_is_worse: bool) -> tuple[Operator, bool]:
    """Return the adverse operator of a comparison, and whether the text states its negation.

    With higher is worse, `< 22%` is the negation of the adverse `>= 22%`.
    """
    adverse = comparison.operator.startswith(">") == higher_is_worse
    if adverse:
        return comparison.operator, False
    return _COMPLEMENT[comparison.operator], True
