"""A threshold was ruled out while an outside report was still open."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.assessors import cites, reports, rulings_about
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.acts import ThirdPartyReport
from tra_policy.model.evidence.measuring import Decision
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE246",
    id="T6",
    name="decided-before-the-report",
    severity=Severity.ERROR,
    group="time",
    summary="a threshold was ruled out before the outside report on it was there",
    why="A report that comes after the decision cannot have changed it, whatever it says. "
    "No public precedent is known.",
    remedy="decide after the report, or decide again with it",
    policy="""\
threshold T-1
  reached when outer.score >= 50%
""",
    shows="""\
- id: rep-1
  kind: third_party_report
  party: outsider
  type: evaluation
  thresholds: [T-1]
  subject: model-1
  access_from: 2026-01-02
  delivered: 2026-01-20
- id: d-1 #! TRE246
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: not-reached
  decided: 2026-01-15
""",
    near_miss="""\
- id: begun-later
  kind: third_party_report
  party: outsider
  type: evaluation
  thresholds: [T-1]
  subject: model-1
  access_from: 2026-01-16
  delivered: 2026-01-20
- id: undated
  kind: third_party_report
  party: institute
  type: evaluation
  thresholds: [T-1]
  access_from: 2026-01-02
- id: in-time
  kind: third_party_report
  party: contractor
  type: evaluation
  thresholds: [T-1]
  access_from: 2026-01-02
  delivered: 2026-01-15
- id: d-1
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: not-reached
  considered: [in-time]
  decided: 2026-01-15
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield rulings that came before a report that they cite, or that was under way."""
    for report in reports(world):
        for ruling in rulings_about(world, report):
            if ruling.ruling != "not-reached" or not _still_open(report, ruling):
                continue
            if report.id in (*ruling.relied_on, *ruling.considered):
                what = f"cites `{report.id}`"
            elif cites(ruling, report) or _begun(report, ruling):
                what = f"was made while `{report.id}` was under way"
            else:
                continue
            message = (
                f"the ruling on `{ruling.threshold}` of {ruling.decided} {what}, {_end(report)}"
            )
            yield Seen(ruling.id, message)


def _still_open(report: ThirdPartyReport, ruling: Decision) -> bool:
    end = report.delivered or report.access_until
    return end is not None and end.earliest > ruling.decided.latest


def _begun(report: ThirdPartyReport, ruling: Decision) -> bool:
    begun = report.access_from
    return begun is not None and begun.latest < ruling.decided.earliest


def _end(report: ThirdPartyReport) -> str:
    if report.delivered is not None:
        return f"delivered on {report.delivered}"
    return f"with access until {report.access_until}"
