"""A trigger or an exception that is judged by the one whom it binds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tra_policy.lint.phrases import quoted
from tra_policy.lint.reading import Line, stated_in
from tra_policy.lint.rule import Finding, Rule
from tra_policy.lint.sides import sides_of
from tra_policy.logic.conditions import atoms_of, expanded
from tra_policy.model.conditions import Judgement
from tra_policy.model.pivot import TextVerdict
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

EFFECT: dict[Line, str] = {
    "when": "whether the duty falls due",
    "unless": "whether the exception holds",
    "until": "when the duty ends",
    "measured": "whether to measure at all",
}
RULE = Rule(
    code="TRA305",
    name="self-judged",
    severity=Severity.WARNING,
    family="obligations",
    summary="the party that is bound judges whether its duty falls due, ends, or is excepted",
    why="A duty whose trigger is the judgement of the one who owes it binds as far as that one wants. "
    "Precedent: external review is required of reports that are `significantly redacted`, which the "
    "officer, the chief executive, the board or the trust decides. Source: Anthropic RSP 3.4.",
    remedy="Let another party judge, or add a measurement, a count or a date that decides.",
    bad="""\
commitment REVIEW-1
  when officer judges "the report is heavily redacted" #! TRA305
  example-lab must publish report within 30 days
""",
    good="""\
commitment REVIEW-1
  when outside-board judges "the report is heavily redacted"
  example-lab must publish report within 30 days
""",
)


def check(policy: Policy, verdicts: Sequence[TextVerdict]) -> Iterator[Finding]:
    """Yield the self-judged atoms of duties; what reaches a threshold is the business of TRA810."""
    sides = sides_of(policy)
    seen = set()
    for stated in stated_in(policy):
        effect = EFFECT.get(stated.line)
        if effect is None or not (sides.inside(stated.bound) or stated.line == "measured"):
            continue
        for atom in atoms_of(expanded(stated.condition, policy)):
            if not isinstance(atom, Judgement) or not sides.inside(atom.judges):
                continue
            if (atom.span, effect) in seen:
                continue
            seen.add((atom.span, effect))
            yield Finding(
                atom.span,
                f"{quoted(atom.judges)}, on the side of who is bound, judges {effect}",
                "let another party judge, or add a measurement, a count or a date that decides",
                stated.subject,
            )
