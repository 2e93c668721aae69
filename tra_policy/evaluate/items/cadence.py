"""A duty that returns: `every D`, met as long as no stretch since it fell due is longer than D."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from heapq import heappop, heappush

from tra_policy.evaluate.ground.deadlines import Deadline
from tra_policy.evaluate.ground.nodes import node
from tra_policy.evaluate.ground.world import World
from tra_policy.evaluate.items.acts import Act, parts_of
from tra_policy.evaluate.items.owed import (
    Owed,
    Performance,
    ended_on,
    not_done,
    representation_wanted,
    represented,
)
from tra_policy.logic.kleene import TRUE
from tra_policy.model.duties import Timing
from tra_policy.model.moment import Duration, Moment, end_of, instant_later, later
from tra_policy.model.proof import Flag, Reason
from tra_policy.model.wording import worded_duty
from tra_policy.words.noun import Noun


class _Kept(Noun):
    """To when a part of a duty is kept: surely, and at most, where its acts are known by day only."""

    acts: tuple[Act, ...]
    surely: datetime
    perhaps: datetime

    def broken(self, horizon: date) -> bool:
        """Whether a stretch ended before a day without the act that was due."""
        return self.perhaps.date() < horizon

    def open(self, horizon: date) -> bool:
        """Whether that cannot be told."""
        return self.surely.date() < horizon <= self.perhaps.date()


def repeated(world: World, owed: Owed, cadence: Timing) -> Performance:
    """A duty `every D`: met as long as no stretch since it fell due is longer than D."""
    duty = owed.duty
    assert cadence.stretch is not None
    start = owed.frame.triggered
    ended = ended_on(world, owed)
    if start is None:
        sentence = f"{worded_duty(duty)}: since when it is owed is not evidenced"
        reasons: list[Reason] = ["missing"]
        return not_done(
            world, owed, "unknown", sentence, [], "no-start", reasons, ("selection-possible",)
        )
    horizon = min(world.as_of, ended) if ended else world.as_of
    kept = []
    for thing, to in parts_of(duty):
        acts = tuple(act for act in owed.acts(world, thing, to) if act.in_order == TRUE)
        kept.append(_kept(start.moment, acts, cadence.stretch))
    names = [a.record for one in kept for a in one.acts]
    broken = min((one.perhaps for one in kept if one.broken(horizon)), default=None)
    if broken is not None:
        return _broken(world, owed, Deadline(cadence, broken, broken), names)
    text = worded_duty(duty)
    unsure = min((one.surely for one in kept if one.open(horizon)), default=None)
    if unsure is not None:
        due = Deadline(cadence, unsure, min(o.perhaps for o in kept if o.surely == unsure))
        sentence = (
            f"{text}: whether the one due {due.shown()} came in time cannot be told by the day"
        )
        flags: tuple[Flag, ...] = ("selection-possible",)
        return not_done(world, owed, "unknown", sentence, names, "edge", ["missing"], flags, due)
    first = min(one.surely for one in kept)
    whole = all(one.acts for one in kept)
    if ended is not None and first.date() >= ended:
        return _over(world, owed, names, ended, whole)
    due = Deadline(cadence, first, first)
    if not whole:
        sentence = f"{text}: first due {due.shown()}"
        flags = ("selection-possible",)
        return not_done(world, owed, "not-yet-due", sentence, names, "ahead", [], flags, due)
    sentence = f"{text}: kept so far; next due {due.shown()}"
    facts = (("in-time", "true"), ("done", "yes"))
    place = world.place(duty.span)
    proof = node("done", "met", sentence, place=place, evidence=names, facts=facts)
    return Performance("met", proof, due)


def _broken(world: World, owed: Owed, due: Deadline, names: list[str]) -> Performance:
    """A stretch is over, and the act that it should have ended with is not on file."""
    duty, text = owed.duty, worded_duty(owed.duty)
    assert due.day is not None
    said = represented(world, duty, due.day)
    if said:
        sentence = f"{text}: nothing on file for the one due {due.shown()}"
        names = [*names, *(name for name, _ in said)]
        return not_done(world, owed, "not-met", sentence, names, "overdue-represented", [], (), due)
    sentence = f"{text}: the one due {due.shown()} is not evidenced"
    want = representation_wanted(duty)
    reasons: list[Reason] = ["no-representation"]
    flags: tuple[Flag, ...] = ("selection-possible",)
    return not_done(world, owed, "unknown", sentence, names, "overdue", reasons, flags, due, want)


def _over(world: World, owed: Owed, names: list[str], ended: date, done: bool) -> Performance:
    if not done:
        sentence = (
            f"{worded_duty(owed.duty)}: no longer owed from {ended}, before it first fell due"
        )
        return not_done(world, owed, "not-applicable", sentence, names, "ended", [], ())
    sentence = f"{worded_duty(owed.duty)}: kept until {ended}, when it was no longer owed"
    facts = (("in-time", "true"), ("done", "yes"))
    place = world.place(owed.duty.span)
    proof = node("done", "met", sentence, place=place, evidence=names, facts=facts)
    return Performance("met", proof)


def _kept(start: Moment, acts: tuple[Act, ...], stretch: Duration) -> _Kept:
    """Return to when a part is kept: every act carries it on by a stretch, if it came before the end of
    the last one.
    """
    since = [act.moment for act in acts if act.moment.latest >= start.earliest]
    return _Kept(acts, _surely(start, since, stretch), _perhaps(start, since, stretch))


def _surely(start: Moment, acts: list[Moment], stretch: Duration) -> datetime:
    """To when a part is kept if every act came as early as it may, and none too late."""
    until = _due(start.earliest, stretch)
    for moment in sorted(acts, key=lambda m: m.latest):
        if moment.latest <= until:
            until = max(until, _due(moment.earliest, stretch))
    return until


def _perhaps(start: Moment, acts: list[Moment], stretch: Duration) -> datetime:
    """To when a part is kept at most: each act just in time, the one that could wait least first."""
    until = _due(start.latest, stretch)
    coming = sorted(acts, key=lambda m: m.earliest, reverse=True)
    ready: list[datetime] = []
    while ready or (coming and coming[-1].earliest <= until):
        while coming and coming[-1].earliest <= until:
            heappush(ready, coming.pop().latest)
        until = max(until, _due(min(heappop(ready), until), stretch))
    return until


def _due(done: datetime, stretch: Duration) -> datetime:
    """When the next is due: hours run to the minute, longer units to the end of a day."""
    if stretch.unit == "hours":
        return instant_later(done, timedelta(hours=stretch.amount))
    return end_of(later(Moment(done.date()), stretch).day).latest
