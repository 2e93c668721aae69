"""A clause that says nothing yet."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA191",
    name="unfinished-clause",
    severity=Severity.WARNING,
    family="names",
    summary="a definition without a condition, a commitment without a duty, or a requirement without a need",
    why="A clause with a title and no content can be neither met nor broken, and what refers to it "
    "stays unknown for ever. Precedent: risk tiers that a framework refers to and never lists. "
    "Source: xAI Frontier AI Framework, 30 June 2026.",
    remedy="Say what holds, what is owed, or what evidence must exist; or take the clause out.",
    bad="""\
define risk-tier-reached "A systemic risk tier is reached" #! TRA191
commitment TIER-1 "What follows"
  when risk-tier-reached holds
  example-lab must show shield before deployment
""",
    good="""\
define risk-tier-reached "A systemic risk tier is reached"
  holds when bio-test.accuracy >= 50%
commitment TIER-1 "What follows"
  when risk-tier-reached holds
  example-lab must show shield before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the clauses without content; a threshold without a condition has a rule of its own."""
    for define in policy.defines:
        if define.condition is None:
            yield Finding(
                define.span,
                f"`{define.name}` does not say when it holds",
                "add `holds when …`",
                define.name,
            )
    for commitment in policy.commitments:
        if not commitment.duties:
            yield Finding(
                commitment.span,
                f"`{commitment.name}` commits nobody to anything",
                "add a duty, such as `PARTY must show SAFEGUARD before deployment`",
                commitment.name,
            )
    for requirement in policy.requirements:
        if not requirement.needs:
            yield Finding(
                requirement.span,
                f"`{requirement.name}` does not say what evidence it needs",
                "add a `needs …` line",
                requirement.name,
            )
