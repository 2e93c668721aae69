"""Two thresholds that ask the same question."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.conditions import atoms_of
from tra_policy.model.conditions import Judgement, Said
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA704",
    name="duplicated-question",
    severity=Severity.WARNING,
    family="logic",
    summary="two thresholds turn on the same quoted question",
    why="If one answer decides two thresholds, they are one threshold with two names, or one of the "
    "questions was copied and not rewritten. Precedent: two documents of one developer that define "
    "the same trigger with different consequences. Source: OpenAI Preparedness "
    "Framework 2 and Frontier Governance Framework (May 2026).",
    remedy="Merge them, say what sets them apart, or share the question through a `define`.",
    bad="""\
threshold BIO-1
  reached when outside-lab judges "novices can make a known agent"
threshold BIO-2
  reached when outside-lab judges "novices can make a known agent" #! TRA704
""",
    good="""\
threshold BIO-1
  reached when outside-lab judges "novices can make a known agent"
threshold BIO-2
  reached when outside-lab judges "experts can make a new agent"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the questions that an earlier threshold asked on the same line already."""
    first: dict[tuple[str, str], str] = {}
    for threshold in policy.thresholds:
        for line, condition in (
            ("reached when", threshold.reached_when),
            ("ruled out when", threshold.ruled_out_when),
        ):
            for atom in atoms_of(condition):
                match atom:
                    case Judgement():
                        question = atom.question
                    case Said():
                        question = atom.sentence
                    case _:
                        continue
                earlier = first.setdefault((line, question.casefold()), threshold.name)
                if earlier != threshold.name:
                    yield Finding(
                        atom.span,
                        f"`{threshold.name}` asks the same question as `{earlier}`",
                        "merge them, say what sets them apart, or share the question in a `define`",
                        threshold.name,
                    )
