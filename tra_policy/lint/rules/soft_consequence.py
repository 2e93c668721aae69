"""A threshold after which nobody must do anything."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import quoted
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.conditions import commitments_reading
from tra_policy.model.policy import Policy, duties_of
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA308",
    name="soft-consequence",
    severity=Severity.WARNING,
    family="obligations",
    summary="all that follows a threshold is an aim, a recommendation or a permission",
    why="Aims read like commitments and gate nothing. Precedent: safeguards for CBRN-4 were only "
    "expected, and RSP 3 keeps what it recommends to the industry in a column beside its own plans. "
    "Source: Anthropic RSP 2.2, §2 and RSP 3.4.",
    remedy="Write `must`, or say in the title that the threshold is only watched.",
    bad="""\
threshold BIO-1 #! TRA308
  reached when bio-test.accuracy >= 50%
commitment SAFE-1
  when BIO-1 is reached
  example-lab aims to show shield before deployment
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
commitment SAFE-1
  when BIO-1 is reached
  example-lab must show shield before deployment
  example-lab aims to publish report within 30 days
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds that trigger duties, none of them a `must`."""
    for threshold in policy.thresholds:
        modals = dict.fromkeys(
            duty.modal
            for commitment in commitments_reading(policy, threshold.name)
            for duty in duties_of(commitment)
        )
        if modals and not {"must", "must not"} & modals.keys():
            yield Finding(
                threshold.span,
                f"nobody must do anything when `{threshold.name}` is reached: "
                f"the duties say {quoted(tuple(modals))}",
                "write `must` in the duty that is meant to bind",
                threshold.name,
            )
