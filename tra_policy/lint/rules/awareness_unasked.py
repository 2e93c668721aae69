"""Measured thresholds where nobody asks whether the model knew that it was tested."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import names_in
from tra_policy.lint.rule import About, Finding, Rule, gathered
from tra_policy.logic.conditions import threshold_atoms
from tra_policy.model.conditions import Comparison
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA417",
    name="awareness-unasked",
    severity=Severity.INFO,
    audience="auditor",
    family="evidence",
    summary="a benchmark decides the threshold, and nothing is asked about evaluation awareness",
    why="A model that notices a test can do worse on it, or behave better in it, than it would "
    "elsewhere. Precedent: evaluation awareness was found in Muse Spark by an outside evaluator, and is "
    "reported of Mythos 5, while no framework asks for it with its evidence. Source: the system cards "
    "of Muse Spark and of Claude Mythos 5, secondary.",
    remedy="Add `needs at least 1 measurement where awareness is stated`.",
    bad="""\
threshold BIO-1 #! TRA417
  reached when bio-test.accuracy >= 50%
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  needs at least 1 measurement where awareness is stated
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds with a comparison, in a policy none of whose needs speaks of awareness."""
    if any("awareness" in names_in(r.needs) for r in policy.requirements):
        return
    measured = [
        t
        for t in policy.thresholds
        if any(isinstance(a, Comparison) for a in threshold_atoms(t, policy))
    ]
    found = [
        Finding(
            t.span,
            f"nothing is asked for `{t.name}` about whether the model knew that it was tested",
            "add `needs at least 1 measurement where awareness is stated`",
            t.name,
        )
        for t in measured
        if "awareness" not in names_in(t.needs)
    ]
    yield from gathered(
        found,
        len(measured),
        policy,
        "measured thresholds ask nothing about whether the model knew that it was tested",
    )
