"""A value is written over another number of items than were scored."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.counting import written
from tra_policy.evaluate.checks.leaning import showing
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE332",
    id="M12",
    name="value-over-another-total",
    severity=Severity.WARNING,
    group="measurement",
    summary="the total that a value is written over is not the number of items that were scored",
    why="The estimate is over the items that were scored. A share of more than these counts what nobody "
    "scored as a pass, and reads lower than what was found. No public precedent is known.",
    remedy="write the value over `counts.scored`; what ended in an error is in the counts already",
    shows="""\
- id: m-1 #! TRE332
  kind: measurement
  benchmark: own
  subject: model-1
  statistic: mean
  value: 31 of 400
  counts: {planned: 200, scored: 200, errored: 0, excluded: 0}
- id: m-2 #! TRE332
  kind: measurement
  benchmark: own
  subject: model-1
  statistic: mean
  value: 31 of 200
  counts: {planned: 200, scored: 150, errored: 50, excluded: 0}
""",
    near_miss="""\
- id: m-1
  kind: measurement
  benchmark: own
  subject: model-1
  statistic: mean
  value: 31 of 150
  counts: {planned: 200, scored: 150, errored: 50, excluded: 0}
- id: m-2
  kind: measurement
  benchmark: own
  subject: model-1
  statistic: mean
  value: 1 in 20
  counts: {planned: 200, scored: 200, errored: 0, excluded: 0}
- id: m-3
  kind: measurement
  benchmark: own
  subject: model-1
  statistic: mean
  value: 15.5%
  counts: {planned: 200, scored: 200, errored: 0, excluded: 0}
- {id: m-4, kind: measurement, benchmark: own, subject: model-1, statistic: mean, value: 31 of 400}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield the measurements whose value has another total than what was scored."""
    for one in showing(world, Measurement, "counts"):
        counted = written(one.value)
        # `1 in 20` is a rate, `1 of 20` a count.
        if one.counts is None or counted is None or " of " not in str(one.value):
            continue
        total = counted.of
        if total == one.counts.scored:
            continue
        planned = total == one.counts.planned
        over = "what was planned" if planned else "neither that nor what was planned"
        yield Seen(
            one.id,
            f"`{one.id}` is `{one.value}`, and {one.counts.scored:,} items were scored: it is over {over}",
            severity=Severity.INFO if planned else None,
        )
