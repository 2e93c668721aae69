"""A share that is compared without its uncertainty."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.logic.conditions import threshold_atoms
from tra_policy.model.conditions import Comparison
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity
from tra_policy.words.edits import Edit, Fix

RULE = Rule(
    code="TRA403",
    name="bare-rate",
    severity=Severity.WARNING,
    family="evidence",
    fixes="unsafe",
    summary="a percentage is compared `at point estimate`, without interval or counts",
    why="Nine of eighteen and nine thousand of eighteen thousand are the same percentage and not the "
    "same evidence. With `at point estimate` a small or a lucky sample rules the threshold out. "
    "This rule sees only that the text gives the uncertainty away; whether the evidence states counts "
    "is asked in a check. Precedent: staff surveys of four and of sixteen people that carry a "
    "conclusion. Source: the system cards of Claude Opus 4 and Claude Opus 4.6.",
    remedy="Leave out `at point estimate`: the bound of the interval then decides.",
    bad="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  ruled out when bio-test.accuracy < 22.1% at point estimate #! TRA403
""",
    good="""\
threshold BIO-1
  reached when bio-test.accuracy >= 50%
  ruled out when bio-test.accuracy < 22.1%
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the comparisons of percentages at point estimate."""
    for threshold in policy.thresholds:
        for atom in threshold_atoms(threshold, policy):
            if not isinstance(atom, Comparison) or not atom.at_point_estimate:
                continue
            benchmark = policy.benchmark(atom.benchmark)
            metric = benchmark.metric(atom.metric) if benchmark else None
            if metric is not None and metric.unit == "percent":
                yield Finding(
                    atom.span,
                    f"the uncertainty of `{atom.benchmark}.{atom.metric}` is left out, "
                    f"so a small sample can decide `{threshold.name}`",
                    "leave out `at point estimate`",
                    threshold.name,
                    fixes=_bound(about, atom),
                )


def _bound(about: About, atom: Comparison) -> tuple[Fix, ...]:
    """Return the change that lets the bound of the interval decide."""
    words = " at point estimate"
    at = about.source.text.find(words, atom.span.start, atom.span.end)
    if at < 0 or atom.span.path != about.source.path:
        return ()
    edit = Edit(about.source.span(at, at + len(words)), "")
    return (Fix("let the bound of the interval decide", (edit,)),)
