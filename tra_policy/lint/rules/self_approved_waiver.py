"""A waiver that the developer grants itself."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import quoted
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.lint.sides import sides_of
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA902",
    name="self-approved-waiver",
    severity=Severity.WARNING,
    family="waivers and revisions",
    summary="everybody who approved a waiver is on the developer's side",
    why="Who may excuse itself has made no promise. On the evidence that a threshold needs such a "
    "waiver has no effect at all. Precedent: ambiguity, adjustments and interim measures that the "
    "developer's own officers settle. Source: Anthropic RSP 2.2, §6.2 and footnote 16; OpenAI "
    "Preparedness Framework 2, §4.3.",
    remedy="Have a party outside approve it.",
    bad="""\
requirement ROLL-1
  needs at least 1 rollout
waiver W-1 for ROLL-1 #! TRA902
  because "environment retired"
  approved by officer on 2026-04-02
  expires 2026-07-01
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
    """Yield the waivers that only the developer's side approved."""
    sides = sides_of(policy)
    needs = {need.id for threshold in policy.thresholds for need in threshold.needs}
    for waiver in policy.waivers:
        if sides.inside(waiver.approved_by):
            effect = "; on what a threshold needs it has no effect" if waiver.item in needs else ""
            yield Finding(
                waiver.span,
                f"only {quoted(waiver.approved_by)}, on the developer's side, "
                f"approved `{waiver.name}`{effect}",
                "have a party outside approve it",
                waiver.name,
            )
