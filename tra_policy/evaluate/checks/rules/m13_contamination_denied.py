"""No item is said to have been in the training data, and a dataset of the run says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, showing
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.ground.lineage import ancestors
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.evidence.run import Checkpoint, SftDataset, TrainingRun
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE333",
    id="M13",
    name="contamination-denied",
    severity=Severity.WARNING,
    group="measurement",
    summary="a measurement says that no item was in the training data, and a dataset says that it "
    "overlaps the test",
    why="Both are statements about the same search, and only one of them can be right. A model that has "
    "seen the items answers them from memory. No public precedent is known.",
    remedy="state the share that was found, or what tells the overlap from the items of the test",
    shows="""\
- {id: ds-1, kind: sft_dataset, overlaps_with: [own]}
- id: m-1 #! TRE333
  kind: measurement
  benchmark: own
  subject: model-1
  statistic: mean
  contamination: {checked: true, share: 0%}
""",
    near_miss="""\
- {id: run-1, kind: training_run, stages: [{stage: sft, type: sft, start_step: 500, datasets: [ds-1]}]}
- {id: ck-1, kind: checkpoint, run: run-1, step: 100, parents: []}
- {id: ck-2, kind: checkpoint, run: run-1, step: 900, parents: [ck-1]}
- {id: ck-x, kind: checkpoint, run: run-x, parents: []}
- {id: ds-1, kind: sft_dataset, run: run-1, stages: [sft], overlaps_with: [own]}
- {id: ds-2, kind: sft_dataset, overlaps_with: []}
- id: before-it
  kind: measurement
  benchmark: own
  subject: ck-1
  statistic: mean
  contamination: {checked: true, share: 0%}
- id: stated
  kind: measurement
  benchmark: own
  subject: ck-2
  statistic: mean
  contamination: {checked: true, share: 3%}
- id: another-run
  kind: measurement
  benchmark: own
  subject: ck-x
  statistic: mean
  contamination: {checked: true, share: 0%}
- id: another-test
  kind: measurement
  benchmark: outer
  subject: ck-2
  statistic: mean
  contamination: {checked: true, share: 0%}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield the measurements that deny what a dataset of their model's line states."""
    overlapping = [d for d in raising(world, SftDataset, "overlaps_with") if d.overlaps_with]
    for one in showing(world, Measurement, "contamination") if overlapping else ():
        told = one.contamination
        if told is None or not told.checked or told.share is None or told.share.value != 0:
            continue
        against = [
            data.id
            for data in overlapping
            if one.benchmark in (data.overlaps_with or ()) and _may_have_seen(world, one, data)
        ]
        if against:
            verb = "states" if len(against) == 1 else "state"
            yield Seen(
                one.id,
                f"`{one.id}` says that no item of `{one.benchmark}` was in the training data; "
                f"{few(against)} {verb} an overlap",
                rests_on=tuple(against),
            )


def _may_have_seen(world: World, one: Measurement, data: SftDataset) -> bool:
    """Whether what was measured may have been trained on a dataset: on its line, and not before it."""
    key = ("may have seen", one.subject, data.id)
    if key not in world.memo:
        world.memo[key] = _line_may_have_seen(world, one, data)
    found: bool = world.memo[key]
    return found


def _line_may_have_seen(world: World, one: Measurement, data: SftDataset) -> bool:
    line = [world.checkpoints.get(name) for name in (one.subject, *ancestors(world, one.subject))]
    known = [c for c in line if c is not None]
    if not known or any(c.run is None for c in known) or data.run is None:
        return True
    return any(c.run == data.run and not _before(world, c, data) for c in known)


def _before(world: World, checkpoint: Checkpoint, data: SftDataset) -> bool:
    """Whether a checkpoint is shown to be older than every stage that used a dataset."""
    run = next((r for r in raising(world, TrainingRun) if r.id == data.run), None)
    used = [s for s in run.stages if s.stage in data.stages or data.id in s.datasets] if run else []
    return bool(used) and all(
        s.start_step is not None and checkpoint.step is not None and checkpoint.step < s.start_step
        for s in used
    )
