"""A condition in words, with nobody named who would say whether it holds."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import can_be_shown, stated_in
from tra_policy.lint.rule import About, Finding, Rule, gathered
from tra_policy.model.conditions import Holds, Judgement, Said
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA306",
    name="nobody-judges",
    severity=Severity.WARNING,
    family="obligations",
    absence=True,
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
    """Yield the bare quoted sentences of every condition that something hangs on.

    Where a threshold is nothing but such sentences TRA401 speaks.
    """
    silent = {t.name for t in policy.thresholds if not can_be_shown(t, policy)}
    silent |= {d.name for d in policy.defines} - _used(policy, silent)
    conditions = [stated for stated in stated_in(policy) if stated.subject not in silent]
    found = [
        Finding(
            atom.span,
            f"nobody is named who says whether this holds, on the line `{stated.line}`",
            'write `PARTY judges "…"`, or a measurement with a limit',
            stated.subject,
        )
        for stated in conditions
        for atom in stated.atoms
        if isinstance(atom, Said)
    ]
    asked = sum(isinstance(a, Said | Judgement) for s in conditions for a in s.atoms)
    yield from gathered(
        found, asked, policy, "quoted conditions name nobody who says whether they hold"
    )


def _used(policy: Policy, silent: set[str]) -> set[str]:
    """Return the definitions that a condition outside those clauses goes by."""
    return {
        atom.define
        for stated in stated_in(policy)
        if stated.subject not in silent
        for atom in stated.atoms
        if isinstance(atom, Holds)
    }
