"""Evidence that has to be newer than it is ever made."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.numbers import number_of
from tra_policy.lint.reading import stated_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.conditions import Counter, FieldTest
from tra_policy.model.moment import Duration
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity
from tra_policy.words.source import Span

MADE = frozenset({"ended", "started"})
ASSESSED = frozenset({"assessment", "measured"})
RULE = Rule(
    code="TRA503",
    name="freshness-shorter-than-cadence",
    severity=Severity.WARNING,
    confidence="likely",
    family="time",
    summary="evidence may be no older than it is between two measurements",
    why="If results count for 90 days and are made every 12 months, they are stale for most of the "
    "year: either the condition fails for no reason, or nobody looks at it. Precedent, a good one: "
    "the models that a report covers are looked at again every 3 to 6 months, and its coverage date is "
    "at most 30 days old, which goes together because each report sets its own. "
    "Source: Anthropic RSP 3.4.",
    remedy="Measure more often, or let the result count for longer.",
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  ruled out when all of
    - bio-test.accuracy < 20%
    - elapsed <= 90 days since assessment #! TRA503
  measured every 12 months
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  ruled out when all of
    - bio-test.accuracy < 20%
    - elapsed <= 6 months since assessment
  measured every 6 months
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the limits on the age of evidence that are shorter than every cadence of measuring."""
    cadences = {
        threshold.name: timing.stretch
        for threshold in policy.thresholds
        for timing in threshold.measured
        if timing.kind == "every" and timing.stretch is not None
    }
    if not cadences:
        return
    often = min(cadences.values(), key=lambda stretch: number_of(stretch).value)
    for subject, age, span in _ages(policy):
        cadence = cadences.get(subject, often)
        if number_of(age).value < number_of(cadence).value:
            yield Finding(
                span,
                f"`{subject}` takes evidence of at most {age}, and it is made every {cadence}",
                "measure more often, or let the result count for longer",
                subject,
            )


def _ages(policy: Policy) -> Iterator[tuple[str, Duration, Span]]:
    """Yield how old evidence may be: as a counter, or as a test on when a measurement ended."""
    for stated in stated_in(policy):
        for atom in stated.atoms:
            match atom:
                case Counter(counted="elapsed", operator="<=" | "<", amount=Duration() as age):
                    if atom.since in ASSESSED:
                        yield stated.subject, age, atom.span
                case FieldTest(test="within", stretch=Duration() as age, value=tuple() as path):
                    if path and path[-1] in MADE:
                        yield stated.subject, age, atom.span
                case _:
                    continue
