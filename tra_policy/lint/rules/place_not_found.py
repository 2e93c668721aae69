"""A citation of a section or a page that the document does not have."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.citing import looked_up
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA209",
    name="place-not-found",
    severity=Severity.WARNING,
    confidence="likely",
    family="citations",
    summary="the cited section or page does not exist in the document",
    why="A reference that leads nowhere cannot be followed, and often is left over from another "
    "version. Sections are read off numbered headings: where the text has none the rule is silent. "
    "Precedent: a framework refers to risk tiers that it does not list, and numbers two sections "
    "2.3. Source: xAI Frontier AI Framework, 30 June 2026.",
    remedy="Cite the section that the version in hand has.",
    bad="""\
tra 1
policy example-rsp version 1.0
  developer example-lab
  source rsp "rsp-1.0.txt"
party example-lab
document report
commitment SAFE-1
  example-lab must publish report within 30 days of deployment
    cites rsp §9.3 #! TRA209
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
    cites rsp §4.1
""",
    cited={"rsp": "4 Reports\n\nWe are open.\n\n4.1 Deadlines\n\nWe will publish a report.\n"},
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the citations of sections without a heading, and of pages beyond the last."""
    for one in looked_up(policy, about.cited):
        cited = one.citation
        missing = (
            f"section {cited.section}"
            if not one.reading.has_section(cited.section)
            else f"page {cited.page}"
            if not one.reading.has_page(cited.page)
            else ""
        )
        if missing:
            yield Finding(
                cited.span,
                f"`{cited.source}` has no {missing}",
                "cite the place that this version of the document has",
                one.subject,
            )
