"""A threshold that does not say who set it."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import conditioned
from tra_policy.lint.rule import About, Finding, Rule, gathered
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA315",
    name="limit-setter-missing",
    severity=Severity.INFO,
    family="obligations",
    absence=True,
    audience="auditor",
    summary="a threshold does not say who set its limit",
    why="Who sets the limit decides as much as who measures: a limit can be put where the model does "
    "not reach it. Precedent: limits of an uplift trial that were set anew by the developer between "
    "two model generations. Source: the system cards of Claude Opus 4.5 and Claude Opus 4.6.",
    remedy="Add `set by PARTY`.",
    bad="""\
threshold BIO-1 #! TRA315
  reached when bio-test.accuracy >= 50%
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  set by outside-board
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds without a `set by` line."""
    asked = list(conditioned(policy))
    found = [
        Finding(t.span, f"`{t.name}` does not say who set it", "add `set by PARTY`", t.name)
        for t in asked
        if not t.set_by
    ]
    yield from gathered(found, len(asked), policy, "thresholds do not say who set them")
