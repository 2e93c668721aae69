"""A result that is told only after the next one was made."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.numbers import number_of
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA507",
    name="told-after-next",
    severity=Severity.INFO,
    family="time",
    summary="the time for telling a result is longer than the time between two measurements",
    why="Whoever is told of a result after the next one exists learns of a danger when it is history. "
    "Precedent, a good one: incidents are told within 2 to 15 days, long before anything is assessed "
    "again. Source: EU Code of Practice, Safety and Security chapter, Measure 9.3.",
    remedy="Shorten the time for telling, or say that each result is told on the day.",
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  measured every 1 month
  report result to regulator within 60 days of measured #! TRA507
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  measured every 6 months
  report result to regulator within 15 days of measured
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the report lines whose time is longer than the cadence of their threshold."""
    for threshold in policy.thresholds:
        cadences = [t.stretch for t in threshold.measured if t.kind == "every" and t.stretch]
        for report in threshold.reports:
            for timing in report.timings:
                slow = [
                    cadence
                    for cadence in cadences
                    if timing.stretch is not None
                    and timing.kind == "within"
                    and number_of(timing.stretch).value > number_of(cadence).value
                ]
                if slow:
                    yield Finding(
                        report.span,
                        f"`{threshold.name}` is measured every {slow[0]}, and a result may be told "
                        f"{timing.stretch} later",
                        "shorten the time for telling",
                        threshold.name,
                    )
