"""A term of art that decides something and is defined nowhere in the policy."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import TERMS, heard, quoted
from tra_policy.lint.prose import questions_in
from tra_policy.lint.reading import duties_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA193",
    name="undefined-term",
    severity=Severity.INFO,
    confidence="possible",
    family="names",
    summary="a condition or a duty turns on a term such as `frontier model`, which nothing defines",
    why="Such terms sound exact, and every document means something else by them. Precedent: a "
    "framework speaks of systemic risk tiers and never lists them, and `highly capable` is defined by "
    "reference to a threshold. Source: xAI Frontier AI Framework, 30 June 2026; Anthropic RSP 3.4.",
    remedy='Add `define NAME "the term"` with `holds when …`, or say it with a measurement.',
    bad="""\
commitment SAFE-1
  when outside-lab judges "the model is a frontier model" #! TRA193
  example-lab must show shield before deployment
""",
    good="""\
define frontier-model "Frontier model"
  holds when outside-lab judges "more than 1e26 FLOP were used to train it"
commitment SAFE-1
  when frontier-model holds
  example-lab must show shield before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the quoted conditions and duties with a term that no declared name or title has."""
    defined = _defined(policy)
    for subject, words, span in questions_in(policy):
        terms = _open(words, defined)
        if terms:
            said = f"the condition turns on {quoted(terms)}, which nothing here defines"
            yield Finding(span, said, 'add `define NAME "the term"`', subject)
    for _, duty in duties_in(policy):
        terms = _open(duty.words, defined)
        if terms and duty.modal in ("must", "must not"):
            said = f"the duty turns on {quoted(terms)}, which nothing here defines"
            yield Finding(duty.span, said, 'add `define NAME "the term"`', duty.id)


def _open(words: str, defined: str) -> tuple[str, ...]:
    return tuple(term for term in heard(words, TERMS) if term.removesuffix("s") not in defined)


def _defined(policy: Policy) -> str:
    """Return the names and titles that may define a term, in one text."""
    defines = [f"{one.name.replace('-', ' ')} {one.title}" for one in policy.defines]
    thresholds = [f"{one.name.replace('-', ' ')} {one.title}" for one in policy.thresholds]
    return "\n".join((*defines, *thresholds)).casefold()
