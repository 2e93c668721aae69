"""A way out that leads through something which does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import stated_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.conditions import atoms_of, expanded
from tra_policy.model.conditions import ThingIs
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA313",
    name="circular-exit",
    severity=Severity.WARNING,
    family="logic",
    summary="a duty ends, or is excepted, when something is shown that is not yet specified",
    why="Whoever may write the missing standard decides when the duty ends: the exit leads back to the "
    "party that is held. Precedent: development halts until safeguards are specified that would meet "
    "a Critical standard, which is itself not specified. Source: OpenAI Preparedness Framework 2.",
    remedy="Publish the standard first, or let another party approve that it is met.",
    bad="""\
commitment HALT-1
  example-lab must not train model until fortress is specified #! TRA313
""",
    good="""\
commitment HALT-1
  example-lab must not train model until shield is shown
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the exits through a safeguard that is not yet specified and that nobody else approves."""
    unspecified = {s.name for s in policy.safeguards if s.specified is False and not s.approved_by}
    for stated in stated_in(policy):
        if stated.line not in ("until", "unless"):
            continue
        for atom in atoms_of(expanded(stated.condition, policy)):
            if isinstance(atom, ThingIs) and atom.thing in unspecified:
                yield Finding(
                    atom.span,
                    f"`{stated.subject}` ends with `{atom.thing}`, which is not yet specified: "
                    "who writes it decides when the duty ends",
                    "publish the standard first, or say who else approves it with `approved by PARTY`",
                    stated.subject,
                )
