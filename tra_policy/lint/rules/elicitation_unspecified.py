"""A measured threshold that does not say how hard the model was tried."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import names_in
from tra_policy.lint.rule import About, Finding, Rule, gathered
from tra_policy.logic.conditions import threshold_atoms
from tra_policy.model.conditions import Comparison
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA406",
    name="elicitation-unspecified",
    severity=Severity.INFO,
    family="evidence",
    absence=True,
    summary="a benchmark decides the threshold, and nothing is said of elicitation",
    why="A score shows what was drawn out of the model, not what is in it. Precedent: one model "
    "scored 0.21 on RE-Bench when its developer ran it and 0.51 when another did. "
    "Source: AI Lab Watch and METR, as quoted there, secondary.",
    remedy="Add `needs at least 1 measurement where elicitation is stated`.",
    bad="""\
threshold BIO-1 #! TRA406
  reached when bio-test.accuracy >= 50%
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  needs at least 1 measurement where elicitation is stated
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds with a comparison and without a need that speaks of elicitation."""
    if any("elicitation" in names_in(r.needs) for r in policy.requirements):
        return
    measured = [
        t
        for t in policy.thresholds
        if any(isinstance(a, Comparison) for a in threshold_atoms(t, policy))
    ]
    found = [
        Finding(
            t.span,
            f"nothing is said of how the model is elicited for `{t.name}`",
            "add `needs at least 1 measurement where elicitation is stated`",
            t.name,
        )
        for t in measured
        if "elicitation" not in names_in(t.needs)
    ]
    yield from gathered(
        found, len(measured), policy, "measured thresholds say nothing of how the model is elicited"
    )
