"""A threshold that is asked of the released checkpoint alone."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy, Threshold
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA409",
    name="final-checkpoint-only",
    severity=Severity.WARNING,
    family="evidence",
    confidence="likely",
    summary="only the released checkpoint is measured, although stages of training matter",
    why="The final checkpoint shows what is left after the last fix. Whether a behaviour arose, was "
    "understood, and went away for a reason can be seen only along the run. Precedent: an outside "
    "evaluator advised against deploying an early snapshot, and the same tests were not run on the "
    "final model. Source: Claude Opus 4 system card, p. 31.",
    remedy="Write `measured on every checkpoint in stage rl, the released checkpoint`.",
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  measured on the released checkpoint #! TRA409
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  measured on every checkpoint in stage rl, the released checkpoint
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield `measured on` lines with the released checkpoint alone, and stage needs without a line."""
    for threshold in policy.thresholds:
        lines = threshold.measured_on
        if lines and not any(line.every for line in lines):
            span = lines[0].span
        elif not lines and _speaks_of_stages(threshold):
            span = threshold.span
        else:
            continue
        yield Finding(
            span,
            f"`{threshold.name}` is asked of the final checkpoint only",
            "write `measured on every checkpoint in stage NAME, the released checkpoint`",
            threshold.name,
        )


def _speaks_of_stages(threshold: Threshold) -> bool:
    return any(need.stage for need in threshold.needs)
