"""A threshold that does not say who decides."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import conditioned
from tra_policy.lint.rule import About, Finding, Rule, gathered
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA316",
    name="decider-missing",
    severity=Severity.WARNING,
    family="obligations",
    absence=True,
    summary="a threshold does not say who decides whether it is reached",
    why="Somebody will rule on it; a text that does not say who leaves the ruling to whoever is in "
    "charge that day. Precedent: decisions of an unnamed `appropriate governance function`, and "
    "tiers without any decider. Source: Google DeepMind FSF 3.1; OpenAI Frontier Governance "
    "Framework (May 2026).",
    remedy="Add `decided by PARTY`.",
    bad="""\
threshold BIO-1 #! TRA316
  reached when bio-test.accuracy >= 50%
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  decided by officer
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds without a `decided by` line."""
    asked = list(conditioned(policy))
    found = [
        Finding(
            t.span,
            f"`{t.name}` does not say who decides whether it is reached",
            "add `decided by PARTY`",
            t.name,
        )
        for t in asked
        if not t.decided_by
    ]
    yield from gathered(
        found, len(asked), policy, "thresholds do not say who decides whether they are reached"
    )
