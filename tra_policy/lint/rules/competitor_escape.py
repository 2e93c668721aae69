"""An exception that hangs on what other developers do."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import OTHERS, heard, quoted
from tra_policy.lint.reading import stated_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.conditions import Judgement, Said
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA307",
    name="competitor-escape",
    severity=Severity.WARNING,
    family="obligations",
    summary="a duty or threshold hangs on the conduct of other developers",
    why="If each developer may do less because another does, all of them may. Precedent: lower "
    "safeguards are allowed when another actor passes a threshold without equivalent measures, or "
    "ships a model of the same tier without safeguards. Source: Anthropic RSP 2.2, footnote 17; "
    "OpenAI Preparedness Framework 2, §4.3; Google DeepMind FSF 3.1, §1.3.5.",
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
    """Yield the quoted conditions that speak of other developers."""
    for stated in stated_in(policy):
        for atom in stated.atoms:
            match atom:
                case Judgement():
                    words = tuple(heard(atom.question, OTHERS))
                case Said():
                    words = tuple(heard(atom.sentence, OTHERS))
                case _:
                    continue
            if words:
                yield Finding(
                    atom.span,
                    f"`{stated.subject}` hangs on what others do: {quoted(words)}",
                    "say who finds so, who is told beforehand, and what is owed `instead`",
                    stated.subject,
                )
