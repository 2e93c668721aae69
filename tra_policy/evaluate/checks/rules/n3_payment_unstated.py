"""A report that does not say who paid for it, or on what terms it was made."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.assessors import reports
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.ground.world import World
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE343",
    id="N3",
    name="payment-unstated",
    severity=Severity.INFO,
    group="third parties",
    summary="a third-party report does not say who paid for it, or on what terms it was made",
    why="Whether an assessor was paid by the assessed is the first thing that a reader asks. "
    "Precedent: the maker of a benchmark had been commissioned by the developer whose model was "
    "announced with it, which became known afterwards. Source: Epoch AI, clarification on "
    "FrontierMath, 23 January 2025.",
    remedy="state `paid_by` (an empty list says that nobody paid) and `terms_disclosed`",
    shows="""\
- id: rep-1 #! TRE343
  kind: third_party_report
  party: outsider
  type: evaluation
""",
    near_miss="""\
- id: rep-1
  kind: third_party_report
  paid_by: []
  terms_disclosed: false
  party: outsider
  type: evaluation
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield reports that leave either open, once each."""
    for report in reports(world):
        open_ = []
        if report.paid_by is None:
            open_.append("who paid for it")
        if report.terms_disclosed is None:
            open_.append("whether its terms are public")
        if open_:
            yield Seen(report.id, f"`{report.id}` does not say {' or '.join(open_)}")
