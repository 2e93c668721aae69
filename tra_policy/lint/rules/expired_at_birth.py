"""A waiver that ends before it begins."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA904",
    name="expired-at-birth",
    severity=Severity.ERROR,
    family="waivers and revisions",
    summary="a waiver expires before it was approved",
    why="A waiver covers what falls due between its approval and its expiry: this one covers no day "
    "and excuses nothing. It is nearly always a slip of the pen. No public precedent is known.",
    remedy="Look at both dates.",
    bad="""\
requirement ROLL-1
  needs at least 1 rollout
waiver W-1 for ROLL-1 #! TRA904
  because "environment retired"
  approved by outside-board on 2026-04-02
  expires 2025-07-01
""",
    good="""\
requirement ROLL-1
  needs at least 1 rollout
waiver W-1 for ROLL-1
  because "environment retired"
  approved by outside-board on 2026-04-02
  expires 2026-07-01
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the waivers whose expiry lies before their approval."""
    for waiver in policy.waivers:
        begins, ends = waiver.approved_on, waiver.expires
        if begins is not None and ends is not None and ends < begins:
            yield Finding(
                waiver.span,
                f"`{waiver.name}` expires on {ends}, before its approval on {begins}",
                "look at both dates",
                waiver.name,
            )
