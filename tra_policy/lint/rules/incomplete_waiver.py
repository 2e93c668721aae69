"""A waiver without a reason, an approver, a day or an end."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import quoted
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA901",
    name="incomplete-waiver",
    severity=Severity.ERROR,
    family="waivers and revisions",
    summary="a waiver lacks its reason, approver, approval date or expiry",
    why="An exception without an end is a change of the policy that nobody announced; one without a "
    "reason or an approver cannot be asked about. Precedent, a good one: interim measures must be "
    "approved by two named officers. Source: Anthropic RSP 2.2, §6.2.",
    remedy='Write `because "…"`, `approved by PARTY on DATE` and `expires DATE`.',
    bad="""\
requirement ROLL-1
  needs at least 1 rollout
waiver W-1 for ROLL-1 #! TRA901
  because "environment retired"
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
    """Yield one finding a waiver that lists what it lacks."""
    for waiver in policy.waivers:
        missing = tuple(
            line
            for line, there in (
                ("because", bool(waiver.because)),
                ("approved by", bool(waiver.approved_by) and waiver.approved_on is not None),
                ("expires", waiver.expires is not None),
            )
            if not there
        )
        if missing:
            yield Finding(
                waiver.span,
                f"waiver `{waiver.name}` lacks {quoted(missing)}",
                'write `because "…"`, `approved by PARTY on DATE` and `expires DATE`',
                waiver.name,
            )
