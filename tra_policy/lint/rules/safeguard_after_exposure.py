"""A safeguard that is due after what it protects against."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import duties_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity
from tra_policy.words.edits import Edit, Fix

EXPOSURE = frozenset({"deployment", "internal-deployment", "training"})
RULE = Rule(
    code="TRA506",
    name="safeguard-after-exposure",
    severity=Severity.WARNING,
    family="time",
    fixes="unsafe",
    summary="a safeguard is due only after deployment or training has begun",
    why="Between the act and the safeguard the model is exposed without it. Precedent, a good one: "
    "security and deployment mitigations must be in place before a threshold is reached. "
    "Source: G42 Frontier AI Safety Framework (February 2025).",
    remedy="Write `before deployment`.",
    bad="""\
commitment SAFE-1
  example-lab must show shield within 30 days of deployment #! TRA506
""",
    good="""\
commitment SAFE-1
  example-lab must show shield before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the duties to show a safeguard within some time of, or after, an exposure."""
    safeguards = {s.name for s in policy.safeguards}
    for _, duty in duties_in(policy):
        if duty.modal != "must" or duty.verb != "show" or not safeguards & set(duty.objects):
            continue
        for timing in duty.timings:
            if timing.kind in ("within", "after") and timing.event in EXPOSURE:
                yield Finding(
                    timing.span,
                    f"`{duty.id}` is due only after {timing.event} has begun",
                    f"write `before {timing.event}`",
                    duty.id,
                    fixes=(
                        Fix(
                            f"write `before {timing.event}`",
                            (Edit(timing.span, f"before {timing.event}"),),
                        ),
                    ),
                )
