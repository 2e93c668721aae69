"""A result that reaches a threshold and rules it out."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.conditions import Comparison, Condition, Group, Unpublished
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA705",
    name="overlapping-limits",
    severity=Severity.WARNING,
    family="logic",
    summary="some results both reach the threshold and rule it out",
    why="The limit that rules a threshold in must not lie on the harmless side of the limit that rules "
    "it out; a result between the two would mean both. Precedent: one card that calls two different "
    "values the threshold of the same test. Source: Claude Opus 4.6 system card, pp. 185 and 189.",
    remedy="Move one of the limits; a gap between them is fine and means inconclusive.",
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy >= 20%
  ruled out when bio-test.accuracy < 50% #! TRA705
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  ruled out when bio-test.accuracy < 20%
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the rule-out limits that lie beyond a rule-in limit on the same metric.

    Only where each limit is enough by itself: alone on its line, or a way in and a way out.
    """
    for threshold in policy.thresholds:
        ways_in = _enough(threshold.reached_when)
        for out in _enough(threshold.ruled_out_when):
            for way_in in ways_in:
                if _overlap(way_in, out):
                    yield Finding(
                        out.span,
                        f"a result between `{way_in.limit}` and `{out.limit}` both reaches "
                        f"`{threshold.name}` and rules it out",
                        "move one of the limits; a gap between them means inconclusive",
                        threshold.name,
                    )


def _enough(condition: Condition | None) -> tuple[Comparison, ...]:
    match condition:
        case Comparison():
            return (condition,)
        case Group() if condition.kind == "any" or len(condition.members) == 1:
            return tuple(m for m in condition.members if isinstance(m, Comparison))
        case _:
            return ()


def _overlap(way_in: Comparison, out: Comparison) -> bool:
    if (way_in.benchmark, way_in.metric) != (out.benchmark, out.metric):
        return False
    if isinstance(way_in.limit, Unpublished) or isinstance(out.limit, Unpublished):
        return False
    rising, falling = way_in.operator in (">=", ">"), out.operator in ("<=", "<")
    if rising and falling:
        return way_in.limit.value < out.limit.value
    if way_in.operator in ("<=", "<") and out.operator in (">=", ">"):
        return way_in.limit.value > out.limit.value
    return False
