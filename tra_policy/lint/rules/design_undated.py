"""A statement of independence that may not cover the days of the design."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.lint.rule import About, Finding, Rule
from tra_policy.model.policy import Policy
from tra_policy.words.diagnostic import Severity

RULE = Rule(
    code="TRA804",
    name="design-undated",
    severity=Severity.INFO,
    family="independence",
    absence=True,
    audience="auditor",
    summary="a designer has no ties only since a day, and the design cannot be placed after it",
    why="Whether a design was independent is asked of the days on which it was made. Without a date "
    "only the day of the decision is asked about, and earlier pay or ownership stays out of sight. "
    "Precedent: who had paid for a benchmark, and since when, became known after its use. "
    "Source: Epoch AI, clarification on FrontierMath, 23 January 2025.",
    remedy="Write `designed by PARTY from DATE`, or a statement that covers earlier days.",
    bad="""\
party newcomer "An evaluator"
  no ties to example-lab since 2024-01-01 "statement on its site"
benchmark vct "Virology test" #! TRA804
  designed by newcomer
  measures accuracy as percent, mean, higher is worse
threshold BIO-1
  reached when vct.accuracy >= 50%
""",
    good="""\
party newcomer "An evaluator"
  no ties to example-lab since 2024-01-01 "statement on its site"
benchmark vct "Virology test"
  designed by newcomer from 2024-06-01
  measures accuracy as percent, mean, higher is worse
threshold BIO-1
  reached when vct.accuracy >= 50%
""",
)


def check(policy: Policy, about: About) -> Iterator[Finding]:
    """Yield the benchmarks with a designer all of whose statements begin on a later or unknown day."""
    for benchmark in policy.benchmarks:
        for name in benchmark.designed_by:
            party = policy.party(name)
            starts = [n.since for n in party.no_ties] if party else []
            if not starts or None in starts:
                continue
            first = min(day for day in starts if day is not None)
            if benchmark.designed_from is not None and benchmark.designed_from >= first:
                continue
            made = "with no date" if benchmark.designed_from is None else "earlier"
            yield Finding(
                benchmark.span,
                f"`{name}` states no ties since {first}, and `{benchmark.name}` was designed {made}",
                f"write `designed by {name} from DATE`, or find a statement that covers it",
                benchmark.name,
            )
