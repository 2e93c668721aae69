"""A duty that returns: `every D`, met as long as no stretch since it fell due is longer than D."""

from __future__ import annotations

from datetime import date

from tra_policy.evaluate.ground.deadlines import Deadline
from tra_policy.evaluate.ground.events import Happening
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
from tra_policy.model.moment import Duration, Moment, later
from tra_policy.model.proof import Flag, Reason
from tra_policy.model.wording import worded_duty, worded_timing


def repeated(world: World, owed: Owed, cadence: Timing) -> Performance:
    """A duty `every D`: met as long as no stretch since it fell due is longer than D."""
    duty = owed.duty
    assert cadence.stretch is not None
    start = owed.frame.triggered
    parts = [
        [act for act in owed.acts(world, thing, to) if act.in_order == TRUE]
        for thing, to in parts_of(duty)
    ]
    ended = ended_on(world, owed)
    if start is None:
        sentence = f"{worded_duty(duty)}: since when it is owed is not evidenced"
        reasons: list[Reason] = ["missing"]
        return not_done(
            world, owed, "unknown", sentence, [], "no-start", reasons, ("selection-possible",)
        )
    horizon = min(world.as_of, ended) if ended else world.as_of
    results = [_gap(start, acts, cadence.stretch, horizon) for acts in parts]
    first = min((due for due, _ in results if due is not None), default=None)
    names = [a.record for acts in parts for a in acts]
    text = worded_duty(duty)
    if first is None:
        nearest = min(upcoming for _, upcoming in results)
        due = _by_day(worded_timing(cadence), nearest)
        if ended is not None and nearest >= ended:
            return _over(world, owed, names, ended, all(parts))
        if not all(parts):
            sentence = f"{text}: first due {nearest}"
            flags: tuple[Flag, ...] = ("selection-possible",)
            return not_done(world, owed, "not-yet-due", sentence, names, "ahead", [], flags, due)
        sentence = f"{text}: kept so far; next due {nearest}"
        facts = (("in-time", "true"), ("done", "yes"))
        place = world.place(duty.span)
        proof = node("done", "met", sentence, place=place, evidence=names, facts=facts)
        return Performance("met", proof, due)
    due = _by_day(worded_timing(cadence), first)
    said = represented(world, duty, first)
    if said:
        sentence = f"{text}: nothing on file for the one due {first}"
        names = [*names, *(name for name, _ in said)]
        return not_done(world, owed, "not-met", sentence, names, "overdue-represented", [], (), due)
    sentence = f"{text}: the one due {first} is not evidenced"
    want = representation_wanted(duty)
    return not_done(
        world,
        owed,
        "unknown",
        sentence,
        names,
        "overdue",
        ["no-representation"],
        ("selection-possible",),
        due,
        want,
    )


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


def _by_day(basis: str, day: date) -> Deadline:
    last = Moment(day).latest
    return Deadline(basis, last, last)


def _gap(
    start: Happening, acts: list[Act], stretch: Duration, horizon: date
) -> tuple[date | None, date]:
    """Return the first due day that was not kept (None if all were), and the next due day."""
    due = later(Moment(start.moment.day), stretch).day
    for act in acts:
        if act.moment.day < start.moment.day:
            continue
        if act.moment.day > due:
            if due >= horizon:
                break
            return due, due
        due = later(Moment(act.moment.day), stretch).day
    return (due if due < horizon else None), due
