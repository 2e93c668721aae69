"""A threshold that can be ruled out and never reached."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA414",
    name="rule-out-without-rule-in",
    severity=Severity.WARNING,
    family="evidence",
    summary="there is a `ruled out when` line and no `reached when` line",
    why="A test that can only clear a model never says that a threshold is reached: failing it leads "
    "to more judgement, not to a consequence. Precedent: a checkpoint that is sufficient to rule two "
    "thresholds out, and a card that says crossing a rule-out does not imply a rule-in. "
    "Source: Anthropic RSP 2.2, §2; Claude Opus 4.5 system card.",
    remedy="Add `reached when …`, with `if unknown treat as reached` for what lies between.",
    bad="""\
threshold BIO-1
  ruled out when bio-test.accuracy < 22.1% #! TRA414
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  ruled out when bio-test.accuracy < 22.1%
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds with a rule-out and without a rule-in."""
    for threshold in policy.thresholds:
        if threshold.ruled_out_when is not None and threshold.reached_when is None:
            yield Finding(
                threshold.ruled_out_when.span,
                f"`{threshold.name}` can be ruled out, and nothing says when it is reached",
                "add `reached when …`",
                threshold.name,
            )
