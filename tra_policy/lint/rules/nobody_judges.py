"""A condition in words, with nobody named who would say whether it holds."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import stated_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.conditions import Said
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA306",
    name="nobody-judges",
    severity=Severity.WARNING,
    family="obligations",
    summary="a condition is a sentence, and nobody is named who would say whether it holds",
    why="A condition without a judge and without a measurement can never be shown, and in practice "
    "the developer decides it. Precedent: tiers for which no decider is named. "
    "Source: OpenAI Frontier Governance Framework (May 2026).",
    remedy='Write `PARTY judges "…"`, or a measurement with a limit.',
    bad="""\
commitment LEAD-1
  when "the developer is in the lead" #! TRA306
  example-lab must show shield before deployment
""",
    good="""\
commitment LEAD-1
  when outside-board judges "the developer is in the lead"
  example-lab must show shield before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the bare quoted sentences of every condition."""
    for stated in stated_in(policy):
        for atom in stated.atoms:
            if isinstance(atom, Said):
                yield Finding(
                    atom.span,
                    f"nobody is named who says whether this holds, on the line `{stated.line}`",
                    'write `PARTY judges "…"`, or a measurement with a limit',
                    stated.subject,
                )
