"""A word of degree or discretion in a condition or a duty."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import DEGREE, DISCRETION, heard, quoted
from tra_policy.lint.prose import questions_in
from tra_policy.lint.reading import duties_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA303",
    name="vague-term",
    severity=Severity.WARNING,
    family="obligations",
    confidence="likely",
    summary="a condition or duty turns on a word such as `significantly` or `where feasible`",
    why="Two careful readers can answer such a condition differently, and the one who is bound by it "
    "answers first. Precedent: `significantly help` in CBRN-3, `substantially` in the definition of "
    "research acceleration, `commercially practicable` in a security duty. Source: Anthropic RSP "
    "2.2, §2; Google DeepMind FSF 3.1; Meta Advanced AI Scaling Framework 2.",
    remedy="Name a measurement with a limit, or say who judges, on what scale, against what baseline.",
    bad="""\
threshold BIO-1
  reached when outside-lab judges "the model significantly helps novices" #! TRA303
""",
    good="""\
threshold BIO-1
  reached when outside-lab judges "novices finish twice as many steps as with a search engine"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the quoted conditions and the words of duties that hold such a word, once a clause."""
    seen: set[tuple[str, str]] = set()
    for subject, question, span in questions_in(policy):
        words = tuple(w for w in heard(question, DEGREE, DISCRETION) if (subject, w) not in seen)
        seen.update((subject, word) for word in words)
        if words:
            yield Finding(
                span,
                f"the condition turns on {quoted(words)}",
                "name a measurement with a limit, or the scale and the baseline of the judgement",
                subject,
            )
    for _, duty in duties_in(policy):
        words = tuple(heard(duty.words, DEGREE, DISCRETION))
        if words and duty.modal in ("must", "must not"):
            yield Finding(
                duty.span,
                f"the duty turns on {quoted(words)}",
                "say what is owed in words that two readers take the same way",
                duty.id,
            )
