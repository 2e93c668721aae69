"""Records name a stage that the run does not declare."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, is_sound
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.rows import DatasetRow, RewardSample
from tra_policy.model.evidence.run import (
    Checkpoint,
    RewardSignal,
    RlEnvironment,
    Rollout,
    SftDataset,
    TrainingRun,
)
from tra_policy.words.diagnostic import Severity

KINDS: tuple[type[Record], ...] = (
    Checkpoint,
    RlEnvironment,
    RewardSignal,
    Rollout,
    RewardSample,
    SftDataset,
    DatasetRow,
)

CHECK = Check(
    code="TRE207",
    id="C7",
    name="stage-undeclared",
    severity=Severity.ERROR,
    group="coverage",
    summary="a checkpoint, environment, reward, rollout or dataset names a stage that no run declares",
    why="The stages of a run are what everything else is counted against; a stage that is left out of "
    "them is a part of the run that nobody asks about. No public precedent is known.",
    remedy="declare the stage in the training run, with its steps, or correct its name",
    shows="""\
- {id: run-1, kind: training_run, stages: [{stage: sft, type: sft}, {stage: rl, type: rl}]}
- {id: ck-1, kind: checkpoint, run: run-1, stage: rl-2, step: 100} #! TRE207
- {id: ck-2, kind: checkpoint, run: run-1, stage: rl-2, step: 200}
- {id: env-1, kind: rl_environment, environment: sandbox, stages: [rl, secret]} #! TRE207
""",
    near_miss="""\
- {id: run-1, kind: training_run, stages: [{stage: sft, type: sft}, {stage: rl, type: rl}]}
- {id: run-2, kind: training_run}
- {id: ck-1, kind: checkpoint, run: run-1, stage: rl, step: 100}
- {id: ck-2, kind: checkpoint, run: run-2, stage: rl-2, step: 100}
- {id: ck-3, kind: checkpoint, run: run-3, stage: rl-2, step: 100}
- {id: env-1, kind: rl_environment, environment: sandbox, stages: [rl]}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield, stage by stage, the records of a stage that the run on file does not declare."""
    runs = {run.id: run for run in raising(world, TrainingRun)}
    declared = {name: {s.stage for s in run.stages} for name, run in runs.items()}
    named: dict[tuple[str, str], list[str]] = {}
    for kind in KINDS:
        for record in raising(world, kind):
            for stage in _stages(record):
                run = _undeclared(record.run, stage, declared)
                if run is not None:
                    named.setdefault((run, stage), []).append(record.id)
    for (run, stage), ids in named.items():
        by = f"`{run}` does not declare" if run else "no run on file declares"
        spoilt = tuple(n for n, r in runs.items() if run in ("", n) and not is_sound(world, r))
        message = (
            f"{few(ids)} {'name' if len(ids) > 1 else 'names'} the stage `{stage}`, which {by}"
        )
        yield Seen(ids[0], message, rests_on=(*ids, *spoilt))


def _undeclared(run: str | None, stage: str, declared: dict[str, set[str]]) -> str | None:
    """The run that does not declare a stage, empty for all of them; None where one does, or may."""
    if run is not None:
        stages = declared.get(run)
        return run if stages and stage not in stages else None
    complete = bool(declared) and all(declared.values())
    return "" if complete and not any(stage in held for held in declared.values()) else None


def _stages(record: Record) -> tuple[str, ...]:
    stage = getattr(record, "stage", None)
    return (stage,) if stage is not None else tuple(getattr(record, "stages", ()))
