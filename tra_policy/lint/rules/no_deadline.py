"""A duty that is never due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tra_policy.lint.reading import duties_in
from tra_policy.lint.rule import Finding, Rule
from tra_policy.model.pivot import TextVerdict
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA302",
    name="no-deadline",
    severity=Severity.WARNING,
    family="obligations",
    summary="a `must` duty without any statement about time",
    why="A duty without a time is never overdue, so it can be met and cannot be broken; a trigger "
    "says when it begins, not when it is late. Precedent: the duty to tell a government entity that a "
    "model needs higher safeguards names no time. Source: Anthropic RSP 2.2, §7.2.3.",
    remedy="Add `before EVENT`, `within 30 days`, `every 6 months` or `by DATE`.",
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
commitment TELL-1
  when BIO-1 is reached
  example-lab must notify regulator #! TRA302
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
commitment TELL-1
  when BIO-1 is reached
  example-lab must notify regulator within 15 days
  example-lab must not deploy model
""",
)


def check(policy: Policy, verdicts: Sequence[TextVerdict]) -> Iterator[Finding]:
    """Yield the `must` duties without timing; a prohibition holds all the time."""
    for commitment, duty in duties_in(policy):
        if duty.modal != "must" or duty.timings:
            continue
        triggered = commitment.when is not None or commitment.for_every is not None
        begins = ": its trigger says when it begins, not when it is late" if triggered else ""
        yield Finding(
            duty.span,
            f"`{duty.id}` is never overdue{begins}",
            "add `before deployment`, `within 30 days`, `every 6 months` or `by DATE`",
            duty.id,
        )
