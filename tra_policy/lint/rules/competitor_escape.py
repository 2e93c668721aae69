"""An exception that hangs on what other developers do."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import OTHERS, heard, quoted
from tra_policy.lint.reading import stated_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.conditions import Judgement, Said
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

MARGINAL = "marginal risk"
RULE = Rule(
    code="TRA307",
    name="competitor-escape",
    severity=Severity.WARNING,
    family="obligations",
    confidence="likely",
    summary="a duty or threshold hangs on the conduct of other developers",
    why="If each developer may do less because another does, all of them may. Precedent: lower "
    "safeguards are allowed when another actor passes a threshold without equivalent measures, or "
    "ships a model of the same tier without safeguards; a model is presumed harmless because an "
    "outside one is; a duty holds only while every rival keeps to it. Source: Anthropic RSP 2.2, "
    "footnote 17, and RSP 3.4, App. A; OpenAI Preparedness Framework 2, §4.3; Google DeepMind FSF "
    "3.1, §1.3.5; G42 Frontier AI Safety Framework (February 2025).",
    remedy="Say who finds so other than the developer, who is told beforehand, and what is owed "
    "instead; or take the exception out.",
    bad="""\
commitment SAFE-1
  example-lab must show shield before deployment
  unless outside-board judges "another developer shipped such a model without safeguards" #! TRA307
""",
    good="""\
commitment SAFE-1
  example-lab must show shield before deployment
  unless outside-board judges "the capability was withdrawn by retraining"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the quoted conditions that speak of other developers.

    That marginal risk is weighed is an escape where it ends, excepts or rules out something. As a
    trigger it only adds a duty.
    """
    for stated in stated_in(policy):
        for atom in stated.atoms:
            match atom:
                case Judgement():
                    said = atom.question
                case Said():
                    said = atom.sentence
                case _:
                    continue
            words = tuple(w for w in heard(said, OTHERS) if stated.line != "when" or w != MARGINAL)
            if words:
                yield Finding(
                    atom.span,
                    f"`{stated.subject}` hangs on what others do: {quoted(words)}",
                    "say who finds so, who is told beforehand, and what is owed `instead`",
                    stated.subject,
                )
