"""A duty laid on somebody who did not make this promise."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.phrases import quoted
from tra_policy.lint.reading import duties_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.lint.sides import sides_of
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA309",
    name="duty-on-outsider",
    severity=Severity.WARNING,
    family="obligations",
    confidence="possible",
    summary="a voluntary policy says that somebody else `must` do something",
    why="A voluntary policy binds its publisher. A `must` for others is a recommendation that looks "
    "like a safeguard. Precedent: what RSP 3 asks of the whole industry stands beside its own plans "
    "and is no unilateral commitment. Source: Anthropic RSP 3.4.",
    remedy="Write `should`, or lay the duty on the developer: to obtain it, to ask for it.",
    bad="""\
commitment REVIEW-1
  outside-lab must review report within 30 days of deployment #! TRA309
""",
    good="""\
commitment REVIEW-1
  example-lab must send report to outside-lab before deployment
  outside-lab should review report within 30 days of deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the gating duties of voluntary policies that bind only outside parties."""
    if policy.force != "voluntary":
        return
    sides = sides_of(policy)
    for _, duty in duties_in(policy):
        gates = duty.modal in ("must", "must not")
        if gates and duty.party and all(sides.outside(name) for name in duty.party):
            yield Finding(
                duty.span,
                f"a voluntary policy cannot bind {quoted(duty.party)}",
                "write `should`, or lay the duty on the developer",
                duty.id,
            )
