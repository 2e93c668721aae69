"""A threshold that one benchmark decides alone."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import conditioned
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.conditions import threshold_atoms
from tra_policy.model.conditions import Comparison
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA408",
    name="single-source",
    severity=Severity.INFO,
    audience="auditor",
    family="evidence",
    summary="one benchmark decides the threshold, and nothing else is asked for",
    why="One test can be saturated, leaked or badly elicited, and then nothing is left that would "
    "show it. Precedent: a research threshold that was ruled out on suites of the lab's own tasks and "
    "a survey of its own staff. Source: Anthropic RSP 2.2, §2; Claude Opus 4.5 system card.",
    remedy="Add a second measurement or a judgement by another party, or a `needs` line.",
    bad="""\
threshold BIO-1 #! TRA408
  reached when bio-test.accuracy >= 50%
  ruled out when bio-test.accuracy < 20%
""",
    good="""\
threshold BIO-1
  reached when any of
    - bio-test.accuracy >= 50%
    - outside-lab judges "the model helps novices"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds all of whose atoms compare one benchmark, and that need nothing."""
    for threshold in conditioned(policy):
        atoms = tuple(threshold_atoms(threshold, policy))
        names = {atom.benchmark for atom in atoms if isinstance(atom, Comparison)}
        alone = len(names) == 1 and all(isinstance(atom, Comparison) for atom in atoms)
        if alone and not threshold.needs:
            yield Finding(
                threshold.span,
                f"`{threshold.name}` is decided by `{names.pop()}` and nothing else",
                "add another measurement, a judgement, or a `needs` line",
                threshold.name,
            )
