"""A higher tier that is reached more easily than a lower one."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.conditions import atoms_of
from tra_policy.logic.deciding import together
from tra_policy.model.conditions import Comparison, Unpublished
from tra_policy.model.policy import Policy, Threshold
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA706",
    name="tier-inversion",
    severity=Severity.WARNING,
    family="logic",
    summary="a threshold that stands `above` another, or is warned of by it, has the milder limit",
    why="Tiers and early warnings make sense only if the lower one is reached first. Precedent, a good "
    "one: alert thresholds are set so that a model below the alert will not reach the critical level "
    "before the next assessment. Source: Google DeepMind FSF 3.1, §1.3.",
    remedy="Exchange the limits, or turn the `above` or `warns of` line round.",
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
threshold BIO-2
  above BIO-1
  reached when bio-test.accuracy >= 30% #! TRA706
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
threshold BIO-2
  above BIO-1
  reached when bio-test.accuracy >= 80%
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the limits of higher tiers that a milder result meets than the lower tier's."""
    for threshold in policy.thresholds:
        for high, low in ((threshold.name, threshold.above), (threshold.warns_of, threshold.name)):
            higher, lower = policy.threshold(high), policy.threshold(low)
            if higher is None or lower is None:
                continue
            for comparison in _limits(higher):
                milder = any(_milder(comparison, other) for other in _limits(lower))
                if milder and _inverted(policy, higher, lower):
                    yield Finding(
                        comparison.span,
                        f"`{higher.name}` is reached before `{lower.name}`, which stands below it",
                        "exchange the limits, or turn the order of the thresholds round",
                        higher.name,
                    )


def _inverted(policy: Policy, higher: Threshold, lower: Threshold) -> bool:
    """Whether the higher tier is always reached with the lower one, and sometimes without it."""
    if higher.reached_when is None or lower.reached_when is None:
        return False
    without = together(policy, (lower.reached_when,), (higher.reached_when,))
    alone = together(policy, (higher.reached_when,), (lower.reached_when,))
    return without.answer == "never" and alone.answer == "possible"


def _limits(threshold: Threshold) -> Iterator[Comparison]:
    for atom in atoms_of(threshold.reached_when):
        if isinstance(atom, Comparison):
            yield atom


def _milder(high: Comparison, low: Comparison) -> bool:
    if (high.benchmark, high.metric, high.operator) != (low.benchmark, low.metric, low.operator):
        return False
    if isinstance(high.limit, Unpublished) or isinstance(low.limit, Unpublished):
        return False
    if high.operator in (">=", ">"):
        return high.limit.value < low.limit.value
    return high.limit.value > low.limit.value
