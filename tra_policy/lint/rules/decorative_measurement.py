"""An independent measurement that is named and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import conditioned
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.conditions import threshold_atoms
from tra_policy.model.conditions import Comparison, Judgement
from tra_policy.model.policy import Policy, Threshold
from tra_policy.words.diagnostic import Severity
from tra_policy.words.source import Span

RULE = Rule(
    code="TRA813",
    name="decorative-measurement",
    severity=Severity.WARNING,
    family="independence",
    summary="an independent measurement is named, and the outcome does not depend on it",
    why="A reader sees the name of an outside evaluator and takes the threshold for independently "
    "checked, while every outcome is the same without that measurement. Precedent: frameworks that "
    "name outside benchmarks and set no limit on them, as for VCT and WMDP in xAI's framework of "
    "August 2025. Source: xAI Risk Management Framework, 20 August 2025.",
    remedy="Give the measurement a limit that decides, or say plainly that it only informs.",
    bad="""\
define both-agree
  holds when all of
    - lab-test.accuracy >= 50%
    - bio-test.accuracy >= 50%, run by outside-lab #! TRA813
threshold BIO-1
  reached when any of
    - lab-test.accuracy >= 50%
    - both-agree holds
  if unknown treat as reached
""",
    good="""\
threshold BIO-1
  reached when any of
    - lab-test.accuracy >= 50%
    - bio-test.accuracy >= 50%, run by outside-lab
  if unknown treat as reached
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the credited measurements, judgements and needs that are decorative on both axes."""
    said = {v.threshold: v.pivotality for v in about.verdicts}
    for threshold in conditioned(policy):
        pivotality = said.get(threshold.name)
        if pivotality is None:
            continue
        names = dict.fromkeys((*pivotality.design.decorative, *pivotality.run.decorative))
        for name in names:
            yield Finding(
                _where(policy, threshold, name),
                f"`{name}` is named in `{threshold.name}` and changes no outcome",
                "let it decide: as a way of reaching the threshold, "
                "or as something needed before it is ruled out",
                threshold.name,
            )


def _where(policy: Policy, threshold: Threshold, name: str) -> Span:
    for atom in threshold_atoms(threshold, policy):
        match atom:
            case Comparison() if f"{atom.benchmark}.{atom.metric}" == name:
                return atom.span
            case Judgement() if f"{', '.join(atom.judges)} judges" == name:
                return atom.span
            case _:
                continue
    return next((n.span for n in threshold.needs if n.id == name), threshold.span)
