"""A weakening that the publisher does not explain."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA907",
    name="change-without-reason",
    severity=Severity.WARNING,
    family="waivers and revisions",
    summary="a clause was weakened, removed or moved without `because`",
    why="A weakening may be right; without its reason nobody can tell. Precedent: of the traced "
    "changes between twelve pairs of framework versions 77% weakened or removed something. "
    "Source: Zhu, Silent Revision (2026).",
    remedy='Add `because "…"` to the line.',
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
changes since 2.0.0
  - weakened BIO-1.measured "from 3 to 6 months" #! TRA907
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
changes since 2.0.0
  - weakened BIO-1.measured "from 3 to 6 months" because "an evaluation takes 2 months"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the weakening changes without a reason."""
    for change in policy.changes:
        if change.verb in ("weakened", "removed", "moved") and not change.because:
            yield Finding(
                change.span,
                f"`{change.path}` was {change.verb} without a reason",
                'add `because "…"`',
                change.path,
            )
