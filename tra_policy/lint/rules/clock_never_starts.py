"""A deadline that runs from something which nobody has to make."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import duties_in, timings_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA504",
    name="clock-never-starts",
    severity=Severity.WARNING,
    family="time",
    summary="a time is counted from a document or safeguard that no duty asks for",
    why="Whoever need not make the document need not start the clock, so the duty behind it is never "
    "late. Precedent: a review that is due once a report is submitted, in a text that does not say by "
    "when it is. Source: Anthropic RSP 3.4, §3.6.",
    remedy="Count from an event that happens anyway, such as deployment, or add the duty that makes it.",
    bad="""\
document safety-case "Safety case"
commitment REVIEW-1
  example-lab must send report to regulator within 30 days of safety-case #! TRA504
""",
    good="""\
document safety-case "Safety case"
commitment REVIEW-1
  example-lab must document safety-case before deployment
  example-lab must send report to regulator within 30 days of safety-case
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the times that hang on a declared thing which is the object of no duty."""
    things = {d.name for d in policy.documents} | {s.name for s in policy.safeguards}
    made = {name for _, duty in duties_in(policy) for name in duty.objects}
    for subject, timing in timings_in(policy):
        if timing.event in things - made:
            yield Finding(
                timing.span,
                f"the time of `{subject}` is counted from `{timing.event}`, which nobody has to make",
                f"add a duty for `{timing.event}`, or count from an event such as deployment",
                subject,
            )
