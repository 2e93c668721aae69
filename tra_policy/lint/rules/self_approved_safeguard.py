"""A safeguard that its owner declares sufficient."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import quoted
from tra_policy.lint.reading import duties_in
from tra_policy.lint.rule import About, Finding, Rule, gathered
from tra_policy.lint.sides import sides_of
from tra_policy.model.conditions import RoleIs
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA815",
    name="self-approved-safeguard",
    severity=Severity.INFO,
    family="independence",
    summary="a safeguard must be shown, and nobody outside says whether it is good enough",
    why="The threshold may be measured by another and still lead nowhere, if the developer alone says "
    "that the answer to it suffices. Nearly every published framework leaves it there. Precedent: "
    "safeguards approved by the chief executive and the officer; and, a good one, an audit from "
    "outside every year. Source: Anthropic RSP 2.2, §4; G42 Frontier AI Safety Framework (February "
    "2025).",
    remedy="Add `approved by PARTY` with a party outside, or `where reviewed by independent`.",
    bad="""\
commitment SAFE-1
  example-lab must show shield before deployment #! TRA815
""",
    good="""\
safeguard wall
  approved by outside-board
commitment SAFE-1
  example-lab must show wall before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the duties to show safeguards of which no outside party has to approve."""
    sides = sides_of(policy)
    approvers = {s.name: s.approved_by for s in policy.safeguards}
    showing, found = 0, []
    for _, duty in duties_in(policy):
        named = tuple(name for name in duty.objects if name in approvers)
        if duty.modal != "must" or duty.verb != "show" or not named:
            continue
        showing += 1
        alone = tuple(n for n in named if not any(sides.outside(p) for p in approvers[n]))
        if alone and not any(isinstance(test, RoleIs) for test in duty.where):
            found.append(
                Finding(
                    duty.span,
                    f"nobody outside says whether {quoted(alone)} is good enough",
                    "add `approved by PARTY` to the safeguard, with a party outside",
                    duty.id,
                )
            )
    yield from gathered(
        found,
        showing,
        policy,
        "duties to show safeguards leave it to the developer whether these are good enough",
    )
