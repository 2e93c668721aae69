"""A deadline that lies before its own beginning."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import timings_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.duties import Timing
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA501",
    name="impossible-order",
    severity=Severity.ERROR,
    family="time",
    summary="a deadline lies before the policy takes effect, or before the event that it follows",
    why="`within 30 days of` an event begins with the event, so it leaves no time where the same duty "
    "is due before it; and a day before the policy takes effect was over before anybody was bound. "
    "Such a duty is overdue from the start or can never be met. No public precedent is known.",
    remedy="Look at both times; write `at least 30 days before EVENT` where that is meant.",
    bad="""\
commitment SAFE-1
  example-lab must publish report by 2025-01-01 #! TRA501
  example-lab must send report to regulator within 30 days of deployment, before deployment #! TRA501
""",
    good="""\
commitment SAFE-1
  example-lab must publish report by 2027-01-01
  example-lab must send report to regulator at least 30 days before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield days before the policy takes effect, and times of one duty that exclude each other."""
    together: dict[str, list[Timing]] = {}
    end = policy.effective_by
    # Of a month that is known, any day may be the one.
    begins = policy.effective or (end.replace(day=1) if end is not None else None)
    for subject, timing in timings_in(policy):
        together.setdefault(subject, []).append(timing)
        if timing.day is not None and begins is not None and timing.day < begins:
            when = f"on {begins}" if policy.effective else f"in {begins:%Y-%m}"
            yield Finding(
                timing.span,
                f"`{subject}` is due on {timing.day}, and the policy takes effect {when}",
                "look at both days",
                subject,
            )
    for subject, timings in together.items():
        before = {t.event for t in timings if t.kind == "before" and t.event}
        for timing in timings:
            if timing.kind in ("within", "after") and timing.event in before:
                yield Finding(
                    timing.span,
                    f"`{subject}` is due both before {timing.event} and after it",
                    f"write `at least 30 days before {timing.event}` if that is meant",
                    subject,
                )
