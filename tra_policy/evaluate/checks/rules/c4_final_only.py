"""A threshold that asks for evidence from within training is measured at its end alone."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.answers.bearing import threshold_sides
from tra_policy.evaluate.checks import staging
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import clearing
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.ground.world import World
from tra_policy.model.conditions import Comparison
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.evidence.run import Checkpoint, Stage, TrainingRun
from tra_policy.model.policy import Threshold
from tra_policy.words.diagnostic import Severity

LATE = 0.98
FEWEST = 3

CHECK = Check(
    code="TRE204",
    id="C4",
    name="final-only",
    severity=Severity.ERROR,
    group="coverage",
    summary="a threshold asks for measurements in training, and they cluster at the end of it",
    why="The final checkpoint is the one that was made to pass. What the run looked like is seen at its "
    "earlier ones: at three steps at least, in every RL stage, and not only in the last 2% of the "
    "steps. Precedent: the most concerning behaviour of a model was found after the 24-hour gate "
    "that decided about its use inside the company. Source: Claude Mythos Preview system card "
    "(2026-04).",
    remedy="measure checkpoints of every RL stage as the policy's `measured on` line says",
    policy="""\
threshold T-1
  reached when outer.score >= 50%
  measured on every checkpoint in stage rl
""",
    shows="""\
- id: run-1 #! TRE204
  kind: training_run
  stages: [{stage: rl, type: rl, start_step: 0, end_step: 1000}]
  ended: 2026-01-05
- {id: ck-1, kind: checkpoint, stage: rl, step: 500}
- {id: ck-2, kind: checkpoint, stage: rl, step: 990}
- {id: model-1, kind: checkpoint, stage: rl, step: 1000}
- {id: m-1, kind: measurement, benchmark: outer, metric: score, subject: ck-2, statistic: mean}
- {id: m-2, kind: measurement, benchmark: outer, metric: score, subject: model-1, statistic: mean}
""",
    near_miss="""\
- id: run-1
  kind: training_run
  stages: [{stage: rl, type: rl, start_step: 0, end_step: 1000}]
  ended: 2026-01-05
- {id: ck-1, kind: checkpoint, stage: rl, step: 300}
- {id: ck-2, kind: checkpoint, stage: rl, step: 600}
- {id: model-1, kind: checkpoint, stage: rl, step: 1000}
- {id: m-1, kind: measurement, benchmark: outer, metric: score, subject: ck-1, statistic: mean}
- {id: m-2, kind: measurement, benchmark: outer, metric: score, subject: ck-2, statistic: mean}
- {id: m-3, kind: measurement, benchmark: outer, metric: score, subject: model-1, statistic: mean}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield runs whose measurements for such a threshold are late, few, or not in every RL stage."""
    runs = list(raising(world, TrainingRun))
    for threshold in world.policy.thresholds if runs else ():
        if not any(on.every or on.stage for on in threshold.measured_on):
            continue
        held = _measured(world, threshold)
        if held is None:
            continue
        for run in runs:
            own = [one for one in held if one.run in (None, run.id)]
            said = list(_faults(world, run, own)) if own else []
            if said:
                steps = sorted({f"{one.step:,}" for one in own}, key=lambda s: (len(s), s))
                message = (
                    f"`{threshold.name}` asks for measurements in training; those of `{run.id}` are at "
                    f"step {', '.join(steps[:5])}{' and later' if len(steps) > 5 else ''}: "
                    f"{' and '.join(said)}"
                )
                yield Seen(run.id, message)


def _measured(world: World, threshold: Threshold) -> list[Checkpoint] | None:
    """The checkpoints that were measured for a threshold; None where the step of one is not known."""
    reached, ruled_out = threshold_sides(world, threshold)
    named = {a.benchmark for a, _ in (*reached, *ruled_out) if isinstance(a, Comparison)}
    known = {c.id: c for c in raising(world, Checkpoint)}
    final = {name: c for c in known.values() for name in c.deployed_as}
    found: dict[str, Checkpoint] = {}
    for one in clearing(world, Measurement):
        if one.benchmark not in named and threshold.name not in one.thresholds:
            continue
        at = known.get(one.subject) or final.get(one.subject)
        if at is None or at.step is None:
            return None
        found[at.id] = at
    return list(found.values())


def _faults(world: World, run: TrainingRun, measured: list[Checkpoint]) -> Iterator[str]:
    over = [s for s in run.stages if s.end_step is not None and staging.is_over(world, run, s)]
    end = max((s.end_step or 0 for s in over), default=0)
    if not end:
        return
    steps = {one.step or 0 for one in measured}
    if min(steps) >= LATE * end:
        yield f"all in the last 2% of {end:,} steps"
    elif len(steps) < FEWEST:
        yield f"fewer than {FEWEST} different steps"
    missed = [f"`{s.stage}`" for s in run.stages if s.type == "rl" and not _seen(measured, run, s)]
    if missed:
        yield f"none in stage {' and '.join(missed)}"


def _seen(measured: list[Checkpoint], run: TrainingRun, stage: Stage) -> bool:
    """Whether a checkpoint of a stage was measured, or one that may be of it."""
    return any(staging.belongs(one, run, stage) is not False for one in measured)
