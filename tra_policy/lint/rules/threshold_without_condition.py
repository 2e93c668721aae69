"""A threshold that does not say when it is reached."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA402",
    name="threshold-without-condition",
    severity=Severity.WARNING,
    family="evidence",
    absence=True,
    summary="a threshold is named and does not say when it is reached",
    why="A domain on a watch list looks covered and is not: evaluations are run and published, and "
    "no result of theirs can have a consequence. Precedent: cyber operations are on a watch list "
    "without any threshold. Source: Anthropic RSP 2.2, §2.",
    remedy="Add `reached when …`, or say with `because` why there is none yet and when there will be.",
    bad="""\
threshold CYBER-1 "Watch list" #! TRA402
  domain cyber
""",
    good="""\
threshold CYBER-1
  domain cyber
  reached when outside-lab judges "the model carries out an intrusion end to end"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds without any condition."""
    for threshold in policy.thresholds:
        if threshold.reached_when is None and threshold.ruled_out_when is None:
            yield Finding(
                threshold.span,
                f"`{threshold.name}` does not say when it is reached, so it never will be",
                "add `reached when …`",
                threshold.name,
            )
