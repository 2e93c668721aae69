"""A threshold that rests on judgement alone."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import conditioned
from tra_policy.lint.rule import About, Finding, Rule, gathered
from tra_policy.logic.conditions import threshold_atoms
from tra_policy.model.conditions import Comparison, Judgement, ThresholdIs
from tra_policy.model.policy import Policy, Threshold
from tra_policy.words.diagnostic import Severity

MEASURING = frozenset({"measurement", "retest", "third_party_report"})
RULE = Rule(
    code="TRA415",
    name="threshold-without-evaluation",
    severity=Severity.WARNING,
    family="evidence",
    summary="somebody judges whether the threshold is reached, and no evaluation is named",
    why="A judgement without a named evaluation cannot be repeated, and two judges need not mean the "
    "same. Most published frameworks define their thresholds in a sentence and name no evaluation, "
    "so this is found in nearly all of them. Precedent: thresholds that are determined by argument "
    "without evaluations named beforehand, tiers of `more than 50%` and `less than 10%` for which no "
    "evaluation is named, and AI R&D-5. Source: Anthropic RSP 2.2, §2, and RSP 3.4; Anthropic "
    "Frontier Compliance Framework 2; Meta Advanced AI Scaling Framework 2.",
    remedy="Name a benchmark with a limit beside the judgement, or ask with `needs` for the "
    "measurement that the judgement rests on.",
    bad="""\
threshold BIO-1 #! TRA415
  reached when outside-lab judges "the model helps novices"
""",
    good="""\
threshold BIO-1
  reached when outside-lab judges "the model helps novices"
  needs at least 1 measurement where benchmark is bio-test
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds with a judge, without a comparison and without a need of a measurement."""
    asked = list(conditioned(policy))
    found = [
        Finding(
            t.span,
            f"`{t.name}` is judged, and no evaluation is named that the judgement rests on",
            "add `BENCHMARK.METRIC >= LIMIT`, or `needs at least 1 measurement where …`",
            t.name,
        )
        for t in asked
        if _judged_alone(policy, t)
    ]
    yield from gathered(
        found, len(asked), policy, "thresholds are judged without a named evaluation"
    )


def _judged_alone(policy: Policy, threshold: Threshold) -> bool:
    """Whether a judgement decides, and no measurement: of its own, of its warning, or asked for."""
    atoms = tuple(threshold_atoms(threshold, policy))
    judged = any(isinstance(atom, Judgement) for atom in atoms)
    warnings = (t for t in policy.thresholds if t.warns_of == threshold.name)
    asked = any(need.kind in MEASURING for need in threshold.needs)
    return judged and not asked and not any(_measured(policy, t) for t in (threshold, *warnings))


def _measured(policy: Policy, threshold: Threshold) -> bool:
    """Whether a threshold, or another whose state it reads, compares a benchmark with a limit."""
    for atom in threshold_atoms(threshold, policy):
        if isinstance(atom, Comparison):
            return True
        read = policy.threshold(atom.threshold) if isinstance(atom, ThresholdIs) else None
        if read is not None and _measured(policy, read):
            return True
    return False
