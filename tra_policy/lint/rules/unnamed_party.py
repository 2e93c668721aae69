"""A party that holds a role and is not named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tra_policy.lint.reading import names_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA801",
    name="unnamed-party",
    severity=Severity.WARNING,
    family="independence",
    absence=True,
    summary="a party that decides, measures, judges or receives something is not named",
    why="Nobody can ask an unnamed party what it saw, or find out who pays it; it earns no credit as "
    "independent. Precedent: `external domain experts` and unnamed testers in system cards, and an "
    "`appropriate governance function` that decides. Source: Gemini 3 Pro FSF report; Google "
    "DeepMind FSF 3.1.",
    remedy="Name the party, or its office; or say what a party must be like to hold the role.",
    bad="""\
party testers "external testers" #! TRA801
  is unnamed
threshold BIO-1
  reached when testers judges "the model helps novices"
""",
    good="""\
threshold BIO-1
  reached when outside-lab judges "the model helps novices"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the unnamed parties that something mentions; a law says what a party must be like."""
    if policy.force in ("law", "code-of-practice"):
        return
    mentioned = Counter(names_in(policy))
    for party in policy.parties:
        if party.is_unnamed and mentioned[party.name] > 0:
            yield Finding(
                party.span,
                f"`{party.name}` holds a role and is not named, so it earns no credit",
                "name the party or its office",
                party.name,
            )
