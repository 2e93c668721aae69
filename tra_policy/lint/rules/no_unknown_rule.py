"""A clause that does not say what follows when nothing is known."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.placing import below_head
from tra_policy.lint.reading import is_library
from tra_policy.lint.rule import About, Finding, Rule, gathered
from tra_policy.logic.conditions import atoms_of, expanded
from tra_policy.model.conditions import ThresholdIs
from tra_policy.model.policy import Commitment, Policy, Requirement
from tra_policy.words.diagnostic import Severity
from tra_policy.words.edits import Fix

RULE = Rule(
    code="TRA601",
    name="no-unknown-rule",
    severity=Severity.INFO,
    family="unknown",
    absence=True,
    fixes="unsafe",
    summary="a clause that gates does not say what follows when the evidence is missing",
    why="Evidence is missing more often than it is bad. A text that is silent leaves it to the reader "
    "on the day, and silence is read as permission. What concerns a threshold is the business of "
    "TRA814; a library of requirements leaves it to the policy that uses it. Nearly every published "
    "framework and law is silent here, so this is found in nearly all of them. Precedent, a good one: "
    "a showing that fails counts as though the threshold had been passed. Source: Anthropic RSP 2.2, "
    "§3.3.",
    remedy="Add `if unknown block`.",
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
requirement WARN-1 #! TRA601
  for every warning
  needs investigation within 7 days of detected
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
requirement WARN-1
  for every warning
  needs investigation within 7 days of detected
  if unknown block
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the gating commitments and requirements of a policy that no rule for the unknown covers."""
    if is_library(policy):
        return
    asked: list[Commitment | Requirement] = [
        *policy.requirements,
        *(c for c in policy.commitments if _gates(policy, c)),
    ]
    found = [
        Finding(
            clause.span,
            f"`{clause.name}` does not say what follows when the evidence is missing",
            "add `if unknown block`",
            clause.name,
            fixes=_added(about, clause),
        )
        for clause in asked
        if not _covered(clause)
    ]
    yield from gathered(
        found,
        len(asked),
        policy,
        "clauses that gate do not say what follows when the evidence is missing",
    )


def _added(about: About, clause: Commitment | Requirement) -> tuple[Fix, ...]:
    edit = below_head(about.source, clause.span, "if unknown block")
    return (Fix("add `if unknown block`", (edit,)),) if edit is not None else ()


def _gates(policy: Policy, commitment: Commitment) -> bool:
    """Whether a commitment gates on something else than the state of thresholds alone."""
    if not any(duty.modal in ("must", "must not") for duty in commitment.duties):
        return False
    if commitment.when is None:
        return True
    atoms = atoms_of(expanded(commitment.when, policy))
    return not all(isinstance(atom, ThresholdIs) for atom in atoms)


def _covered(clause: Commitment | Requirement) -> bool:
    if clause.if_unknown_block:
        return True
    if isinstance(clause, Requirement):
        return False
    gating = [duty for duty in clause.duties if duty.modal in ("must", "must not")]
    return all(duty.if_unknown_block for duty in gating)
