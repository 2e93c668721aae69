"""A report that the developer could stop."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.assessors import measurements, reports, window
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few
from tra_policy.evaluate.ground.world import World
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE345",
    id="N5",
    name="developer-may-veto",
    severity=Severity.WARNING,
    group="third parties",
    summary="the developer could approve or veto a third-party report",
    why="What may not appear without approval is missing where it would hurt, and nobody can tell. "
    "Precedent: an evaluator worked under a non-disclosure agreement, with review and approval by "
    "the developer's communications and legal teams. Source: METR on GPT-5, GPT-5.1-Codex-Max and "
    "GPT-5.6 Sol.",
    remedy="limit the developer's say to errors of fact and to what must stay secret, and mark what was cut",
    shows="""\
- id: rep-1 #! TRE345
  kind: third_party_report
  prior_review: approval
  party: outsider
  type: evaluation
- id: rep-2 #! TRE345
  kind: third_party_report
  measurements: [m-1]
  party: outsider
  type: evaluation
- id: m-1
  kind: measurement
  benchmark: outer
  subject: model-1
  statistic: mean
  roles: {run: [outsider], may_veto: [lab]}
""",
    near_miss="""\
- id: rep-1
  kind: third_party_report
  prior_review: security-redaction
  party: outsider
  type: evaluation
- id: rep-2
  kind: third_party_report
  prior_review: fact-check
  measurements: [m-1]
  party: outsider
  type: evaluation
- id: m-1
  kind: measurement
  benchmark: outer
  subject: model-1
  statistic: mean
  roles: {run: [outsider], may_veto: [outsider]}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield reports that need approval, or that rest on measurements which could be vetoed."""
    for report in reports(world):
        if report.prior_review == "approval":
            yield Seen(
                report.id, f"`{report.id}` could not be published without the developer's approval"
            )
            continue
        days = window(world, report)
        vetoed = [
            one.id
            for one in measurements(world, report)
            if any(world.parties.is_developer_side(p, days) for p in one.roles.may_veto)
        ]
        if vetoed:
            message = f"`{report.id}` rests on {few(vetoed)}, which the developer could veto"
            yield Seen(report.id, message)
