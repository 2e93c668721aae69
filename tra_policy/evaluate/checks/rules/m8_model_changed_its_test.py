"""The model changed what it was measured with."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import showing
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE328",
    id="M8",
    name="model-changed-its-test",
    severity=Severity.WARNING,
    group="measurement",
    summary="the model changed the surroundings that it was measured in",
    why="A score from surroundings that the model could change is the score that it left there. "
    "No public precedent is known.",
    remedy="measure again where the model cannot reach the test, and look into what it changed",
    shows="""\
- id: m-1 #! TRE328
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 10%
  environment_tampered: true
""",
    near_miss="""\
- id: looked-for
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  environment_tampered: false
- {id: not-stated, kind: measurement, benchmark: own, metric: score, subject: model-1, statistic: mean}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield measurements that say so of themselves."""
    for one in showing(world, Measurement, "environment_tampered"):
        if one.environment_tampered:
            message = f"in `{one.id}`, `{one.subject}` changed what it was measured with"
            yield Seen(one.id, message)
