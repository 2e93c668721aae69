"""An assessor that reviews its own work."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.assessors import measurements, reports, window
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.ground.standing import measurement_classes
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.acts import ThirdPartyReport
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE348",
    id="N8",
    name="self-review",
    severity=Severity.WARNING,
    group="third parties",
    summary="an assessor reviews what it designed, wrote or advised on",
    why="Nobody sees the errors in their own work that they did not see while they did it. The "
    "accountants' code calls it the self-review threat (IESBA, section 905, secondary). No public "
    "precedent is known.",
    remedy="let somebody else review that part, or leave it out of the report's scope",
    shows="""\
- id: rep-1 #! TRE348
  kind: third_party_report
  type: review-of-case
  prior_roles: [advisor]
  party: outsider
- id: rep-2 #! TRE348
  kind: third_party_report
  type: compliance-review
  measurements: [m-1]
  party: outsider
- id: m-1
  kind: measurement
  benchmark: outer
  subject: model-1
  statistic: mean
""",
    near_miss="""\
- id: rep-1
  kind: third_party_report
  type: review-of-case
  party: contractor
  measurements: [m-1]
- id: rep-2
  kind: third_party_report
  type: evaluation
  measurements: [m-1]
  party: outsider
- id: m-1
  kind: measurement
  benchmark: outer
  subject: model-1
  statistic: mean
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield reports whose author says so, or designed or limited what it reviews."""
    for report in reports(world):
        earlier = [f"it was `{role}` before" for role in report.prior_roles]
        # Whoever evaluates may do so with a test of its own; whoever reviews a test may not.
        if report.type in ("review-of-case", "compliance-review"):
            earlier += [f"it designed `{name}`" for name in _designed(world, report)]
            earlier += [f"it set `{name}`" for name in _limited(world, report)]
        if earlier:
            message = f"`{report.party}` reviews its own work in `{report.id}`: {earlier[0]}"
            yield Seen(report.id, message)


def _designed(world: World, report: ThirdPartyReport) -> list[str]:
    end = window(world, report).end
    return sorted(
        {
            one.benchmark
            for one in measurements(world, report)
            if report.party in {h.party for h in measurement_classes(world, one, end).designed}
        }
    )


def _limited(world: World, report: ThirdPartyReport) -> list[str]:
    return [
        threshold.name
        for threshold in world.policy.thresholds
        if threshold.name in report.thresholds and report.party in threshold.set_by
    ]
