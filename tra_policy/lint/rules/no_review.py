"""A policy that nobody must look at again."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import duties_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.conditions import atoms_of, expanded
from tra_policy.model.conditions import Counter
from tra_policy.model.policy import Commitment, Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA505",
    name="no-review",
    severity=Severity.INFO,
    family="time",
    absence=True,
    summary="no duty of the policy recurs",
    why="Models change faster than policies; one that nobody must look at again is overtaken without "
    "anybody deciding so. Precedent, a good one: frameworks are reviewed at least once a year, which "
    "a code and two laws also ask for. Source: OpenAI Preparedness Framework 2; EU Code of Practice, "
    "Safety and Security chapter, Measure 1.3; California SB 53.",
    remedy="Add a duty such as `PARTY must review … every 12 months`.",
    bad="""\
tra 1
policy example-rsp version 1.0 #! TRA505
  developer example-lab
party example-lab
document report
commitment GOV-1
  example-lab must publish report within 30 days of deployment
""",
    good="""\
tra 1
policy example-rsp version 1.0
  developer example-lab
party example-lab
document report
commitment GOV-1
  example-lab must update report every 12 months
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield one finding if no gating duty has a cadence, or is triggered by the time that passed."""
    if not policy.commitments:
        return
    recurring = any(
        duty.modal == "must"
        and (_elapses(commitment, policy) or any(timing.kind == "every" for timing in duty.timings))
        for commitment, duty in duties_in(policy)
    )
    if not recurring:
        yield Finding(
            policy.span,
            "nothing in this policy must be done again at regular times",
            "add a duty such as `PARTY must review … every 12 months`",
            policy.name,
        )


def _elapses(commitment: Commitment, policy: Policy) -> bool:
    if commitment.when is None:
        return False
    atoms = atoms_of(expanded(commitment.when, policy))
    return any(isinstance(atom, Counter) and atom.counted == "elapsed" for atom in atoms)
