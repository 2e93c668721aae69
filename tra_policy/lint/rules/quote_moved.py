"""A quote that stands in another section, or on another page, than its citation says."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.citing import Looked, looked_up, written
from tra_policy.lint.passages import Paragraph, in_section, on_page
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity
from tra_policy.words.edits import Edit, Fix

RULE = Rule(
    code="TRA203",
    name="quote-moved",
    severity=Severity.WARNING,
    confidence="likely",
    family="citations",
    fixes="unsafe",
    summary="the quoted words stand in another section or on another page",
    why="Who follows the citation does not find the words, and takes the clause for unsupported; and "
    "a sentence that moved from the commitments into an introduction has lost its force. Precedent: "
    "of 473 material changes between versions of frameworks, some relocated a commitment. "
    "Source: Zhu, Silent Revision (2026).",
    remedy="Cite the place where the words stand, and see whether they still bind there.",
    bad="""\
tra 1
policy example-rsp version 1.0
  developer example-lab
  source rsp "rsp-1.0.txt"
party example-lab
document report
commitment SAFE-1
  example-lab must publish report within 30 days of deployment
    cites rsp §4.1 "we will publish a report" #! TRA203
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
    cites rsp §4.2 "we will publish a report"
""",
    cited={"rsp": "4.1 Aims\n\nWe are open.\n\n4.2 Reports\n\nWe will publish a report.\n"},
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the quotes that were found elsewhere than cited."""
    for one in looked_up(policy, about.cited):
        places = one.quoted_in
        if not places or any(_there(one, paragraph) for paragraph in places):
            continue
        if not one.reading.has_section(one.citation.section):
            continue
        found = places[0].place
        yield Finding(
            one.citation.span,
            f"the quoted words stand in {found or 'another place'} of `{one.citation.source}`",
            "cite that place, and see whether the words still bind there",
            one.subject,
            fixes=_fixes(one, places[0]),
        )


def _there(one: Looked, paragraph: Paragraph) -> bool:
    """Whether a paragraph is where the citation says; without headings above it nobody can tell."""
    section, page = one.citation.section, one.citation.page
    known = bool(paragraph.section) or section.startswith("fn")
    return (not known or in_section(paragraph, section)) and on_page(paragraph, page)


def _fixes(one: Looked, paragraph: Paragraph) -> tuple[Fix, ...]:
    cited = one.citation
    if cited.section.startswith("fn") or not (paragraph.section or paragraph.pages):
        return ()
    section = paragraph.section if cited.section else ""
    page = str(paragraph.pages[-1]) if cited.page and paragraph.pages else ""
    place = " ".join(filter(None, (f"§{section}" * bool(section), f"p.{page}" * bool(page))))
    edit = Edit(cited.span, written(cited, section=section, page=page))
    return (Fix(f"cite `{place}`", (edit,)),)
