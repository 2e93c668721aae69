"""A commitment or requirement for which no person or office answers."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import is_own
from tra_policy.lint.rule import About, Finding, Rule, gathered
from tra_policy.model.policy import Policy, duties_of
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA301",
    name="no-owner",
    severity=Severity.INFO,
    family="obligations",
    absence=True,
    summary="a commitment of the developer as a whole, with no office that answers for it",
    why="What everybody owes, nobody does. Precedent: decisions left to an `appropriate governance "
    "function` and to unnamed `risk owners`. Source: Google DeepMind FSF 3.1; xAI Frontier AI "
    "Framework, 30 June 2026.",
    remedy="Add `owner OFFICE`, with the office declared as a party.",
    bad="""\
commitment SAFE-1 #! TRA301
  example-lab must show shield before deployment
""",
    good="""\
commitment SAFE-1
  example-lab must show shield before deployment
  owner officer
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the commitments that bind only the developer and name no owner.

    A law or a code binds whoever it binds as a whole.
    """
    if not is_own(policy):
        return
    binding = [
        c
        for c in policy.commitments
        if c.duties and {name for d in c.duties for name in d.party} == {policy.developer}
    ]
    found = [
        Finding(
            c.span,
            f"no office answers for `{c.name}`",
            "add `owner PARTY`, such as the officer in charge",
            c.name,
        )
        for c in binding
        if not c.owner and not any(d.owner for d in duties_of(c))
    ]
    yield from gathered(
        found,
        len(binding),
        policy,
        "commitments of the developer name no office that answers for them",
    )
