"""Something is to be absent, and nothing asks for all records."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.placing import below_head
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy, Requirement
from tra_policy.words.diagnostic import Severity
from tra_policy.words.edits import Fix

RULE = Rule(
    code="TRA410",
    name="negative-without-coverage",
    severity=Severity.WARNING,
    family="evidence",
    fixes="unsafe",
    summary="`no …` or `at most …` without `population complete`",
    why="That something is absent can be shown only over all records; over some of them it shows what "
    "was supplied, and a deleted record would pass. Precedent: behaviours at rates of one in two "
    "thousand, found in training runs by looking at many rollouts. "
    "Source: Claude Mythos Preview system card.",
    remedy="Add `population complete` to the requirement.",
    bad="""\
requirement ROLL-1
  needs at most 1% of rollouts per environment where flags has reward-hacking #! TRA410
""",
    good="""\
requirement ROLL-1
  needs at most 1% of rollouts per environment where flags has reward-hacking
  population complete
""",
)


_OF_ALL = {
    "no": "asks that something is absent",
    "at most share": "asks that something is absent",
    "aggregate": "asks for a number out of many records",
}


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the negative needs of requirements that do not ask for completeness."""
    for requirement in policy.requirements:
        if requirement.population_complete:
            continue
        for need in requirement.needs:
            if need.aggregate is not None and need.aggregate.exists:
                continue
            if need.quantifier in _OF_ALL:
                yield Finding(
                    need.span,
                    f"`{requirement.name}` {_OF_ALL[need.quantifier]}, "
                    "and does not ask for all records",
                    "add `population complete`",
                    requirement.name,
                    fixes=_complete(about, requirement),
                )


def _complete(about: About, requirement: Requirement) -> tuple[Fix, ...]:
    edit = below_head(about.source, requirement.span, "population complete")
    return (Fix("add `population complete`", (edit,)),) if edit is not None else ()
