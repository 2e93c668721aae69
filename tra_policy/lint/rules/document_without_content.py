"""A document that is owed, and of which nothing says what stands in it."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import quoted
from tra_policy.lint.reading import duties_in
from tra_policy.lint.rule import About, Finding, Rule, gathered
from tra_policy.model.duties import Citation
from tra_policy.model.policy import Document, Policy
from tra_policy.words.diagnostic import Severity

OWED = frozenset({"publish", "send", "report", "document", "provide", "obtain", "update"})
RULE = Rule(
    code="TRA327",
    name="document-without-content",
    severity=Severity.INFO,
    family="obligations",
    absence=True,
    summary="a document must be made or published, and nothing says what it contains",
    why="A report of one page meets the duty. Whether it says what was measured, what follows, and "
    "what would change the conclusion is left to whoever writes it. Precedent: published reports that "
    "rarely link a result to the claim, and give no comparison with people. Source: AI Lab Watch, AI "
    "Safety Claims (2025), read in excerpts.",
    remedy="Add `contains` with a bullet for each part, or cite the section that describes it.",
    bad="""\
document summary "Summary" #! TRA327
commitment GOV-1
  example-lab must publish summary before deployment
""",
    good="""\
document summary "Summary"
  contains
    - "what was measured, by whom, and with what result"
commitment GOV-1
  example-lab must publish summary before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the owed documents without `contains` and without a citation of a section or a quote."""
    owed = {
        name
        for _, duty in duties_in(policy)
        if duty.modal == "must" and duty.verb in OWED
        for name in duty.objects
    }
    asked = [document for document in policy.documents if document.name in owed]
    found = [
        Finding(
            document.span,
            f"nothing says what {quoted((document.name,))} contains",
            "add `contains` with a bullet for each part, or cite the section that describes it",
            document.name,
        )
        for document in asked
        if not _described(document)
    ]
    yield from gathered(found, len(asked), policy, "documents that are owed have no stated content")


def _described(document: Document) -> bool:
    return bool(document.contains or any(map(_placed, document.notes.cites)))


def _placed(cited: Citation) -> bool:
    return bool(cited.section or cited.page or cited.quote)
