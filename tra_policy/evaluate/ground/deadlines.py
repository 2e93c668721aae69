"""When something is due, and whether it was done in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from tra_policy.evaluate.ground.events import Frame, Happening, happened
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth
from tra_policy.model.duties import Timing
from tra_policy.model.moment import Duration, Moment, end_of, instant_later, later
from tra_policy.model.wording import worded_timing
from tra_policy.words.noun import Noun

_MOST_KEPT = 10_000  # deadlines of one timing


class Deadline(Noun):
    """A due time. It lies between `earliest` and `latest`: a start that is known by day only leaves a
    deadline in hours open within that day. `pending` names an event that has not been dated, `start`
    is the event that it runs from. `strict` means that the same day is not yet in time.
    """

    timing: Timing
    earliest: datetime | None = None
    latest: datetime | None = None
    start: Happening | None = None
    pending: str = ""
    strict: bool = False

    @property
    def basis(self) -> str:
        """What sets it, in words."""
        words = worded_timing(self.timing)
        if self.start is None:
            return words
        return f"{words} ({self.timing.event or 'triggered'}: {self.start.moment})"

    @property
    def evidence(self) -> tuple[str, ...]:
        """The record that dates the event that it runs from."""
        return (self.start.record,) if self.start is not None and self.start.record else ()

    @property
    def doubtful(self) -> bool:
        """Whether the event may have been on another day."""
        return self.start is not None and self.start.doubtful

    @property
    def selected(self) -> bool:
        """Whether nothing shows that an earlier event was not left out."""
        return self.start is not None and self.start.selected

    @property
    def known(self) -> bool:
        """Whether there is a due time."""
        return self.latest is not None

    @property
    def day(self) -> date | None:
        """The last day on which it may be due."""
        return self.latest.date() if self.latest is not None else None

    def shown(self) -> str | None:
        """The due time as a report shows it."""
        return self.latest.date().isoformat() if self.latest is not None else None

    def in_time(self, done: Moment) -> Truth:
        """Whether something done then was in time; unknown within a day that is all that is known."""
        if self.earliest is None or self.latest is None:
            return UNKNOWN
        if self.strict:
            surely, late = done.latest < self.earliest, done.earliest >= self.latest
        else:
            surely, late = done.latest <= self.earliest, done.earliest > self.latest
        if surely and not self.doubtful:
            return TRUE
        return FALSE if late else UNKNOWN

    def answered(self, done: Moment | None) -> Truth:
        """Whether what was done then is an answer in time."""
        if done is None:
            return UNKNOWN
        # What came before the event is no answer to it; the same day is.
        begun = self.start.moment.earliest if self.start is not None else None
        if self.timing.kind == "within" and begun is not None and done.latest < begun:
            return FALSE
        return self.in_time(done)

    def passed(self, as_of: date) -> Truth:
        """Whether the due time is over at the end of a day."""
        if self.latest is None or self.earliest is None:
            return UNKNOWN
        today = end_of(as_of).latest
        if today >= self.latest:
            return TRUE
        open_day = today >= self.earliest and not self.strict
        return UNKNOWN if open_day or self.doubtful else FALSE


def deadline_of(world: World, timing: Timing, frame: Frame) -> Deadline | None:
    """Return the deadline that a timing sets; None where it sets none.

    `every`, `until`, `after`, `when` and vague words set none by themselves.
    """
    # Many clauses set the same time to the same instances.
    key = ("deadlines", id(timing))
    held: _Set | None = world.memo.get(key)
    if held is None:
        alike = world.memo.setdefault(("deadlines", timing), {})
        world.memo[key] = held = _Set(timing, alike)
    kept = held.kept
    found = kept.get(id(frame))
    if found is None:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        kept[id(frame)] = found = (frame, _deadline_of(world, timing, frame))
    return found[1]


def is_ahead(world: World, timing: Timing | None, frame: Frame) -> bool:
    """Whether what is asked for may still come in time."""
    due = deadline_of(world, timing, frame) if timing is not None else None
    return due is not None and due.passed(world.as_of) == FALSE


class _Set(Noun):
    """The deadlines that a timing sets, with that to which each is relative, by its identity: what is kept
    stays what it is.
    """

    timing: Timing
    kept: dict[int, tuple[Frame, Deadline | None]]


def _deadline_of(world: World, timing: Timing, frame: Frame) -> Deadline | None:
    match timing.kind:
        case "by" if timing.day is not None:
            moment = end_of(timing.day)
            return Deadline(timing, moment.earliest, moment.latest)
        case "before":
            return _before(world, timing, frame)
        case "within" if timing.stretch is not None:
            return _within(world, timing, frame)
        case _:
            return None


def _before(world: World, timing: Timing, frame: Frame) -> Deadline:
    start = happened(world, timing.event, frame)
    if start is None:
        return Deadline(timing, pending=timing.event, strict=True)
    if timing.stretch is None:
        moment = start.moment
        return Deadline(timing, moment.earliest, moment.latest, start, strict=True)
    if timing.stretch.unit == "hours":
        back = timedelta(hours=-timing.stretch.amount)
        first, last = (instant_later(t, back) for t in (start.moment.earliest, start.moment.latest))
        return Deadline(timing, first, last, start)
    moved = later(start.moment, timing.stretch, backwards=True)
    ahead = moved if moved.at is not None else end_of(moved.day)
    return Deadline(timing, ahead.latest, ahead.latest, start)


def _within(world: World, timing: Timing, frame: Frame) -> Deadline:
    assert timing.stretch is not None
    event = timing.event or "triggered"
    start = happened(world, event, frame)
    if start is None:
        return Deadline(timing, pending=event)
    if timing.stretch.unit == "hours":
        stretch = timedelta(hours=timing.stretch.amount)
        earliest = instant_later(start.moment.earliest, stretch)
        latest = instant_later(start.moment.latest, stretch)
        return Deadline(timing, earliest, latest, start)
    last = _end_of_stretch(start.moment.day, start.moment.at, timing.stretch)
    return Deadline(timing, last, last, start)


@lru_cache(maxsize=4096)
def _end_of_stretch(day: date, at: time | None, stretch: Duration) -> datetime:
    return end_of(later(Moment(day, at), stretch).day).latest


def not_before(done: Moment, start: Happening | None) -> Truth:
    """Whether something was done once an event had happened; unknown within one day, and where the
    event is not dated.
    """
    if start is None:
        return UNKNOWN
    if done.earliest >= start.moment.latest:
        return UNKNOWN if start.doubtful else TRUE
    return FALSE if done.latest < start.moment.earliest else UNKNOWN


def in_time(world: World, timing: Timing | None, frame: Frame, done: Moment | None) -> Truth:
    """Whether a record's moment meets the timing of a need; true where there is no timing."""
    return timed(world, timing, frame)(done)


def timed(world: World, timing: Timing | None, frame: Frame) -> Callable[[Moment | None], Truth]:
    """Return what tells of any record's moment whether it meets the timing of a need."""
    if timing is None:
        return lambda done: TRUE
    if timing.kind == "after":
        event = happened(world, timing.event, frame)
        return lambda done: UNKNOWN if done is None else not_before(done, event)
    found = deadline_of(world, timing, frame)
    return found.answered if found is not None else lambda done: UNKNOWN
