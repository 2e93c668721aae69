"""A condition that every result meets."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.frames import triggered
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.deciding import always
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA703",
    name="always-met",
    severity=Severity.WARNING,
    family="logic",
    summary="a condition holds whatever the true values are and whatever anybody judges",
    why="A threshold that every value reaches warns of nothing; one that every value rules out never "
    "will. The limits and the questions of the policy were looked through for a world in which it "
    "does not hold, and there is none. No public precedent is known.",
    remedy="Correct the limits, or drop the condition and say the thing without one.",
    bad="""\
threshold BIO-1
  reached when any of #! TRA703
    - bio-test.accuracy >= 20%
    - bio-test.accuracy < 30%
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 30%
  ruled out when bio-test.accuracy < 20%
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the lines of thresholds and the triggers that no world leaves unmet."""
    for threshold in policy.thresholds:
        lines = (
            (threshold.reached_when, "reached"),
            (threshold.ruled_out_when, "ruled out"),
        )
        for condition, state in lines:
            if condition is not None and always(policy, condition):
                yield Finding(
                    condition.span,
                    f"whatever the true values are, `{threshold.name}` is {state}",
                    "correct the limits",
                    threshold.name,
                )
    for clause in triggered(policy):
        if clause.when is not None and always(policy, clause.when):
            yield Finding(
                clause.when.span,
                f"the condition of `{clause.name}` always holds",
                "correct it, or drop it: a clause without a condition always binds",
                clause.name,
            )
