"""A waiver of a law."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA903",
    name="law-waived",
    severity=Severity.ERROR,
    family="waivers and revisions",
    summary="a policy with the force of law carries a waiver",
    why="Nobody who is bound by a law can waive it, so the waiver has no effect and hides what is owed. "
    "What the law itself excepts belongs into `unless`. No public precedent is known.",
    remedy="Take the waiver out; write exceptions of the law as `unless` with a citation.",
    bad="""\
tra 1
policy example-act version 1.0 effective 2026-01-01
  developer anyone
  force law "Example Act"
  status current
party office
  is a public authority
requirement ACT-1
  needs at least 1 incident
waiver W-1 for ACT-1 #! TRA903
  because "not this year"
  approved by office on 2026-04-02
  expires 2026-07-01
""",
    good="""\
tra 1
policy example-act version 1.0 effective 2026-01-01
  developer anyone
  force law "Example Act"
  status current
party office
  is a public authority
requirement ACT-1
  needs at least 1 incident
  unless office judges "the developer is below the size that the act names"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield every waiver of a law."""
    if policy.force != "law":
        return
    for waiver in policy.waivers:
        yield Finding(
            waiver.span,
            f"`{waiver.name}` waives a law, and has no effect",
            "take it out; what the law excepts belongs into `unless`",
            waiver.name,
        )
