"""Two figures are compared that do not count the same thing."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import showing, shows
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.evidence.run import Retest
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE365",
    id="X5",
    name="different-denominators",
    severity=Severity.WARNING,
    group="cross-consistency",
    summary="before and after a fix, different things were counted",
    why="A share of samples and a share of trajectories are not two values of one rate: they neither "
    "confirm nor contradict each other. No public precedent is known.",
    remedy="compare the same metric of the same benchmark before and after, with its counts",
    shows="""\
- {id: c-1, kind: change, component: data}
- {id: fix-1, kind: remediation, change: c-1}
- {id: m-1, kind: measurement, benchmark: own, metric: samples, subject: early, statistic: mean, value: 3%}
- id: m-2
  kind: measurement
  benchmark: own
  metric: trajectories
  subject: model-1
  statistic: mean
  value: 1%
- id: rt-1 #! TRE365
  kind: retest
  remediation: fix-1
  before: m-1
  measurement: m-2
""",
    near_miss="""\
- {id: c-1, kind: change, component: data}
- {id: fix-1, kind: remediation, change: c-1}
- id: m-1
  kind: measurement
  benchmark: own
  metric: score
  subject: early
  statistic: mean
  value: 30 of 1000
- id: m-2
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 5 of 500
- id: rt-1
  kind: retest
  remediation: fix-1
  before: m-1
  measurement: m-2
- id: rt-2
  kind: retest
  remediation: fix-1
  measurement: m-2
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield re-tests whose two measurements differ in more than the checkpoint."""
    for retest in showing(world, Retest):
        before, after = _of(world, retest.before), _of(world, retest.measurement)
        if before is None or after is None:
            continue
        what = _difference(before, after)
        if what:
            message = f"`{retest.id}` compares `{after.id}` with `{before.id}`, which {what}"
            yield Seen(retest.id, message)


def _of(world: World, name: str | None) -> Measurement | None:
    filed = world.by_id.get(name or "")
    found = filed.record if filed is not None and shows(filed) else None
    return found if isinstance(found, Measurement) else None


def _difference(before: Measurement, after: Measurement) -> str:
    if before.benchmark != after.benchmark:
        return f"is of another benchmark, `{before.benchmark}`"
    if before.metric is not None and after.metric is not None and before.metric != after.metric:
        return f"counts `{before.metric}` and not `{after.metric}`"
    if (
        "unstated" not in (before.statistic, after.statistic)
        and before.statistic != after.statistic
    ):
        return f"is a {before.statistic} and not a {after.statistic}"
    units = [one.value.unit for one in (before, after) if one.value is not None]
    return f"is a {units[0]} and not a {units[1]}" if len(set(units)) > 1 else ""
