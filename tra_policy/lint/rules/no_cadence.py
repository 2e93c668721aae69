"""A threshold that does not say when it is measured."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import conditioned, duties_in
from tra_policy.lint.rule import About, Finding, Rule, gathered
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA508",
    name="no-cadence",
    severity=Severity.INFO,
    family="time",
    absence=True,
    summary="nothing says when, or how often, the threshold is measured",
    why="A threshold binds only as often as somebody looks. Precedent, a good one: an assessment at "
    "four times the compute, after six months, or when the officer asks for one; and a bad one: a "
    "fixed cadence that is not stated. Source: Anthropic RSP 2.2, §3.1; Google DeepMind FSF 3.1.",
    remedy="Add `measured every 6 months, before deployment`.",
    bad="""\
threshold BIO-1 #! TRA508
  reached when bio-test.accuracy >= 50%
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  measured every 6 months, before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the thresholds that neither a `measured` line nor a duty to assess gives a time."""
    assessed = {
        name
        for _, duty in duties_in(policy)
        if duty.verb in ("assess", "measure") and duty.timings
        for name in duty.objects
    }
    asked = list(conditioned(policy))
    found = [
        Finding(
            t.span,
            f"nothing says when `{t.name}` is measured",
            "add `measured every 6 months, before deployment`",
            t.name,
        )
        for t in asked
        if not t.measured and t.name not in assessed
    ]
    yield from gathered(found, len(asked), policy, "thresholds do not say when they are measured")
