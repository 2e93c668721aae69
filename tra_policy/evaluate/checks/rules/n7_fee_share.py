"""An assessor that lives on what the developer pays."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tra_policy.evaluate.checks.assessors import reports
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.ground.world import World
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE347",
    id="N7",
    name="fee-share",
    severity=Severity.WARNING,
    group="third parties",
    summary="the fee is more than 15% of what the assessor takes in",
    why="Who cannot afford to lose a client cannot afford to say no to it. The limit is that of the "
    "accountants' code for clients of public interest (IESBA, section 410; from general "
    "knowledge). No public precedent is known.",
    remedy="state the safeguards, such as a review by somebody else, or change the assessor",
    shows="""\
- id: rep-1 #! TRE347
  kind: third_party_report
  paid_by: [lab]
  fee_share: 40%
  party: outsider
  type: evaluation
""",
    near_miss="""\
- id: rep-1
  kind: third_party_report
  paid_by: [lab]
  fee_share: 15%
  party: outsider
  type: evaluation
- id: rep-2
  kind: third_party_report
  paid_by: [lab]
  party: outsider
  type: evaluation
""",
)

LIMIT = Decimal("0.15")


def check(world: World) -> Iterator[Seen]:
    """Yield reports whose fee is a larger share than the limit."""
    for report in reports(world):
        share = report.fee_share
        if share is not None and share.unit == "share" and share.value > LIMIT:
            message = f"the fee for `{report.id}` is {share} of what `{report.party}` takes in"
            yield Seen(report.id, message)
