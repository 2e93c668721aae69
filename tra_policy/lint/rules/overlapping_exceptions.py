"""Two exceptions that can hold at once, with two lowered duties."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.frames import act_of, owing_in, pairs
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.deciding import together
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA711",
    name="overlapping-exceptions",
    severity=Severity.WARNING,
    family="logic",
    summary="two exceptions to the same duty can hold at once, and each puts something else in its place",
    why="Where both are in force, nobody can tell which of the two lowered duties is owed, and whoever "
    "is bound will take the milder one. The piece of evidence that is shown puts both in force. "
    "No public precedent is known.",
    remedy="Let the exceptions exclude each other, or name them with `define` and say which one counts.",
    bad="""\
commitment SAFE-1
  when bio-test.accuracy >= 50%
  example-lab must show shield before deployment
    unless outside-board judges "another model is as able"
    instead example-lab must publish report within 30 days
commitment SAFE-2
  when bio-test.accuracy >= 40%
  example-lab must show shield before deployment
    unless regulator judges "deployment is in the public interest" #! TRA711
    instead example-lab must send report to regulator within 10 days
""",
    good="""\
commitment SAFE-1
  when bio-test.accuracy >= 50%
  example-lab must show shield before deployment
    unless outside-board judges "another model is as able"
    instead example-lab must publish report within 30 days
commitment SAFE-2
  when bio-test.accuracy < 50%
  example-lab must show shield before deployment
    unless regulator judges "deployment is in the public interest"
    instead example-lab must send report to regulator within 10 days
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the later of two exceptions to one act that some world puts in force together."""
    excepted = (one for one in owing_in(policy) if one.duty.unless is not None)
    for first, second in pairs(excepted, lambda one: act_of(one.duty)):
        one, other = first.duty, second.duty
        if one.unless is None or other.unless is None:
            continue
        if one.instead is None or other.instead is None or one.instead == other.instead:
            continue
        found = together(policy, (*first.due, *second.due, one.unless, other.unless))
        if found.answer == "possible":
            yield Finding(
                other.unless.span,
                f"the exceptions of `{one.id}` and `{other.id}` can hold at once",
                "let them exclude each other, or name them and say which one counts",
                other.id,
                shows=f"both hold {found.shown}",
            )
