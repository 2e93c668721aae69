"""Whether a change took effect in a stretch of a run: after one checkpoint, and up to another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from tra_policy.evaluate.ground.lineage import descends
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


class Changes(Noun):
    """Changes in the order in which they took effect, run by run, so that those near a stretch are found
    without looking at all.
    """

    runs: Mapping[str | None, _OfRun]

    @classmethod
    def of(cls, changes: Iterable[ChangeRecord]) -> Changes:
        """Return some changes in their order."""
        runs: dict[str | None, list[ChangeRecord]] = {}
        for change in changes:
            runs.setdefault(change.run, []).append(change)
        return cls({run: _OfRun.of(held) for run, held in runs.items()})

    def near(self, stretch: Stretch) -> Iterator[ChangeRecord]:
        """Yield the changes of which it may not be shown that they took effect outside of a stretch."""
        for run, held in self.runs.items():
            if None in (run, stretch.run) or run == stretch.run:
                yield from held.near(stretch)


class _OfRun(Noun):
    """Changes by step, those without a step by day, and those without either."""

    stepped: Sequence[tuple[int, ChangeRecord]]
    dated: Sequence[tuple[datetime, ChangeRecord]]
    rest: Sequence[ChangeRecord]

    @classmethod
    def of(cls, changes: Iterable[ChangeRecord]) -> _OfRun:
        stepped: list[tuple[int, ChangeRecord]] = []
        dated: list[tuple[datetime, ChangeRecord]] = []
        rest: list[ChangeRecord] = []
        for change in changes:
            if change.step is not None:
                stepped.append((change.step, change))
            elif change.effective is not None:
                dated.append((change.effective.latest, change))
            else:
                rest.append(change)
        return cls(sorted(stepped, key=_first), sorted(dated, key=_first), rest)

    def near(self, stretch: Stretch) -> Iterator[ChangeRecord]:
        first, last = stretch.first_step, stretch.last_step
        low = 0 if first is None else bisect_right(self.stepped, first, key=_first)
        high = len(self.stepped)
        if last is not None:
            high = bisect_right(self.stepped, last, key=_first)
        yield from (change for _, change in self.stepped[low:high])
        begun, ended = stretch.begun, stretch.ended
        low = 0 if begun is None else bisect_left(self.dated, begun.earliest, key=_first)
        high = len(self.dated)
        if ended is not None:
            # A change that is known by day only may have been in effect from the day's beginning.
            high = bisect_right(self.dated, Moment(ended.day).latest, key=_first)
        yield from (change for _, change in self.dated[low:high])
        yield from self.rest


def _first(pair: tuple[Any, ChangeRecord]) -> Any:
    return pair[0]


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
    return descends(world, other.id, one.id) and not descends(world, one.id, other.id)


def in_one_run(world: World, one: Checkpoint, other: Checkpoint) -> bool:
    """Whether the steps of two checkpoints count the steps of one run."""
    if one.step is None or other.step is None or one.run != other.run:
        return False
    # Without a run named, steps can be told in order only while there is no more than one run.
    return one.run is not None or len(world.filed(TrainingRun)) < 2
