"""A duty to do something and a duty not to, which can be owed at once."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.frames import Owing, clashing, owing_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.deciding import together
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA701",
    name="contradictory-duties",
    severity=Severity.ERROR,
    family="logic",
    summary="one clause forbids what another asks for, and both can be owed at once",
    why="Whoever is bound by both can only choose which one to break, and a check can only come out "
    "not met. It is found by looking for evidence under which both fall due; the piece that is shown "
    "is one such. No public precedent is known.",
    remedy="Give one of them an end or an exception, or let their conditions exclude each other.",
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
commitment OPEN-1
  when bio-test.accuracy >= 30%
  example-lab must publish report within 30 days
commitment CLOSED-1
  when BIO-1 is reached
  example-lab must not publish report #! TRA701
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
commitment OPEN-1
  when bio-test.accuracy >= 30%
  example-lab must publish report within 30 days
  unless BIO-1 is reached
commitment CLOSED-1
  when BIO-1 is reached
  example-lab must not publish report
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield each prohibition without an end that meets the opposite duty in some world."""
    owing = list(owing_in(policy))
    places = {id(one): number for number, one in enumerate(owing)}
    must = [one for one in owing if one.duty.modal == "must"]
    for asked, forbidden in clashing(must, [one for one in owing if _always_forbidden(one)]):
        second = max(asked, forbidden, key=lambda one: places[id(one)])
        holding = (*asked.due, *forbidden.due)
        found = together(policy, holding, (*asked.excused, *forbidden.excused))
        if found.answer == "possible":
            yield Finding(
                second.duty.span,
                f"`{forbidden.duty.id}` forbids what `{asked.duty.id}` asks for",
                "give one of them an end or an exception",
                second.duty.id,
                shows=f"both are owed {found.shown}",
            )


def _always_forbidden(one: Owing) -> bool:
    """Whether a duty is a prohibition that has no end and is not narrowed."""
    narrowed = one.duty.where or one.duty.timings or one.duty.recipients
    return one.duty.modal == "must not" and not narrowed
