"""A test ended before there was the checkpoint that it is said to be of."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import shows
from tra_policy.evaluate.ground.possible import made_after
from tra_policy.evaluate.ground.soundness import all_unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import Checkpoint
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE249",
    id="T9",
    name="measured-before-it-was-made",
    severity=Severity.ERROR,
    group="time",
    summary="a measurement or re-test ended before its checkpoint was made",
    why="Whatever was measured, it was not this checkpoint: an earlier result was filed under a later "
    "name, or one of the two days is wrong. It supports nothing. No public precedent is known.",
    remedy="name the checkpoint that was measured, or correct the day that is wrong",
    shows="""\
- {id: model-1, kind: checkpoint, made: 2026-01-15}
- id: m-1 #! TRE249
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  ended: 2026-01-12
- {id: fix-1, kind: remediation, warnings: [w-1]}
- {id: w-1, kind: warning, class: deceit, severity: high}
- {id: re-1, kind: retest, remediation: fix-1, checkpoint: model-1, ended: 2026-01-12} #! TRE249
""",
    near_miss="""\
- {id: model-1, kind: checkpoint, made: 2026-01-15}
- {id: model-0, kind: checkpoint}
- id: m-1
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  started: 2026-01-12
  ended: 2026-01-15
- {id: m-2, kind: measurement, benchmark: own, subject: model-1, statistic: mean}
- {id: m-3, kind: measurement, benchmark: own, subject: model-0, statistic: mean, ended: 2026-01-12}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield the tests that ended before what they tested was made."""
    if not world.filed(Checkpoint, "made"):
        return
    # Whatever ended before there was its checkpoint is not sound.
    for filed in filter(shows, all_unsound(world)):
        checkpoint = made_after(world, filed.record)
        if checkpoint is not None:
            yield Seen(
                filed.id,
                f"`{filed.id}` ended on {filed.record.happened}, and `{checkpoint.id}` was made on "
                f"{checkpoint.made}",
                rests_on=(checkpoint.id,),
            )
