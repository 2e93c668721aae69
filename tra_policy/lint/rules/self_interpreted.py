"""A policy whose meaning its own publisher settles."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import quoted
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.lint.sides import sides_of
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA317",
    name="self-interpreted",
    severity=Severity.INFO,
    family="independence",
    audience="auditor",
    summary="whoever is bound by the policy settles what it means",
    why="Where the words are open, the party that is bound closes them. Precedent: ambiguity is "
    "resolved by the judgement of the officer or the chief executive. "
    "Source: Anthropic RSP 2.2, footnote 16.",
    remedy="Name an outside party that settles doubts, or publish each interpretation when it is made.",
    bad="""\
tra 1
policy example-rsp version 1.0 #! TRA317
  developer      example-lab
  interpreted by officer
party example-lab
party officer
  employed by example-lab
""",
    good="""\
tra 1
policy example-rsp version 1.0
  developer      example-lab
  interpreted by outside-board
party example-lab
party outside-board
  no ties to example-lab "statement on its site"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield one finding if all interpreters are on the developer's side."""
    if sides_of(policy).inside(policy.interpreted_by):
        yield Finding(
            policy.span,
            f"what the policy means is settled by {quoted(policy.interpreted_by)}, on the developer's side",
            "name an outside party, or add a duty to publish each interpretation",
            policy.name,
        )
