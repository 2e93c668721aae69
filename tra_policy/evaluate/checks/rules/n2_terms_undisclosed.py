"""A report whose terms are said to be kept back."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.assessors import reports
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.ground.world import World
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE342",
    id="N2",
    name="terms-undisclosed",
    severity=Severity.WARNING,
    group="third parties",
    summary="the terms on which an outside assessor worked are not disclosed",
    why="Terms decide what an assessor may look at and say. Precedent: a contract barred a "
    "benchmark's maker from saying who had commissioned it until a model was announced. Source: "
    "Epoch AI, clarification on FrontierMath, 23 January 2025.",
    remedy="publish the terms, or the parts of them on scope, access, publication and pay",
    shows="""\
- id: rep-1 #! TRE342
  kind: third_party_report
  terms_disclosed: false
  party: outsider
  type: evaluation
""",
    near_miss="""\
- id: rep-1
  kind: third_party_report
  terms_disclosed: true
  party: outsider
  type: evaluation
- id: rep-2
  kind: third_party_report
  party: outsider
  type: evaluation
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield reports that say so; of one that says nothing, nothing is said here."""
    for report in reports(world):
        if report.terms_disclosed is False:
            yield Seen(report.id, f"the terms of `{report.id}` are stated not to be disclosed")
