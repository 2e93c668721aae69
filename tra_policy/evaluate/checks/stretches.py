"""Whether a change took effect in a stretch of a run: after one checkpoint, and up to another."""

from __future__ import annotations

from tra_policy.evaluate.ground.lineage import ancestors
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import ChangeRecord, Checkpoint, TrainingRun
from tra_policy.model.moment import Moment
from tra_policy.words.noun import Noun


class Stretch(Noun):
    """From one checkpoint or moment, itself left out, up to another. What is not known is None."""

    run: str | None = None
    first_step: int | None = None
    last_step: int | None = None
    begun: Moment | None = None
    ended: Moment | None = None


def between(first: Checkpoint, last: Checkpoint) -> Stretch:
    """Return the stretch from one checkpoint to a later one."""
    same = first.run == last.run
    return Stretch(
        first.run if same else None,
        first.step if same else None,
        last.step if same else None,
        first.made,
        last.made,
    )


def holds(stretch: Stretch, change: ChangeRecord) -> bool | None:
    """Whether a change took effect in a stretch; None where nothing on record tells."""
    if None not in (stretch.run, change.run) and stretch.run != change.run:
        return False
    steps = _by_step(stretch, change)
    return _by_date(stretch, change) if steps is None else steps


def _by_step(stretch: Stretch, change: ChangeRecord) -> bool | None:
    step, first, last = change.step, stretch.first_step, stretch.last_step
    if step is None:
        return None
    if (first is not None and step <= first) or (last is not None and step > last):
        return False
    return True if first is not None and last is not None else None


def _by_date(stretch: Stretch, change: ChangeRecord) -> bool | None:
    at, begun, ended = change.effective, stretch.begun, stretch.ended
    if at is None:
        return None
    if (begun is not None and at.latest < begun.earliest) or (
        ended is not None and at.earliest > ended.latest
    ):
        return False
    surely = (
        begun is not None
        and ended is not None
        and at.earliest > begun.latest
        and at.latest <= ended.latest
    )
    return True if surely else None


def earlier(world: World, one: Checkpoint, other: Checkpoint) -> bool:
    """Whether one checkpoint is shown to come before another in the same run or on the same line."""
    if one.id == other.id:
        return False
    if in_one_run(world, one, other):
        return (one.step or 0) < (other.step or 0)
    return one.id in ancestors(world, other.id) and other.id not in ancestors(world, one.id)


def in_one_run(world: World, one: Checkpoint, other: Checkpoint) -> bool:
    """Whether the steps of two checkpoints count the steps of one run."""
    if one.step is None or other.step is None or one.run != other.run:
        return False
    # Without a run named, steps can be told in order only while there is no more than one run.
    return one.run is not None or len(world.filed(TrainingRun)) < 2
