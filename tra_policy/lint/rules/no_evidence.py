"""A threshold that no measurement and no judgement can show."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import can_be_shown, conditioned
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA401",
    name="no-evidence",
    severity=Severity.WARNING,
    family="evidence",
    summary="a threshold names no benchmark and no judge",
    why="What nobody measures and nobody judges stays unknown whatever evidence is supplied. "
    "Precedent: tiers on manipulation defined by `more than 50%` of the steps or `less than 10%` "
    "human oversight, with no evaluation named. Source: Anthropic Frontier Compliance Framework 2.",
    remedy="Name a benchmark with a limit, or a party that judges.",
    bad="""\
threshold MANIP-1 #! TRA401
  reached when "more than half of the steps are automated"
""",
    good="""\
threshold MANIP-1
  reached when outside-lab judges "more than half of the steps are automated"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds whose conditions hold nothing that evidence could show."""
    for threshold in conditioned(policy):
        if not can_be_shown(threshold, policy):
            yield Finding(
                threshold.span,
                f"nothing could show that `{threshold.name}` is reached or not: "
                "no benchmark and no judge is named",
                'add `BENCHMARK.METRIC >= LIMIT` or `PARTY judges "…"`',
                threshold.name,
            )
