"""An outside review without a word on what makes the reviewer independent."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import INTERESTS, OUTSIDERS, heard, quoted
from tra_policy.lint.prose import worded
from tra_policy.lint.reading import duties_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.lint.sides import sides_of
from tra_policy.model.conditions import RoleIs
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

OBTAINING = frozenset({"obtain", "review", "assess", "consult", "measure", "investigate"})
RULE = Rule(
    code="TRA807",
    name="reviewer-independence-undefined",
    severity=Severity.WARNING,
    confidence="likely",
    family="independence",
    summary="an external or independent check is owed, and nothing says what makes it so",
    why="A reviewer may be paid by the hour, hold shares, or have been employed there last year, and "
    "still be `external`. Precedent, a good one: reviewers must have no financial interest and are "
    "approved by the trust; and independent external evaluators are described in an appendix. "
    "Source: Anthropic RSP 3.4, §3.6.1; EU Code of Practice, Safety and Security chapter, App. 3.4 "
    "and 3.5.",
    remedy="Add `where reviewed by independent`, name the party, or list what it must be free of.",
    bad="""\
commitment REVIEW-1
  example-lab must obtain "an external review of the report" before deployment #! TRA807
""",
    good="""\
commitment REVIEW-1
  example-lab must obtain report where reviewed by independent before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the duties to have outside work done, in a policy that says nothing of interests."""
    if any(any(heard(words, INTERESTS)) for _, words, _ in worded(policy)):
        return
    sides = sides_of(policy)
    titles = {d.name: d.title for d in policy.documents}
    for _, duty in duties_in(policy):
        if duty.modal != "must" or duty.verb not in OBTAINING:
            continue
        said = " ".join((duty.words, *(titles.get(name, "") for name in duty.objects)))
        words = tuple(heard(said, OUTSIDERS))
        named = any(isinstance(test, RoleIs) for test in duty.where)
        named = named or any(
            sides.outside(n) for n in (*duty.objects, *duty.recipients, *duty.party)
        )
        if words and not named:
            yield Finding(
                duty.span,
                f"`{duty.id}` asks for something {quoted(words)}, and nothing says what makes it so",
                "add `where reviewed by independent`, or name the party",
                duty.id,
            )
