"""An exception to a duty that stands elsewhere without it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from tra_policy.lint.frames import Owing, act_of, owing_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.deciding import together
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA714",
    name="idle-exception",
    severity=Severity.WARNING,
    family="logic",
    summary="whenever the exception holds, another clause asks for the same without it",
    why="A reader of the one clause thinks that the duty is excepted, a reader of the other that it is "
    "not. The second one is right, and nobody notices until the exception is used. "
    "No public precedent is known.",
    remedy="Put the exception on both clauses, or take it out.",
    bad="""\
commitment SAFE-1
  when bio-test.accuracy >= 50%
  example-lab must show shield before deployment
    unless outside-board judges "another model is as able" #! TRA714
commitment SAFE-2
  when bio-test.accuracy >= 40%
  example-lab must show shield before deployment
""",
    good="""\
commitment SAFE-1
  when bio-test.accuracy >= 50%
  example-lab must show shield before deployment
    unless outside-board judges "another model is as able"
commitment SAFE-2
  when bio-test.accuracy < 50%
  example-lab must show shield before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the exceptions under which the same act is owed by another clause all the same."""
    alike: dict[Hashable, list[Owing]] = {}
    for one in owing_in(policy):
        alike.setdefault(_asked(one), []).append(one)
    for one in owing_in(policy):
        if one.duty.unless is None:
            continue
        for other in alike[_asked(one)]:
            if other != one and _owed_all_the_same(policy, one, other):
                yield Finding(
                    one.duty.unless.span,
                    f"the exception of `{one.duty.id}` excuses nothing: "
                    f"`{other.duty.id}` asks for the same",
                    "put the exception on both clauses, or take it out",
                    one.duty.id,
                )
                break


def _asked(one: Owing) -> Hashable:
    return act_of(one.duty), one.duty.timings


def _owed_all_the_same(policy: Policy, one: Owing, other: Owing) -> bool:
    """Whether of two duties to do the same at the same time one is owed where the other is excused."""
    if other.excused or one.duty.unless is None:
        return False
    excepted = (*one.due, one.duty.unless)
    if together(policy, excepted).answer != "possible":
        return False
    return all(together(policy, excepted, (due,)).answer == "never" for due in other.due)
