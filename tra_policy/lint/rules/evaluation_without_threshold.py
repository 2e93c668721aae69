"""A benchmark on which no limit is set."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.reading import stated_in
from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.conditions import Comparison
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA416",
    name="evaluation-without-threshold",
    severity=Severity.WARNING,
    family="evidence",
    summary="a benchmark is named, and no result of it can have a consequence",
    why="An evaluation that is run and published looks like a check. Where no limit is set on it the "
    "best and the worst result mean the same. Precedent: cyber evaluations of a framework that has "
    "no threshold for cyber; VCT and WMDP named without a limit; creative biology. Source: Anthropic "
    "RSP 2.2 and 3.4; xAI Risk Management Framework, 20 August 2025.",
    remedy="Set a limit on it in a threshold, or take it out and say where its results are reported.",
    bad="""\
tra 1
policy example-rsp version 1.0
  developer example-lab
party example-lab
benchmark vct "Virology test" #! TRA416
  designed by example-lab
benchmark wmdp "Knowledge test" #! TRA416
  designed by example-lab
commitment TEST-1
  example-lab must measure vct before deployment
""",
    good="""\
tra 1
policy example-rsp version 1.0
  developer example-lab
party example-lab
benchmark vct "Virology test"
  designed by example-lab
  measures accuracy as percent, mean, higher is worse
threshold BIO-1
  reached when vct.accuracy >= 50%
commitment TEST-1
  example-lab must measure vct before deployment
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the benchmarks that stand in no comparison, and of which none is a part that does."""
    limited = {
        atom.benchmark
        for stated in stated_in(policy)
        for atom in stated.atoms
        if isinstance(atom, Comparison)
    }
    parts = {b.derived_from for b in policy.benchmarks if b.name in limited}
    for benchmark in policy.benchmarks:
        if benchmark.name not in limited | parts:
            yield Finding(
                benchmark.span,
                f"no limit is set on `{benchmark.name}`, so no result of it has a consequence",
                "set a limit on it in a threshold, or take it out",
                benchmark.name,
            )
