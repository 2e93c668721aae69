"""A bullet that the others make idle."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import stated_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.deciding import always, never
from tra_policy.logic.idle import idle_members
from tra_policy.logic.worlds import apart
from tra_policy.model.conditions import Group
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA707",
    name="subsumed-condition",
    severity=Severity.WARNING,
    family="logic",
    summary="a bullet changes nothing: whatever meets the others decides already",
    why="A list that looks like several ways or several hurdles has fewer than it shows. It is decided "
    "over every world that the limits and questions of the list can tell apart, definitions put in "
    "place. No public precedent is known.",
    remedy="Take the bullet out, or correct its limit.",
    bad="""\
threshold BIO-1
  reached when any of
    - bio-test.accuracy >= 20%
    - bio-test.accuracy >= 50% #! TRA707
""",
    good="""\
threshold BIO-1
  reached when any of
    - bio-test.accuracy >= 20%
    - lab-test.accuracy >= 50%
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the bullets, last first, without which a list says the same."""
    for stated in stated_in(policy):
        group = stated.condition
        if not isinstance(group, Group) or group.kind == "at least" or len(group.members) < 2:
            continue
        if apart(policy, group) or never(policy, group) or always(policy, group):
            continue
        for idle in idle_members(policy, group.members, all_of=group.kind == "all"):
            yield Finding(
                idle.span,
                f"this bullet changes nothing in `{stated.subject}`",
                "take it out, or correct its limit",
                stated.subject,
            )
