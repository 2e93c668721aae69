"""Dates that stand in the wrong order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tra_policy.lint.rule import Finding, Rule
from tra_policy.model.pivot import TextVerdict
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity
from tra_policy.words.source import Span

RULE = Rule(
    code="TRA501",
    name="impossible-order",
    severity=Severity.ERROR,
    family="time",
    summary="something ends before it begins",
    why="A stretch of time that ends before it begins covers no day: a waiver that never applies, a "
    "tie that never held. It is nearly always a slip of the pen. No public precedent is known.",
    remedy="Look at both dates.",
    bad="""\
party funder
  paid by example-lab from 2026-05-01 to 2025-05-01 #! TRA501
""",
    good="""\
party funder
  paid by example-lab from 2025-05-01 to 2026-05-01
""",
)


def check(policy: Policy, verdicts: Sequence[TextVerdict]) -> Iterator[Finding]:
    """Yield the ties, statements and waivers whose end lies before their beginning."""
    for span, subject, begins, ends in _stretches(policy):
        if begins is not None and ends is not None and ends < begins:
            yield Finding(
                span,
                f"this ends on {ends}, before it begins on {begins}",
                "look at both dates",
                subject,
            )


def _stretches(policy: Policy) -> Iterator[tuple[Span, str, date | None, date | None]]:
    for party in policy.parties:
        for tie in party.ties:
            yield tie.span, party.name, tie.since, tie.until
        for said in party.no_ties:
            yield said.span, party.name, said.since, said.as_of
    for waiver in policy.waivers:
        yield waiver.span, waiver.name, waiver.approved_on, waiver.expires
