"""A threshold that no evidence reaches, or that none can rule out."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.deciding import never, together
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA710",
    name="unreachable-threshold",
    severity=Severity.WARNING,
    family="logic",
    summary="no evidence reaches the threshold, or whatever rules it out reaches it as well",
    why="A threshold beyond every possible result promises safeguards that never fall due. One that can "
    "never be ruled out is a state, not a threshold. Every world that its limits and questions can "
    "tell apart was looked through. No public precedent is known.",
    remedy="Correct the limits.",
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy > 100% #! TRA710
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy > 90%
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the lines of thresholds that no world meets."""
    for threshold in policy.thresholds:
        way_in, way_out = threshold.reached_when, threshold.ruled_out_when
        if way_in is not None and never(policy, way_in):
            yield Finding(
                way_in.span,
                f"no evidence reaches `{threshold.name}`",
                "correct the limits",
                threshold.name,
            )
        elif way_out is not None:
            failing = (way_in,) if way_in is not None else ()
            if together(policy, (way_out,), failing).answer == "never":
                yield Finding(
                    way_out.span,
                    f"nothing rules `{threshold.name}` out: what would, reaches it as well",
                    "correct the limits",
                    threshold.name,
                )
