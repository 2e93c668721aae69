"""A commitment that commits nobody."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import OUTSIDERS, heard, quoted
from tra_policy.lint.reading import is_own
from tra_policy.lint.rule import About, Finding, Rule, gathered
from tra_policy.lint.sides import sides_of
from tra_policy.model.policy import Policy, duties_of
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA324",
    name="soft-commitment",
    severity=Severity.INFO,
    family="obligations",
    summary="every duty of a commitment is an aim, a recommendation or a permission",
    why="It is counted among the commitments by whoever reads the table of contents, and can never be "
    "broken. What follows a threshold is for TRA308 to say. Precedent: a column of recommendations to "
    "the industry beside the plans of the company, a roadmap of goals that are no hard commitments, "
    "and a `recommended` security level. Source: Anthropic RSP 3.4; Google DeepMind FSF 3.1.",
    remedy="Write `must` where it is meant to bind; else say in its title that it is a goal.",
    bad="""\
commitment GOAL-1 "Roadmap" #! TRA324
  example-lab aims to publish report every 12 months
""",
    good="""\
commitment GOAL-1 "Roadmap"
  example-lab must publish report every 12 months
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the developer's own commitments without a gating duty that no threshold triggers.

    A commitment about outside checks alone is for TRA806 to report.
    """
    if not is_own(policy):
        return
    sides = sides_of(policy)
    asked = [c for c in policy.commitments if c.duties and not policy.states_asked(c.when)]
    found = []
    for commitment in asked:
        duties = tuple(duties_of(commitment))
        modals = dict.fromkeys(duty.modal for duty in duties)
        own = any(sides.inside(duty.party) for duty in duties)
        outside = all(any(heard(duty.words, OUTSIDERS)) for duty in duties)
        if own and not outside and not {"must", "must not"} & modals.keys():
            said = f"`{commitment.name}` binds nobody: its duties say {quoted(tuple(modals))}"
            advice = "write `must` where it is meant to bind, or say in the title that it is a goal"
            found.append(Finding(commitment.span, said, advice, commitment.name))
    yield from gathered(found, len(asked), policy, "commitments bind nobody")
