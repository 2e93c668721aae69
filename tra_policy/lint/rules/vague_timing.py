"""A time that never comes, because it is said in words."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import TIME, heard, quoted
from tra_policy.lint.reading import duties_in, timings_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA311",
    name="vague-timing",
    severity=Severity.WARNING,
    family="time",
    confidence="likely",
    summary="a time is stated in words such as `in a timely manner`",
    why="Words give no date, so nothing is ever late. Precedent: reports `in a timely manner`, and "
    "assessments on a fixed cadence that is not stated. Source: Meta Advanced AI Scaling Framework "
    "2; Google DeepMind FSF 3.1.",
    remedy="Write `within 30 days of EVENT`, `every 6 months` or `by DATE`; keep the words in `cites`.",
    bad="""\
commitment REPORT-1
  example-lab must publish report "in a timely manner" #! TRA311
""",
    good="""\
commitment REPORT-1
  example-lab must publish report within 30 days of deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the statements about time in quoted words, as timing or among the words of a duty."""
    for subject, timing in timings_in(policy):
        if timing.kind == "vague":
            yield Finding(
                timing.span,
                f"`{timing.words}` gives no date, so `{subject}` is never late",
                "write `within 30 days of EVENT`, `every 6 months` or `by DATE`",
                subject,
            )
    for _, duty in duties_in(policy):
        words = tuple(heard(duty.words, TIME))
        if words and duty.modal in ("must", "must not"):
            yield Finding(
                duty.span,
                f"{quoted(words)} gives no date, so `{duty.id}` is never late",
                "write `within 30 days of EVENT`, `every 6 months` or `by DATE`",
                duty.id,
            )
