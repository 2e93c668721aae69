"""A condition, or the limit of a need, that every result meets."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.frames import triggered
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.deciding import always
from tra_policy.model.duties import Need
from tra_policy.model.policy import Policy, Requirement, Threshold
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA703",
    name="always-met",
    severity=Severity.WARNING,
    family="logic",
    summary="a condition holds whatever the true values are and whatever anybody judges, or no number can "
    "miss the limit of a need",
    why="A threshold that every value reaches warns of nothing; one that every value rules out never "
    "will. The limits and the questions of the policy were looked through for a world in which it "
    "does not hold, and there is none. No public precedent is known.",
    remedy="Correct the limits, or drop the condition and say the thing without one.",
    bad="""\
threshold BIO-1
  reached when any of #! TRA703
    - bio-test.accuracy >= 20%
    - bio-test.accuracy < 30%
requirement ROLL-1
  needs distinct environment >= 0 over rollouts #! TRA703
  population complete
requirement ROLL-2
  needs at most 100% of rollouts where flags has reward-hacking #! TRA703
  population complete
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 30%
  ruled out when bio-test.accuracy < 20%
requirement ROLL-1
  needs distinct environment >= 20 over rollouts
  population complete
requirement ROLL-2
  needs at most 1% of rollouts where flags has reward-hacking
  population complete
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the lines of thresholds and of needs, and the triggers, that no world leaves unmet."""
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
    clauses: tuple[Threshold | Requirement, ...] = (*policy.thresholds, *policy.requirements)
    for asking in clauses:
        for need in asking.needs:
            if never := _never_missed(need):
                yield Finding(
                    need.span,
                    f"{never}, so that nothing misses the limit that `{asking.name}` sets",
                    "correct the limit, or ask for the records alone",
                    asking.name,
                )


def _never_missed(need: Need) -> str:
    """Why no records at all could miss the limit of a need; empty where some could."""
    if need.share is not None and need.share >= 1:
        return "no share is greater than 100%"
    over = need.aggregate
    if over is None or not (over.counted or over.statistic == "distinct"):
        return ""
    limit = over.limit.value
    if (over.operator == ">=" and limit <= 0) or (over.operator == ">" and limit < 0):
        return f"`{over.name} {'.'.join(over.path)}` is never below 0"
    return ""
