"""A waiver that lasts longer than a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

LONGEST = timedelta(days=366)
RULE = Rule(
    code="TRA905",
    name="long-waiver",
    severity=Severity.WARNING,
    family="waivers and revisions",
    summary="a waiver lasts for more than a year",
    why="An exception that outlives the yearly review of the policy has become the policy. Precedent: "
    "users of another policy tool asked that exceptions carry an expiry and a reason, and expired ones "
    "went on to be honoured. Source: kyverno/kyverno, issues 14491 and 17473.",
    remedy="Shorten it, and renew it with a reason of its own; or change the clause.",
    bad="""\
requirement ROLL-1
  needs at least 1 rollout
waiver W-1 for ROLL-1 #! TRA905
  because "environment retired"
  approved by outside-board on 2026-04-02
  expires 2028-07-01
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
    """Yield the waivers of more than a year from approval to expiry."""
    for waiver in policy.waivers:
        begins, ends = waiver.approved_on, waiver.expires
        if begins is not None and ends is not None and ends - begins > LONGEST:
            yield Finding(
                waiver.span,
                f"`{waiver.name}` lasts from {begins} to {ends}, more than a year",
                "shorten it and renew it with a reason, or change the clause",
                waiver.name,
            )
