"""A condition that is too large to be decided."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import stated_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.conditions import atoms_of, expanded
from tra_policy.logic.deciding import together
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

# Fewer atoms than these are always decided.
FEWEST = 8

RULE = Rule(
    code="TRA712",
    name="undecided-logic",
    severity=Severity.INFO,
    family="logic",
    summary="a condition is so large that contradictions and idle parts in it were not looked for",
    why="The rules on contradictions, dead clauses and idle bullets look through every combination, "
    "within a bound. Beyond it they stay silent, and their silence must not be taken for an answer. "
    "No public precedent is known.",
    remedy="Divide the condition into several clauses, or ask of fewer things at once.",
    audience="auditor",
    bad="""\
define crowded
  holds when at least 40 of #! TRA712
"""
    + "".join(f'    - outside-lab judges "question {n} of many"\n' for n in range(400)),
    good="""\
define clear
  holds when any of
    - outside-lab judges "the model helps novices"
    - bio-test.accuracy >= 50%
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the conditions on which the decision was given up."""
    for stated in stated_in(policy):
        condition = stated.condition
        if sum(1 for _ in atoms_of(expanded(condition, policy))) < FEWEST:
            continue
        if together(policy, (condition,)).answer == "undecided":
            yield Finding(
                condition.span,
                f"the condition of `{stated.subject}` was not decided: it is too large",
                "divide it, or ask of fewer things at once",
                stated.subject,
            )
