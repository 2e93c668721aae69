"""A duty that is stronger or weaker than the words it quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tra_policy.lint.citing import of_notes
from tra_policy.lint.passages import key_of, sentences
from tra_policy.lint.phrases import modals, quoted
from tra_policy.lint.reading import duties_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.duties import Duty, Modal, Notes
from tra_policy.model.policy import Commitment, Policy
from tra_policy.words.diagnostic import Severity
from tra_policy.words.edits import Edit, Fix
from tra_policy.words.regex import regex

# Who speaks in a framework: `may` and `will` count where they stand behind one of these, since a
# sentence also says what a model may, or will, do.
SPEAKER = regex(r"\b(?:we|the company|signatories|developers?|providers?)\b")
_SOFT: dict[str, Modal] = {
    "may": "may",
    "could": "may",
    "might": "may",
    "need not": "may",
    "not required": "may",
    "should": "should",
    "recommend": "should",
    "recommended": "should",
}
RULE = Rule(
    code="TRA206",
    name="modality-drift",
    severity=Severity.WARNING,
    family="citations",
    confidence="likely",
    fixes="unsafe",
    summary="the duty says `must` and the cited words say less, or the other way round",
    why="Only `must` gates, so the modal is the most important word of a clause. The quote is read "
    "first; where it has no modal and the document is at hand, so is the sentence around it, if it "
    "says what `we` do. Words that bind and words that leave it open, side by side, are left to the "
    "reader. Precedent: between two versions a safety case that `will be updated` became one that "
    "`may be updated if necessary`. Source: Google DeepMind FSF 2 and 3, after Zhu, Silent Revision "
    "(2026), secondary.",
    remedy="Write the modal that the quoted words carry, or quote the words that carry the modal.",
    bad="""\
commitment SAFE-1
  example-lab must publish report within 30 days of deployment #! TRA206
    cites rsp §4.1 "we aim to publish a report"
""",
    good="""\
commitment SAFE-1
  example-lab aims to publish report within 30 days of deployment
    cites rsp §4.1 "we aim to publish a report"
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the duties whose own quotes, or the sentences around them, have modals of another strength."""
    for commitment, duty in duties_in(policy):
        notes = _notes(commitment, duty)
        strong, soft = modals(" ".join(cited.quote for cited in notes.cites))
        where = "the quoted words say"
        if not strong and not soft:
            strong, soft = modals(_around(duty.id, notes, about))
            where = "the sentence around the quote says"
        gates = duty.modal in ("must", "must not")
        if gates and soft and not strong:
            yield Finding(
                duty.span,
                f"the duty says `{duty.modal}`, and {where} {quoted(soft)}",
                "write `aims to`, `should` or `may`, or quote the words that bind",
                duty.id,
                fixes=_rewritten(about, duty, _SOFT.get(soft[0], "aims to")),
            )
        if not gates and strong and not soft:
            yield Finding(
                duty.span,
                f"the duty says `{duty.modal}`, and {where} {quoted(strong)}",
                "write `must`, or quote the words that leave it open",
                duty.id,
                fixes=_rewritten(about, duty, "must"),
            )


def _notes(commitment: Commitment, duty: Duty) -> Notes:
    """Return the notes of a duty; of its commitment where it is the only one and has none."""
    alone = commitment.duties == (duty,) and duty.otherwise is None and duty.instead is None
    return commitment.notes if alone and not duty.notes.cites else duty.notes


def _around(subject: str, notes: Notes, about: About) -> str:
    """Return the sentences that hold the quotes and say what the publisher does."""
    found = []
    for one in of_notes(subject, notes, about.cited):
        quote = key_of(one.citation.quote)
        for paragraph in one.quoted_in:
            for sentence in sentences(paragraph.words):
                words = key_of(sentence)
                speaker = SPEAKER.search(words)
                if quote and quote in words and speaker:
                    found.append(words[speaker.start() :])
    return " ".join(found)


def _rewritten(about: About, duty: Duty, modal: Modal) -> tuple[Fix, ...]:
    """Return the change of the duty's modal; a prohibition has no milder form."""
    found = re.compile(rf"\b{duty.modal}\b").search(
        about.source.text, duty.span.start, duty.span.end
    )
    if found is None or duty.span.path != about.source.path or duty.modal == "must not":
        return ()
    edit = Edit(about.source.span(*found.span()), modal)
    return (Fix(f"write `{modal}`", (edit,)),)
