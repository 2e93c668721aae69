"""Checkpoints that were to be kept are not there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from itertools import pairwise

from tra_policy.evaluate.checks import chain, staging
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import clearing, few
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import Checkpoint, Stage, TrainingRun, Warning
from tra_policy.words.diagnostic import Severity

WIDEST = 1.5
_SHOWN = 3

CHECK = Check(
    code="TRE201",
    id="C1",
    name="checkpoint-gap",
    severity=Severity.ERROR,
    group="coverage",
    summary="checkpoints of a stage are missing, or one was deleted after a warning sign near it",
    why="What a model was on the way can be seen in what was kept of the way, and nowhere else. A gap is "
    "more than one and a half times the interval that was declared beforehand; a deletion covers "
    "one if it names who approved it. What is deleted after a sign beside it (auditors call this "
    "spoliation) is reported whoever approved it. No public precedent is known.",
    remedy="supply the checkpoint, or the record of its deletion with who approved it",
    shows="""\
- id: run-1 #! TRE201
  kind: training_run
  stages: [{stage: rl, type: rl, start_step: 0, end_step: 600, checkpoint_interval: 100}]
  ended: 2026-01-10
- {id: ck-1, kind: checkpoint, stage: rl, step: 100}
- {id: ck-2, kind: checkpoint, stage: rl, step: 200}
- {id: ck-3, kind: checkpoint, stage: rl, step: 300, deleted: 2026-01-08} #! TRE201
- {id: ck-4, kind: checkpoint, stage: rl, step: 400}
- id: w-1
  kind: warning
  class: deceit
  severity: high
  checkpoint: ck-3
  detected: 2026-01-05
""",
    near_miss="""\
- id: run-1
  kind: training_run
  stages: [{stage: rl, type: rl, start_step: 0, end_step: 600, checkpoint_interval: 100}]
  ended: 2026-01-10
- {id: ck-1, kind: checkpoint, stage: rl, step: 150}
- {id: ck-2, kind: checkpoint, stage: rl, step: 300}
- {id: ck-3, kind: checkpoint, stage: rl, step: 400, deleted: 2026-01-04, deleted_by: board}
- {id: ck-4, kind: checkpoint, stage: rl, step: 500}
- id: w-1
  kind: warning
  class: deceit
  severity: high
  checkpoint: ck-2
  detected: 2026-01-05
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield runs with gaps between what was kept, and checkpoints deleted after a sign."""
    for run, stage in staging.stages(world):
        if stage.checkpoint_interval and staging.has_begun(world, stage):
            yield from _gaps(world, run, stage, stage.checkpoint_interval)
    yield from _deleted(world)


def _gaps(world: World, run: TrainingRun, stage: Stage, every: int) -> Iterator[Seen]:
    kept = sorted(
        {
            one.step
            for one in clearing(world, Checkpoint)
            if one.step is not None
            and staging.belongs(one, run, stage) is not False
            and (not _is_deleted(world, one) or one.deleted_by)
        }
    )
    gaps = list(_missing(kept, stage, every, staging.is_over(world, run, stage)))
    if not gaps:
        return
    more = f" and {len(gaps) - _SHOWN} more stretches" if len(gaps) > _SHOWN else ""
    where = ", ".join(f"{first:,} to {last:,}" for first, last in gaps[:_SHOWN])
    there = [
        one
        for one in raising(world, Checkpoint)
        if one.step is not None
        and any(first < one.step < last for first, last in gaps)
        and staging.belongs(one, run, stage) is not False
    ]
    lost = [one.id for one in there if _is_deleted(world, one) and not one.deleted_by]
    deleted = f"; who approved the deletion of {few(lost)} is not evidenced" if lost else ""
    yield Seen(
        run.id,
        f"stage `{stage.stage}` of `{run.id}` was to keep a checkpoint every {every:,} steps; none is "
        f"evidenced in the steps {where}{more}{deleted}",
        rests_on=tuple(one.id for one in there),
    )


def _missing(kept: list[int], stage: Stage, every: int, is_over: bool) -> Iterator[tuple[int, int]]:
    """Yield the stretches in which a checkpoint is missing, by their first and last step."""
    start, end = stage.start_step, stage.end_step
    if not kept:
        if is_over and start is not None and end is not None and end - start >= every:
            yield start, end
        return
    if start is not None and kept[0] > start + WIDEST * every:
        yield start, kept[0]
    for before, after in pairwise(kept):
        if after - before > WIDEST * every:
            yield before, after
    if is_over and end is not None and kept[-1] < end - every:
        yield kept[-1], end


def _is_deleted(world: World, one: Checkpoint) -> bool:
    return one.deleted is not None and one.deleted.day <= world.as_of


def _deleted(world: World) -> Iterator[Seen]:
    signs = _Signs(world)
    kept: dict[str | None, list[int]] = {}
    for one in raising(world, Checkpoint):
        if one.step is not None and not _is_deleted(world, one):
            insort(kept.setdefault(one.run, []), one.step)
    for one in raising(world, Checkpoint):
        if not _is_deleted(world, one):
            continue
        around = signs.around(one, kept.get(one.run, []))
        near = tuple(sorted({w.id for w in around if _before(w, one)}))
        if near:
            by = f", approved by `{one.deleted_by}`," if one.deleted_by else ""
            yield Seen(
                one.id,
                f"`{one.id}` was deleted on {one.deleted}{by} after {few(near)} had been detected at "
                "it, or between the checkpoints kept on either side",
                near[0],
                also=near[1:],
                rests_on=near,
            )


class _Signs:
    """The warning signs by the checkpoint, and by the run and step, at which they were seen."""

    def __init__(self, world: World) -> None:
        self.at: dict[str, list[Warning]] = {}
        self.by_step: dict[str | None, list[tuple[int, str]]] = {}
        self.known = {w.id: w for w in raising(world, Warning)}
        for sign in self.known.values():
            place = chain.checkpoint(world, sign.checkpoint)
            if sign.checkpoint is not None:
                self.at.setdefault(sign.checkpoint, []).append(sign)
            if place is not None and place.step is not None:
                self.by_step.setdefault(place.run, []).append((place.step, sign.id))
        for held in self.by_step.values():
            held.sort()

    def around(self, one: Checkpoint, kept: list[int]) -> Iterator[Warning]:
        """Yield the signs seen at a deleted checkpoint, or between the kept ones on either side."""
        yield from self.at.get(one.id, ())
        if one.step is None:
            return
        held = self.by_step.get(one.run, [])
        before, after = bisect_left(kept, one.step), bisect_right(kept, one.step)
        low = bisect_left(held, (kept[before - 1] + 1, "")) if before else 0
        high = bisect_left(held, (kept[after], "")) if after < len(kept) else len(held)
        yield from (self.known[name] for _, name in held[low:high])


def _before(warning: Warning, one: Checkpoint) -> bool:
    detected, deleted = warning.detected, one.deleted
    return detected is not None and deleted is not None and detected.latest < deleted.earliest
