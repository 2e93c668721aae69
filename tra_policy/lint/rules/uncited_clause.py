"""A clause that cites no source although the policy has one."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule, gathered
from tra_policy.model.duties import Notes
from tra_policy.model.policy import Commitment, Policy, Requirement, Threshold, duties_of
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA201",
    name="uncited-clause",
    severity=Severity.WARNING,
    family="citations",
    absence=True,
    summary="a threshold, commitment or requirement without a citation",
    why="Where a policy encodes a document, every clause must lead back to the words it renders: "
    "otherwise nobody can tell what the publisher promised from what the encoder added. Precedent: "
    "twelve pairs of framework versions differ in 473 material ways, and by a strict count 257 of "
    "383 traced ones stood in no account of the publisher; only the passages themselves show it. "
    "Source: Zhu, Silent Revision (2026).",
    remedy="Add `cites SOURCE §SECTION p.PAGE`, with a few quoted words where they matter.",
    bad="""\
commitment SAFE-1 #! TRA201
  example-lab must publish report within 30 days of deployment
""",
    good="""\
commitment SAFE-1
  cites rsp §4.1 p.6
  example-lab must publish report within 30 days of deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the clauses without any citation, if the policy names a source at all."""
    if not policy.sources:
        return
    clauses: tuple[Threshold | Commitment | Requirement, ...] = (
        *policy.thresholds,
        *policy.commitments,
        *policy.requirements,
    )
    found = [
        Finding(
            clause.span,
            f"`{clause.name}` cites no source",
            f"add `cites {policy.sources[0].name} §…`",
            clause.name,
        )
        for clause in clauses
        if not any(notes.cites for notes in _notes(clause))
    ]
    yield from gathered(found, len(clauses), policy, "clauses cite no source")


def _notes(clause: Threshold | Commitment | Requirement) -> Iterator[Notes]:
    yield clause.notes
    if isinstance(clause, Commitment):
        yield from (duty.notes for duty in duties_of(clause))
    else:
        yield from (need.notes for need in clause.needs)
