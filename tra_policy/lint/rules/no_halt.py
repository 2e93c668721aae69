"""A policy under which nothing ever stops."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import duties_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.duties import Duty
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

STOPPING = frozenset({"halt", "withdraw", "delete", "restrict"})
GOING_ON = frozenset({"deploy", "train", "develop"})
RULE = Rule(
    code="TRA318",
    name="no-halt",
    severity=Severity.INFO,
    family="obligations",
    summary="the policy has thresholds, and no duty that would stop training or deployment",
    why="The question a threshold answers is whether to go on. Precedent: of twelve frameworks nine "
    "named conditions for halting deployment and eight for halting development; some have softened "
    "them since. Source: METR, Common Elements (December 2025), secondary.",
    remedy="Add `must not deploy … until …`, `must not train … until …` or `otherwise … must halt …`.",
    bad="""\
tra 1
policy example-rsp version 1.0 #! TRA318
  developer example-lab
party example-lab
document report
threshold BIO-1
  reached when example-lab judges "the model helps novices"
commitment SAFE-1
  when BIO-1 is reached
  example-lab must publish report within 30 days
""",
    good="""\
tra 1
policy example-rsp version 1.0
  developer example-lab
party example-lab
safeguard shield
threshold BIO-1
  reached when example-lab judges "the model helps novices"
commitment SAFE-1
  when BIO-1 is reached
  example-lab must not deploy model until shield is shown
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield one finding if no gating duty stops anything or must be done before something begins."""
    if not policy.thresholds or not policy.commitments:
        return
    if not any(_stops(duty) for _, duty in duties_in(policy)):
        yield Finding(
            policy.span,
            "no threshold of this policy ever stops or holds back training or deployment",
            "add `must not deploy … until …`, `must show … before deployment` "
            "or `otherwise … must halt …`",
            policy.name,
        )


def _stops(duty: Duty) -> bool:
    if duty.modal == "must not":
        return duty.verb in GOING_ON
    held_back = any(timing.kind == "before" for timing in duty.timings)
    return duty.modal == "must" and (duty.verb in STOPPING or held_back)
