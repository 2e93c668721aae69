"""Outside evaluators of whom nothing says that they may speak."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import OUTSIDERS, SPEAKING_OUT, heard
from tra_policy.lint.prose import worded
from tra_policy.lint.reading import duties_in, is_library, names_in, needs_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.lint.sides import sides_of
from tra_policy.model.conditions import RoleIs
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

ASKED = frozenset({"prior_review", "contingent", "terms_disclosed", "may_veto"})
CLASSES = frozenset({"independent", "engaged", "authority"})
RULE = Rule(
    code="TRA808",
    name="evaluator-may-be-silenced",
    severity=Severity.INFO,
    confidence="possible",
    audience="auditor",
    family="independence",
    summary="outside evaluators are asked for, and nothing says that they may publish what they find",
    why="An evaluator that needs leave to speak, or fears for the next contract, is heard when it is "
    "content. Precedent, a good one: no retaliation against evaluators, and a cap on how long their "
    "publication may be delayed. Source: EU Code of Practice, Safety and Security chapter, Measure 3.5.",
    remedy="Add a requirement such as `needs no third-party-report where prior_review is approval`, "
    "or a duty on redaction and retaliation.",
    bad="""\
tra 1
policy example-rsp version 1.0 #! TRA808
  developer example-lab
party example-lab
document review "Review"
commitment REVIEW-1
  example-lab must obtain review where reviewed by independent before deployment
""",
    good="""\
tra 1
policy example-rsp version 1.0
  developer example-lab
party example-lab
document review "Review"
commitment REVIEW-1
  example-lab must obtain review where reviewed by independent before deployment
requirement SPEAK-1
  needs no third-party-report where prior_review is approval
  population complete
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield one finding if outside work is asked for and no word or test is about speaking out."""
    asked = "" if is_library(policy) else _asked_for(policy)
    if not asked or ASKED & set(names_in((policy.requirements, policy.thresholds))):
        return
    if any(any(heard(words, SPEAKING_OUT)) for _, words, _ in worded(policy)):
        return
    yield Finding(
        policy.span,
        f"`{asked}` asks for the work of somebody outside, and nothing says that it may be published",
        "add a requirement on `prior_review`, or a duty on redaction and retaliation",
        policy.name,
    )


def _asked_for(policy: Policy) -> str:
    """Return the first item that asks for work by another, or nothing."""
    sides = sides_of(policy)
    for _, duty in duties_in(policy):
        roles = (test for test in duty.where if isinstance(test, RoleIs))
        words = duty.verb == "obtain" and any(heard(duty.words, OUTSIDERS))
        if words or any(r.holder in CLASSES or sides.outside(r.holder) for r in roles):
            return duty.id
    for name, need in needs_in(policy):
        roles = (test for test in need.where if isinstance(test, RoleIs))
        if any(r.holder in CLASSES or sides.outside(r.holder) for r in roles):
            return need.id or name
    return ""
