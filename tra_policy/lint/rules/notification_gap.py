"""A threshold after which no outside party is told."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import conditioned
from tra_policy.lint.rule import About, Finding, Rule, gathered
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA314",
    name="notification-gap",
    severity=Severity.WARNING,
    family="obligations",
    absence=True,
    summary="no named outside party must be told when the threshold is reached",
    why="If nobody outside is told, nobody outside can ask what was done about it. Nearly "
    "every published framework leaves it there. Precedent: RSP 2.2 "
    "told a government entity when a model needed more than ASL-2 safeguards, a duty not found in "
    "RSP 3.4; FSF 3.1 aims to share. Source: Anthropic RSP 2.2, §7.2.3; Google DeepMind FSF 3.1, §5.2.",
    remedy="Add `report result to PARTY within 15 days of measured` to the threshold.",
    bad="""\
threshold BIO-1 #! TRA314
  reached when bio-test.accuracy >= 50%
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  report result to regulator within 15 days of measured
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds whose crossing no named outsider learns of."""
    legs = {v.threshold: v.legs for v in about.verdicts}
    asked = [t for t in conditioned(policy) if t.name in legs]
    advice = "add `report result to PARTY within 15 days of measured`, with a named outside party"
    found = [
        Finding(
            t.span,
            f"nobody outside must be told when `{t.name}` is reached",
            advice,
            t.name,
        )
        for t in asked
        if not legs[t.name].outsider_told_on_crossing
    ]
    yield from gathered(
        found, len(asked), policy, "thresholds can be reached without anybody outside being told"
    )
