"""A later version of a report leaves out what the earlier one said."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.assessors import measurements, reports
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.acts import ThirdPartyReport
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE350",
    id="N10",
    name="gone-from-later-version",
    severity=Severity.WARNING,
    group="third parties",
    summary="evidence of one version of a report is missing from the next, and nothing takes it back",
    why="What is left out without a word is neither kept nor withdrawn. Precedent: an evaluation is "
    "in one version of a model card and not in a later one, without an erratum. Source: versions "
    "of the Grok 4 model card (secondary).",
    remedy="keep it, or retract the record with the reason",
    shows="""\
- id: rep-1
  kind: third_party_report
  measurements: [m-1, m-2]
  version: "1"
  published: 2026-01-05
  party: outsider
  type: evaluation
- id: rep-2 #! TRE350
  kind: third_party_report
  measurements: [m-1]
  version: "2"
  supersedes: [rep-1]
  published: 2026-01-15
  party: outsider
  type: evaluation
- {id: m-1, kind: measurement, benchmark: outer, subject: model-1, statistic: mean}
- {id: m-2, kind: measurement, benchmark: own, subject: model-1, statistic: mean}
""",
    near_miss="""\
- id: rep-1
  kind: third_party_report
  measurements: [m-1, m-2]
  version: "1"
  published: 2026-01-05
  party: outsider
  type: evaluation
- id: rep-2
  kind: third_party_report
  measurements: [m-1]
  version: "2"
  supersedes: [rep-1]
  published: 2026-01-15
  party: outsider
  type: evaluation
- {id: m-1, kind: measurement, benchmark: outer, subject: model-1, statistic: mean}
- id: m-2
  kind: measurement
  author: outsider
  benchmark: own
  subject: model-1
  statistic: mean
  retracted: {on: 2026-01-12, by: outsider, because: the grader was broken}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield reports that lack what their earlier version had."""
    known = {report.id: report for report in reports(world)}
    for report in known.values():
        for name in report.supersedes:
            before = known.get(name)
            gone = list(_gone(world, before, report)) if before is not None else []
            if gone:
                message = f"{few(gone)} of `{name}` {'is' if len(gone) == 1 else 'are'} not in `{report.id}`"
                yield Seen(report.id, f"{message}, and nothing takes {_it(gone)} back")


def _it(gone: list[str]) -> str:
    return "it" if len(gone) == 1 else "them"


def _gone(world: World, before: ThirdPartyReport, after: ThirdPartyReport) -> Iterator[str]:
    for name in before.measurements:
        filed = world.by_id.get(name)
        back = filed is not None and filed.record.retracted is not None
        if name not in after.measurements and not back and not _replaced(world, name, after):
            yield name
    yield from (name for name in before.claims if name not in after.claims)
    yield from (name for name in before.thresholds if name not in after.thresholds)


def _replaced(world: World, name: str, after: ThirdPartyReport) -> bool:
    return any(name in one.supersedes for one in measurements(world, after))
