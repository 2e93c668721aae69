"""A threshold that holds different statistics of one test against each other."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.conditions import atoms_of, expanded
from tra_policy.model.conditions import Comparison, Condition, FieldTest
from tra_policy.model.duties import Need
from tra_policy.model.policy import Policy, Threshold
from tra_policy.words.diagnostic import Severity
from tra_policy.words.source import Span

RULE = Rule(
    code="TRA407",
    name="statistics-mismatch",
    severity=Severity.WARNING,
    family="evidence",
    summary="one test is held to two statistics, or to a bound on one line and a point on the other",
    why="The mean of many attempts is lower than the best of them, so a model can stay below a limit "
    "on the mean that it passes with ten tries. A limit means something only beside the statistic "
    "it was set for; and a bound that is asked on one line and given away on the other lets a small "
    "sample decide. Precedent: results as maximum, pass@k or best of n beside limits on a mean, and "
    "groups of 8 to 10 a side with an interval of 13 points. Source: the system cards of Claude Opus "
    "4 and Claude Opus 4.6.",
    remedy="Use one statistic on both lines and in `needs`, and `at point estimate` on none.",
    bad="""\
benchmark vct "Virology test"
  designed by outside-lab
  measures accuracy as percent, mean, higher is worse
  measures best as percent, max, higher is worse
threshold BIO-1
  reached when vct.best >= 50%
  ruled out when vct.accuracy < 50% #! TRA407
  needs at least 1 measurement where benchmark is vct, statistic is median #! TRA407
""",
    good="""\
benchmark vct "Virology test"
  designed by outside-lab
  measures accuracy as percent, mean, higher is worse
threshold BIO-1
  reached when vct.accuracy >= 50%
  ruled out when vct.accuracy < 20%
  needs at least 1 measurement where benchmark is vct, statistic is mean
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield rule-outs and needs by another statistic than the one that reaches the threshold."""
    for threshold in policy.thresholds:
        ways_in = tuple(_comparisons(threshold.reached_when, policy))
        for out in _comparisons(threshold.ruled_out_when, policy):
            said = next(filter(None, (_differs(policy, one, out) for one in ways_in)), "")
            if said:
                yield _finding(threshold, out.span, said)
        for need in threshold.needs:
            said = _asked(policy, threshold, need)
            if said:
                yield _finding(threshold, need.span, said)


def _finding(threshold: Threshold, span: Span, said: str) -> Finding:
    return Finding(
        span,
        said,
        "use one statistic throughout, and the bound of the interval on both lines",
        threshold.name,
    )


def _comparisons(condition: Condition | None, policy: Policy) -> Iterator[Comparison]:
    if condition is not None:
        for atom in atoms_of(expanded(condition, policy)):
            if isinstance(atom, Comparison):
                yield atom


def _statistic(policy: Policy, comparison: Comparison) -> str:
    benchmark = policy.benchmark(comparison.benchmark)
    metric = benchmark.metric(comparison.metric) if benchmark else None
    return metric.statistic if metric else ""


def _differs(policy: Policy, way_in: Comparison, out: Comparison) -> str:
    if way_in.benchmark != out.benchmark:
        return ""
    one, other = _statistic(policy, way_in), _statistic(policy, out)
    if one and other and one != other:
        return (
            f"`{out.benchmark}` reaches the threshold by its {one} and rules it out by its {other}"
        )
    if way_in.metric == out.metric and way_in.at_point_estimate != out.at_point_estimate:
        loose = "rules it out" if out.at_point_estimate else "reaches the threshold"
        return (
            f"`{out.benchmark}.{out.metric}` {loose} at point estimate, and not on the other line"
        )
    return ""


def _asked(policy: Policy, threshold: Threshold, need: Need) -> str:
    """Return what is wrong with the statistic that a need asks for, on a benchmark of the threshold."""
    tests = {
        t.path[-1]: str(t.value) for t in need.where if isinstance(t, FieldTest) and t.test == "is"
    }
    wanted, benchmark = tests.get("statistic"), tests.get("benchmark")
    if not wanted:
        return ""
    held = {
        _statistic(policy, comparison): comparison.benchmark
        for condition in (threshold.reached_when, threshold.ruled_out_when)
        for comparison in _comparisons(condition, policy)
        if benchmark in (None, comparison.benchmark)
    }
    if not held or wanted in held:
        return ""
    statistic, name = next(iter(held.items()))
    return f"a {wanted} is asked for, and the limit on `{name}` is one on the {statistic}"
