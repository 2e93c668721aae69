"""A policy that asks for safeguards only before a public release."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import duties_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.duties import Duty
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

EARLIER = frozenset({"training", "internal-deployment"})
RULE = Rule(
    code="TRA320",
    name="internal-use-gap",
    severity=Severity.INFO,
    family="obligations",
    confidence="likely",
    summary="safeguards are due before deployment, and nothing is due before internal use or training",
    why="A model can be stolen, misused or do harm before it is released, and the lab itself is its "
    "first user. Precedent: misuse mitigations that are not required for internal deployment or "
    "further development. Source: Google DeepMind FSF 3.1, §1.3.5.",
    remedy="Add a duty `before internal-deployment`, or one that forbids training on.",
    bad="""\
tra 1
policy example-rsp version 1.0 #! TRA320
  developer example-lab
party example-lab
safeguard shield
commitment SAFE-1
  example-lab must show shield before deployment
""",
    good="""\
tra 1
policy example-rsp version 1.0
  developer example-lab
party example-lab
safeguard shield
commitment SAFE-1
  example-lab must show shield before deployment
  example-lab must not train model until shield is shown
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield one finding if a gating duty is due before deployment and none guards what is earlier."""
    duties = [d for _, d in duties_in(policy) if d.modal in ("must", "must not")]
    before_release = any(_due_before(d, frozenset({"deployment"})) for d in duties)
    earlier = any(
        _due_before(d, EARLIER) or d.verb in ("train", "develop") or EARLIER & set(d.objects)
        for d in duties
    )
    if before_release and not earlier:
        yield Finding(
            policy.span,
            "duties are due before deployment, and none before internal use or during training",
            "add a duty `before internal-deployment`, or `must not train … until …`",
            policy.name,
        )


def _due_before(duty: Duty, events: frozenset[str]) -> bool:
    return any(t.kind == "before" and t.event in events for t in duty.timings)
