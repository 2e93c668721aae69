"""A policy that its publisher can change alone."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import quoted
from tra_policy.lint.reading import is_own
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.lint.sides import sides_of
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA909",
    name="unilateral-amendment",
    severity=Severity.WARNING,
    family="waivers and revisions",
    summary="only the developer's side decides about changes, or nothing is said about changes",
    why="A promise that its maker may rewrite binds until it is inconvenient. Precedent: all published "
    "voluntary frameworks can be changed by their publishers; the most careful one asks the board and "
    "consults a trust. Source: Anthropic RSP 2.2, §7; Zhu, Silent Revision (2026).",
    remedy="Add `amended by PARTY after DURATION notice`, with a party outside.",
    bad="""\
tra 1
policy example-rsp version 1.0
  developer  example-lab
  force      voluntary
  amended by officer after 30 days notice #! TRA909
party example-lab
party officer
  employed by example-lab
threshold BIO-1
""",
    good="""\
tra 1
policy example-rsp version 1.0
  developer  example-lab
  force      voluntary
  amended by officer, outside-board after 30 days notice
party example-lab
party officer
  employed by example-lab
party outside-board
  no ties to example-lab "statement on its site"
threshold BIO-1
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield one finding for policies of a developer's own; a law is not amended by the developer."""
    if not is_own(policy):
        return
    advice = "add `amended by PARTY after 30 days notice`, with a party outside"
    if policy.amendment is None or not policy.amendment.parties:
        yield Finding(
            policy.span,
            f"policy `{policy.name}` does not say who may change it",
            advice,
            policy.name,
        )
    elif sides_of(policy).inside(policy.amendment.parties):
        yield Finding(
            policy.amendment.span,
            f"{quoted(policy.amendment.parties)}, on the developer's side, can change it alone",
            advice,
            policy.name,
        )
