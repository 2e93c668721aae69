"""A threshold that the developer can clear alone."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import conditioned
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.pivot import AxisPivot
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA812",
    name="self-sufficient",
    severity=Severity.WARNING,
    family="independence",
    summary="independent evidence counts here, but the developer can clear the threshold without it",
    why="An independent measurement that is one way among several of clearing a threshold does not "
    "bind: the developer takes the other way. Precedent: third-party evaluation under the "
    "Preparedness Framework takes place if the developer deems it warranted and when available. "
    "Source: OpenAI Preparedness Framework 2, §5.2.",
    remedy="Join the independent condition with `all of` where the threshold is ruled out, let a "
    "missing one count as reached, and take exceptions out of the developer's own hands.",
    bad="""\
threshold BIO-1 #! TRA812
  reached when bio-test.accuracy >= 50%, run by outside-lab
  ruled out when any of
    - bio-test.accuracy < 50%, run by outside-lab
    - lab-test.accuracy < 20%
  if unknown treat as reached
commitment SAFE-1
  when BIO-1 is reached
  example-lab must show shield before deployment
  unless officer judges "the result is an artefact"
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%, run by outside-lab
  if unknown treat as reached
commitment SAFE-1
  when BIO-1 is reached
  example-lab must show shield before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds that are self-sufficient on an axis, and self-only on none."""
    said = {v.threshold: v.pivotality for v in about.verdicts}
    for threshold in conditioned(policy):
        pivotality = said.get(threshold.name)
        if pivotality is None or pivotality.design.self_only or pivotality.run.self_only:
            continue
        axes = [
            word
            for word, axis in (("designs", pivotality.design), ("runs", pivotality.run))
            if _alone(axis)
        ]
        if axes:
            yield Finding(
                threshold.span,
                f"the developer can clear `{threshold.name}` alone, "
                f"on what it {' and '.join(axes)} itself",
                "let an independent measurement be necessary in every way of clearing it, "
                "and look for exceptions that the developer grants itself",
                threshold.name,
            )


def _alone(axis: AxisPivot) -> bool:
    return bool(axis.self_sufficient) and not axis.self_only
