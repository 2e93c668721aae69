"""A comparison that points away from what the metric calls worse."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.conditions import Comparison, Condition, Group
from tra_policy.model.policy import ADVERSE, Policy
from tra_policy.words.diagnostic import Severity
from tra_policy.words.edits import Edit, Fix

RULE = Rule(
    code="TRA708",
    name="wrong-way-limit",
    severity=Severity.WARNING,
    family="logic",
    fixes="unsafe",
    summary="the threshold is reached by the harmless side of the metric, or ruled out by the harmful",
    why="A comparison that points the wrong way turns the threshold round: good results reach it and "
    "bad ones clear it. It is a slip that no result reveals until it is too late. "
    "No public precedent is known.",
    remedy="Turn the comparison round, or correct `higher is worse` where the metric is declared.",
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy <= 50% #! TRA708
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the comparisons against the stated direction; below `none of` the direction turns."""
    for threshold in policy.thresholds:
        for condition, wanted in (
            (threshold.reached_when, True),
            (threshold.ruled_out_when, False),
        ):
            for comparison, positive in _comparisons(condition, True):
                benchmark = policy.benchmark(comparison.benchmark)
                metric = benchmark.metric(comparison.metric) if benchmark else None
                if metric is None:
                    continue
                adverse = comparison.operator in ADVERSE[metric.higher_is_worse]
                if adverse == (wanted == positive):
                    continue
                worse = "higher" if metric.higher_is_worse else "lower"
                line = "reached when" if wanted else "ruled out when"
                yield Finding(
                    comparison.span,
                    f"{worse} is worse for `{comparison.benchmark}.{comparison.metric}`, "
                    f"and `{line}` points the other way",
                    f"turn the comparison round, or correct `{worse} is worse`",
                    threshold.name,
                    fixes=_turned(about, comparison),
                )


def _turned(about: About, comparison: Comparison) -> tuple[Fix, ...]:
    span, old = comparison.span, comparison.operator
    at = about.source.text.find(old, span.start, span.end) if span.path == about.source.path else -1
    if at < 0:
        return ()
    new = old.replace(">", "<") if old.startswith(">") else old.replace("<", ">")
    edit = Edit(about.source.span(at, at + len(old)), new)
    return (Fix(f"write `{new}`", (edit,)),)


def _comparisons(condition: Condition | None, positive: bool) -> Iterator[tuple[Comparison, bool]]:
    match condition:
        case Comparison():
            yield condition, positive
        case Group():
            for member in condition.members:
                yield from _comparisons(member, positive != (condition.kind == "none"))
        case _:
            return
