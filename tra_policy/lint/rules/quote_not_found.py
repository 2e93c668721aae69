"""A quote that does not stand in the document that it is taken from."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.citing import looked_up
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

MOST = 25
RULE = Rule(
    code="TRA202",
    name="quote-not-found",
    severity=Severity.ERROR,
    confidence="likely",
    family="citations",
    summary="the quoted words do not stand in the cited document",
    why="A quote is the proof that a clause renders the document; words that nobody wrote prove "
    "nothing, and are put into the publisher's mouth. White space, case, quotation marks, dashes, "
    "hyphens at the end of a line, ligatures and marks of footnotes make no difference; `…` and "
    "`[words]` stand for what whoever quotes left out or put in. The rule is silent while the text "
    "of the document is not at hand. Precedent: what a framework said in an earlier version was "
    "later told differently by its publisher, so that only the passage itself settles it. "
    "Source: Zhu, Silent Revision (2026).",
    remedy="Copy the words from the document, or leave the quote out and cite the section.",
    bad="""\
tra 1
policy example-rsp version 1.0
  developer example-lab
  source rsp "rsp-1.0.txt"
party example-lab
document report
commitment SAFE-1
  example-lab must publish report within 30 days of deployment
    cites rsp §4.1 "we will publish a detailed report" #! TRA202
""",
    good="""\
tra 1
policy example-rsp version 1.0
  developer example-lab
  source rsp "rsp-1.0.txt"
party example-lab
document report
commitment SAFE-1
  example-lab must publish report within 30 days of deployment
    cites rsp §4.1 "we will publish a report"
""",
    cited={"rsp": "4.1 Reports\n\nWithin 30 days of deployment, we will pub-\nlish a report.\n"},
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the quotes that were looked for and not found, with the passage that is most like them."""
    for one in looked_up(policy, about.cited):
        quote, source = one.citation.quote, one.citation.source
        if not quote or one.quoted_in:
            continue
        near = _short(one.reading.nearest(quote))
        yield Finding(
            one.citation.span,
            f"the quoted words do not stand in `{source}`"
            + (f"; most like them is `{near}`" if near else ""),
            "copy the words from the document, or cite the section without a quote",
            one.subject,
        )


def _short(sentence: str) -> str:
    words = sentence.replace("`", "'").split()
    return " ".join(words[:MOST]) + (" …" if len(words) > MOST else "")
