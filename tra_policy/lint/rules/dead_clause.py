"""A clause that can never ask for anything."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.frames import triggered
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.deciding import never, together
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA702",
    name="dead-clause",
    severity=Severity.WARNING,
    family="logic",
    summary="no evidence makes the clause fall due, or its exception holds whenever it does",
    why="It reads like a commitment and binds nobody. Every world that the limits and the questions of "
    "the policy can tell apart was looked through. No public precedent is known.",
    remedy="Correct the condition or the exception, or take the clause out.",
    bad="""\
commitment SAFE-1
  when all of #! TRA702
    - bio-test.accuracy >= 50%
    - bio-test.accuracy < 30%
  example-lab must show shield before deployment
""",
    good="""\
commitment SAFE-1
  when all of
    - bio-test.accuracy >= 30%
    - bio-test.accuracy < 50%
  example-lab must show shield before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the clauses without a world in which they fall due, then those that are always excepted."""
    for clause in triggered(policy):
        if clause.when is not None and not clause.blocks and never(policy, clause.when):
            yield Finding(
                clause.when.span,
                f"`{clause.name}` never falls due: no evidence makes its condition true",
                "correct the condition, or take the clause out",
                clause.name,
            )
            continue
        if clause.blocks:
            # Then an unknown condition, or an unknown exception, counts as a duty that is not met.
            continue
        when = (clause.when,) if clause.when is not None else ()
        for unless in clause.unless:
            if together(policy, when, (unless,)).answer == "never":
                yield Finding(
                    unless.span,
                    f"the exception of `{clause.name}` holds whenever the clause falls due",
                    "correct the exception, or take the clause out",
                    clause.name,
                )
