"""A trigger or an exception that is judged by the one whom it binds."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import quoted
from tra_policy.lint.reading import Line, stated_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.lint.sides import sides_of
from tra_policy.logic.conditions import atoms_of
from tra_policy.model.conditions import Condition, Holds, Judgement
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity
from tra_policy.words.source import Span

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


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield each self-judged condition of duties once; what reaches a threshold is for TRA810 to say."""
    sides = sides_of(policy)
    effects: dict[Span, dict[str, None]] = {}
    first: dict[Span, tuple[str, list[Judgement]]] = {}
    for stated in stated_in(policy):
        effect = EFFECT.get(stated.line)
        if effect is None or not (sides.inside(stated.bound) or stated.line == "measured"):
            continue
        for written in _written(stated.condition, policy):
            asked = (atom for atom in atoms_of(written) if isinstance(atom, Judgement))
            judged = [atom for atom in asked if sides.inside(atom.judges)]
            if judged:
                effects.setdefault(written.span, {})[effect] = None
                first.setdefault(written.span, (stated.subject, judged))
    for span, (subject, judged) in first.items():
        judges = tuple(dict.fromkeys(name for atom in judged for name in atom.judges))
        yield Finding(
            judged[0].span if len(judged) == 1 else span,
            f"{' and '.join(effects[span])} is judged by {quoted(judges)}, "
            "on the side of who is bound",
            "let another party judge, or add a measurement, a count or a date that decides",
            subject,
        )


def _written(condition: Condition, policy: Policy) -> Iterator[Condition]:
    """Yield a condition as it is written, and those of the definitions it goes by."""
    waiting, seen = [condition], set()
    while waiting:
        one = waiting.pop()
        yield one
        for atom in atoms_of(one):
            define = policy.define(atom.define) if isinstance(atom, Holds) else None
            if define is not None and define.condition is not None and define.name not in seen:
                seen.add(define.name)
                waiting.append(define.condition)
