"""A duty that is stronger or weaker than the words it quotes."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import SOFT_VERBS, STRONG_VERBS, heard, quoted
from tra_policy.lint.reading import duties_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA206",
    name="modality-drift",
    severity=Severity.WARNING,
    family="citations",
    summary="the duty says `must` and the quoted words say less, or the other way round",
    why="Only `must` gates, so the modal is the most important word of a clause. Precedent: between "
    "two versions a safety case that `will be updated` became one that `may be updated if "
    "necessary`. Source: Google DeepMind FSF 2 and 3, after Zhu, Silent Revision (2026), secondary.",
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
    """Yield the duties whose own quotes carry only modals of the other strength."""
    for _, duty in duties_in(policy):
        words = " ".join(cited.quote for cited in duty.notes.cites)
        strong, soft = tuple(heard(words, STRONG_VERBS)), tuple(heard(words, SOFT_VERBS))
        gates = duty.modal in ("must", "must not")
        if gates and soft and not strong:
            yield Finding(
                duty.span,
                f"the duty says `{duty.modal}`, and the quoted words say {quoted(soft)}",
                "write `aims to`, `should` or `may`, or quote the words that bind",
                duty.id,
            )
        if not gates and strong and not soft:
            yield Finding(
                duty.span,
                f"the duty says `{duty.modal}`, and the quoted words say {quoted(strong)}",
                "write `must`, or quote the words that leave it open",
                duty.id,
            )
