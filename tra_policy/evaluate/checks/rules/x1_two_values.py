"""One quantity with two values."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few
from tra_policy.evaluate.checks.quantities import conflicts, denominator, raw_left_out
from tra_policy.evaluate.ground.world import World
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE361",
    id="X1",
    name="two-values",
    severity=Severity.WARNING,
    group="cross-consistency",
    summary="one quantity has two values, and nothing on record tells them apart",
    why="One of the two is wrong, or they are not of one quantity; a reader cannot tell which. "
    "Precedent: a card gives one speed-up as about 74x in its summary and as 72.65x in its detail, and "
    "one pass rate as 52.96% and as 50.00%. Source: Claude 4 system card (2025-05).",
    remedy="correct one of them, say what differs (day, elicitation, counts), or name both in the "
    "`adjudicates` of the measurement that settles it",
    shows="""\
- id: detail
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 50.00%
  roles: {run: [lab]}
- id: summary #! TRE361
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 52.96%
  roles: {run: [lab]}
""",
    near_miss="""\
- id: detail
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 52.96%
  roles: {run: [lab]}
- id: rounded
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 53%
  roles: {run: [lab]}
- id: run-by-others
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 40%
  roles: {run: [outsider]}
- id: over-fewer-items
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 8 of 20
  roles: {run: [lab]}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield, once for each quantity, the record whose value differs from that of an earlier one."""
    told: set[str] = set()
    for pair in conflicts(world):
        first, second = pair
        if told & {first.id, second.id} or raw_left_out(world, pair) is not None:
            continue
        told |= {first.id, second.id}
        total = denominator(second)
        over = f" over {total} items" if total is not None else ""
        yield Seen(
            second.id,
            f"{few((first.id, second.id))} give {first.value} and {second.value} for one quantity{over}; "
            "nothing on record tells them apart",
        )
