"""A threshold that no measurement run by another can change."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import conditioned
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA811",
    name="self-only-run",
    severity=Severity.WARNING,
    family="independence",
    summary="tests of others may decide this threshold, but the developer alone runs them",
    why="Who runs a test chooses the checkpoint, the prompts, the tools, the attempts, and what is "
    "left out. In a count of 120 evaluations in published system cards the lab had designed 44 and "
    "run 94. Precedent: the biology evidence for Claude Haiku 4.5 came from tests that others had "
    "designed, and the lab ran all of them. Source: Claude Haiku 4.5 system card.",
    remedy="Say in the text that somebody else runs the deciding measurement.",
    bad="""\
threshold BIO-1 #! TRA811
  reached when bio-test.accuracy >= 50%
  if unknown treat as reached
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%, run by outside-lab
  if unknown treat as reached
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds that are self-only on run, though not on design."""
    said = {v.threshold: v.pivotality for v in about.verdicts}
    for threshold in conditioned(policy):
        pivotality = said.get(threshold.name)
        if pivotality is None or pivotality.design.self_only or not pivotality.run.self_only:
            continue
        yield Finding(
            threshold.span,
            f"only the developer's own runs decide `{threshold.name}`: "
            "no measurement run by another can change its outcome",
            "write `, run by PARTY` after the limit, or add "
            "`needs at least 1 measurement where run by independent`",
            threshold.name,
        )
