"""A clearance that models made from the cleared one inherit."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import DERIVED, heard, quoted
from tra_policy.lint.reading import Line, duties_in, stated_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.conditions import expanded
from tra_policy.model.conditions import Atom, Condition, Group, Judgement, Said
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity
from tra_policy.words.source import Span

# In these lines what holds lets somebody off; in a trigger, what must not hold does.
WAYS_OUT: tuple[Line, ...] = ("unless", "until", "ruled out when")
RULE = Rule(
    code="TRA328",
    name="derivative-loophole",
    severity=Severity.WARNING,
    confidence="likely",
    family="obligations",
    summary="fine-tuned, distilled or updated models are excepted",
    why="A small update can add tools, remove refusals or raise capability, and many small ones make "
    "a new model; who inherits a clearance is never measured. A policy that does not mention such "
    "models is not reported: it speaks of every model. Precedent: distilled, fine-tuned and quantised "
    "versions of a model below High ordinarily need nothing; a model below an outside one that is "
    "known to be harmless is presumed to be so. Source: OpenAI Preparedness Framework 2, footnote 6; "
    "G42 Frontier AI Safety Framework (February 2025).",
    remedy="Say what change calls for a new evaluation, as a number: compute, a score, or a date.",
    bad="""\
commitment SAFE-1
  example-lab must show shield before deployment
  unless outside-board judges "the model is a fine-tuned version of one that was cleared" #! TRA328
safeguard wall #! TRA328
  excludes "distilled models"
""",
    good="""\
define changed
  holds when any of
    - compute >= 1.3x since assessment
    - elapsed >= 6 months since assessment
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  measured when changed holds
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the exceptions, rule-outs, exclusions and permissions that speak of derived models."""
    seen: set[Span] = set()
    for stated in stated_in(policy):
        if stated.line == "holds when":
            continue
        for atom in _letting_off(expanded(stated.condition, policy), stated.line in WAYS_OUT):
            match atom:
                case Judgement():
                    words = tuple(heard(atom.question, DERIVED))
                case Said():
                    words = tuple(heard(atom.sentence, DERIVED))
                case _:
                    continue
            if words and atom.span not in seen:
                seen.add(atom.span)
                yield _finding(atom.span, stated.subject, words)
    for safeguard in policy.safeguards:
        words = tuple(heard(" ".join(safeguard.excludes), DERIVED))
        if words:
            yield _finding(safeguard.span, safeguard.name, words)
    for _, duty in duties_in(policy):
        words = tuple(heard(duty.words, DERIVED))
        if words and duty.modal == "may":
            yield _finding(duty.span, duty.id, words)


def _finding(span: Span, subject: str, words: tuple[str, ...]) -> Finding:
    return Finding(
        span,
        f"`{subject}` excepts models made from a cleared one: {quoted(words)}",
        "say as a number which change calls for a new evaluation",
        subject,
    )


def _letting_off(condition: Condition, way_out: bool) -> Iterator[Atom]:
    """Yield the atoms whose truth lets somebody off: of an exception, or denied in a trigger."""
    if not isinstance(condition, Group):
        if way_out:
            yield condition
        return
    for member in condition.members:
        yield from _letting_off(member, way_out != (condition.kind == "none"))
