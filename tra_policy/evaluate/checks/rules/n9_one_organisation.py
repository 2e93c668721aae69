"""One outside organisation did everything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tra_policy.evaluate.checks.assessors import measurements, reports, window
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few
from tra_policy.evaluate.ground.standing import measurement_classes
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.acts import ThirdPartyReport
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE349",
    id="N9",
    name="one-organisation",
    severity=Severity.INFO,
    group="third parties",
    summary="one outside organisation designed, ran, graded and published a measurement",
    why="What one organisation designs, runs, grades and publishes is checked by nobody else, however "
    "independent it is: an error passes all four steps. No public precedent is known.",
    remedy="let somebody else grade a sample, or run it again",
    shows="""\
- id: rep-1 #! TRE349
  kind: third_party_report
  measurements: [m-1]
  published: 2026-01-20
  party: outsider
  type: evaluation
- id: m-1
  kind: measurement
  benchmark: outer
  subject: model-1
  statistic: mean
  roles: {run: [outsider], graded: [outsider]}
""",
    near_miss="""\
- id: rep-1
  kind: third_party_report
  measurements: [m-1]
  published: 2026-01-20
  party: outsider
  type: evaluation
- id: m-1
  kind: measurement
  benchmark: outer
  subject: model-1
  statistic: mean
  roles: {run: [outsider], graded: [contractor]}
- id: rep-2
  kind: third_party_report
  measurements: [m-2]
  party: outsider
  type: evaluation
- id: m-2
  kind: measurement
  benchmark: outer
  subject: model-1
  statistic: mean
  roles: {run: [outsider], graded: [outsider]}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield reports, once each, with such measurements; the developer's own are another matter."""
    for report in reports(world):
        days = window(world, report)
        if world.parties.is_developer_side(report.party, days):
            continue
        alone = [m.id for m in measurements(world, report) if _alone(world, report, m, days.end)]
        if alone:
            verb = "was" if len(alone) == 1 else "were"
            yield Seen(
                report.id,
                f"{few(alone)} of `{report.id}` {verb} designed, run, graded and published by "
                f"`{report.party}` alone",
            )


def _alone(world: World, report: ThirdPartyReport, one: Measurement, end: date) -> bool:
    classes = measurement_classes(world, one, end)
    published = set(one.roles.published)
    if not published and report.published is not None:
        published = {report.party}
    held = [{h.party for h in role} for role in (classes.designed, classes.ran, classes.graded)]
    return all(names == {report.party} for names in (*held, published))
