"""A duty that is never due."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import TIME, heard
from tra_policy.lint.reading import duties_in
from tra_policy.lint.rule import About, Finding, Rule, gathered
from tra_policy.model.duties import Duty
from tra_policy.model.policy import Commitment, Policy, duties_of
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA302",
    name="no-deadline",
    severity=Severity.WARNING,
    family="obligations",
    absence=True,
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
  example-lab must send report to regulator #! TRA302
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
commitment TELL-1
  when BIO-1 is reached
  example-lab must send report to regulator within 15 days
  example-lab must not deploy model
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the `must` duties without timing; a prohibition, and a duty to keep, hold all the time."""
    steps = {duty.id for commitment in policy.commitments for duty in _steps_after(commitment)}
    found = [
        _finding(commitment, duty)
        for commitment, duty in duties_in(policy)
        if _timeless(duty) and duty.id not in steps
    ]
    asked = sum(duty.modal == "must" for _, duty in duties_in(policy))
    yield from gathered(found, asked, policy, "duties have no time, and are never overdue")


def _finding(commitment: Commitment, duty: Duty) -> Finding:
    last = duty
    while last.otherwise is not None and _timeless(last.otherwise):
        last = last.otherwise
    late = (
        "is never overdue"
        if last is duty
        else f"and the steps after it to `{last.id}` are never overdue"
    )
    return Finding(
        duty.span,
        f"`{duty.id}` {late}: a trigger says when it begins, not when it is late"
        if commitment.when or commitment.for_every
        else f"`{duty.id}` {late}",
        "add `before deployment`, `within 30 days`, `every 6 months` or `by DATE`",
        duty.id,
    )


def _timeless(duty: Duty) -> bool:
    """Whether a duty that has to be done says nothing of time; vague words are for TRA311."""
    asked = duty.modal == "must" and duty.verb != "keep"
    return asked and not duty.timings and not any(heard(duty.words, TIME))


def _steps_after(commitment: Commitment) -> Iterator[Duty]:
    """Yield the `otherwise` duties that go on from a timeless one, and are reported with it."""
    for duty in duties_of(commitment):
        if _timeless(duty) and duty.otherwise is not None and _timeless(duty.otherwise):
            yield duty.otherwise
