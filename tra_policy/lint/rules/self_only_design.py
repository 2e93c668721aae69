"""A threshold that no measurement designed by another can change."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import conditioned
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA810",
    name="self-only-design",
    severity=Severity.WARNING,
    family="independence",
    summary="only what the developer itself designs or judges decides this threshold",
    why="Such a threshold is a prior, not a commitment: it records what the developer thinks, and no "
    "measurement made by others could make it come out differently. The record and the friction are "
    "real; the check is not. No published framework is free of such "
    "thresholds. Precedent: the automated research threshold AI R&D-4 was ruled out for "
    "Claude Opus 4.5 on two suites of the lab's own tasks and a survey of its own staff. "
    "Source: Anthropic RSP 2.2, §2; Claude Opus 4.5 system card.",
    remedy="Let a measurement that an independent party designed decide the threshold in every way "
    "of clearing it, and let its absence count as reached.",
    bad="""\
threshold BIO-1 #! TRA810
  reached when any of
    - lab-test.accuracy >= 50%
    - officer judges "the model gives novices real help"
  if unknown treat as reached
""",
    good="""\
threshold BIO-1
  reached when lab-test.accuracy >= 50%
  needs at least 1 measurement where designed by independent, run by independent
  if unknown treat as reached
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds that are self-only on design."""
    said = {v.threshold: v.pivotality for v in about.verdicts}
    consequence = {v.threshold: v.legs.consequence_follows for v in about.verdicts}
    for threshold in conditioned(policy):
        pivotality = said.get(threshold.name)
        if pivotality is None or not pivotality.design.self_only:
            continue
        unknown = "" if threshold.treat_as_reached else ", and `if unknown treat as reached`"
        duty = "" if consequence[threshold.name] else ", once a `must` duty follows it"
        yield Finding(
            threshold.span,
            f"`{threshold.name}` is a prior, not a commitment: "
            "no measurement designed by another than the developer can change its outcome",
            "it changes with `needs at least 1 measurement where designed by independent, "
            f"run by independent`{unknown}{duty}",
            threshold.name,
        )
