"""A statement of independence that rests on the writer's word."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA803",
    name="ties-unsourced",
    severity=Severity.WARNING,
    family="independence",
    summary="`no ties to …` without a source",
    why="That a party is free of ties is for that party to say. What the developer alone says of it "
    "earns no more than `engaged`. Precedent, a good one: reviewers must have no financial interest "
    "and the trust approves them. Source: Anthropic RSP 3.4, §3.6; EU Code of Practice, Safety and "
    "Security chapter, App. 3.5.",
    remedy='Add the place where the party itself says so: `no ties to DEVELOPER "its site, 2026"`.',
    bad="""\
party newcomer "An evaluator"
  no ties to example-lab #! TRA803
threshold BIO-1
  reached when newcomer judges "the model helps novices"
""",
    good="""\
party newcomer "An evaluator"
  no ties to example-lab "statement on its site"
threshold BIO-1
  reached when newcomer judges "the model helps novices"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the statements about no ties that quote no source."""
    for party in policy.parties:
        for said in party.no_ties:
            if not said.source:
                yield Finding(
                    said.span,
                    f"that `{party.name}` has no ties to `{said.other}` is the writer's word alone",
                    'add in quotes where the party itself says so: `… "its site, 2026"`',
                    party.name,
                )
