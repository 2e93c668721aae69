"""Which stage of which run a record belongs to, as far as anything on record tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import Checkpoint, Stage, TrainingRun


class Placed(Protocol):
    """A record that may say in which run, in which stage and at which step it was made."""

    @property
    def run(self) -> str | None: ...
    @property
    def stage(self) -> str | None: ...
    @property
    def step(self) -> int | None: ...


def stages(world: World) -> Iterator[tuple[TrainingRun, Stage]]:
    """Yield the stages of the training runs, in their order."""
    for run in raising(world, TrainingRun):
        for stage in run.stages:
            yield run, stage


def belongs(record: Placed, run: TrainingRun, stage: Stage) -> bool | None:
    """Whether a record belongs to a stage; None where it may, and nothing on record tells."""
    if record.run not in (None, run.id) or record.stage not in (None, stage.stage):
        return False
    if record.stage is not None and record.run is not None:
        return True
    inside = _inside(record.step, stage)
    if inside is False:
        return False
    return True if record.stage is not None or inside else None


def _inside(step: int | None, stage: Stage) -> bool | None:
    if step is None:
        return None
    if stage.start_step is not None and step < stage.start_step:
        return False
    if stage.end_step is not None and step > stage.end_step:
        return False
    return True if None not in (stage.start_step, stage.end_step) else None


def is_over(world: World, run: TrainingRun, stage: Stage) -> bool:
    """Whether a stage is shown to have ended by the day that is asked about."""
    ended = stage.ended or run.ended
    if ended is not None:
        return ended.day <= world.as_of
    last = stage.end_step
    return last is not None and any(
        (c.step or 0) >= last and c.run in (None, run.id) for c in raising(world, Checkpoint)
    )


def has_begun(world: World, stage: Stage) -> bool:
    """Whether a stage may have begun by the day that is asked about."""
    return stage.started is None or stage.started.day <= world.as_of
