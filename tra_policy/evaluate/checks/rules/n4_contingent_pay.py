"""Pay that depends on the result."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.assessors import reports
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.ground.world import World
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE344",
    id="N4",
    name="contingent-pay",
    severity=Severity.WARNING,
    group="third parties",
    summary="an assessor's pay depends on the result",
    why="Pay for a result buys the result. The AEF-1 standard rules it out (secondary). No public "
    "precedent is known.",
    remedy="pay for the work, whatever comes out",
    shows="""\
- id: rep-1 #! TRE344
  kind: third_party_report
  paid_by: [lab]
  contingent: true
  party: outsider
  type: evaluation
""",
    near_miss="""\
- id: rep-1
  kind: third_party_report
  paid_by: [lab]
  contingent: false
  party: outsider
  type: evaluation
- id: rep-2
  kind: third_party_report
  paid_by: [lab]
  party: outsider
  type: evaluation
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield reports that say so."""
    for report in reports(world):
        if report.contingent:
            yield Seen(report.id, f"what was paid for `{report.id}` depended on its result")
