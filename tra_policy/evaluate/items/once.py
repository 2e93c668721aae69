"""A duty that is kept by doing something once, by a deadline or without one."""

from __future__ import annotations

from tra_policy.evaluate.ground.deadlines import Deadline
from tra_policy.evaluate.ground.nodes import node
from tra_policy.evaluate.ground.world import World
from tra_policy.evaluate.items.acts import Act, parts_of
from tra_policy.evaluate.items.owed import (
    Owed,
    Performance,
    deadlines,
    not_done,
    record_wanted,
    representation_wanted,
    represented,
)
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth
from tra_policy.model.proof import Flag, Reason, Want
from tra_policy.model.report import Outcome
from tra_policy.model.wording import listed, worded_duty

_POSSIBLE: tuple[Flag, ...] = ("selection-possible",)


def once(world: World, owed: Owed) -> Performance:
    """Return the outcome of a duty to do something once."""
    dues = deadlines(world, owed)
    per_part = [owed.acts(world, thing, to) for thing, to in parts_of(owed.duty)]
    done = [next((a for a in acts if a.in_order == TRUE), acts[0]) for acts in per_part if acts]
    if len(done) == len(per_part) or _late(world, owed, done, dues):
        return _done(world, owed, done, dues)
    return _undone(world, owed, per_part, dues)


def _late(world: World, owed: Owed, done: list[Act], dues: list[Deadline]) -> bool:
    """Whether some part was surely done too late: then it does not matter what became of the others."""
    if not done or any(act.in_order == UNKNOWN for act in done):
        return False
    last = max(done, key=lambda a: (a.moment.latest, a.record))
    return any(_timely(world, owed, due, last) == FALSE for due in dues)


def _done(world: World, owed: Owed, done: list[Act], dues: list[Deadline]) -> Performance:
    last = max(done, key=lambda a: (a.moment.latest, a.record))
    text = f"{worded_duty(owed.duty)}: done on {last.moment}"
    if any(act.in_order == UNKNOWN for act in done):
        return _open_order(world, owed, text, done, dues, "whether that was too early is not known")
    timely = [(_timely(world, owed, due, last), due) for due in dues]
    late = next((due for kept, due in timely if kept == FALSE), None)
    if late is not None:
        outcome: Outcome = "not-met"
        sentence = f"{text}, late ({late.basis})"
        want: tuple[Want, ...] = (record_wanted(owed.duty, "missing"),)
        return _shown(world, owed, outcome, sentence, done, late, flags=(), wants=want)
    unsure = next((due for kept, due in timely if kept == UNKNOWN), None)
    if unsure is not None:
        why = "the order within the day is not known"
        if unsure.pending:
            why = f"{unsure.pending} is not dated"
        elif unsure.doubtful:
            why = f"a record that dates it is not sound ({unsure.basis})"
        return _open_order(world, owed, text, done, [unsure], why)
    # It may have been about something else, or an earlier event may have been left out.
    open_ = any(d.selected for d in dues) or any(owed.unsaid(world, a) for a in done)
    flags: tuple[Flag, ...] = _POSSIBLE if open_ else ()
    if not dues:
        return _shown(world, owed, "met", text, done, None, flags=flags)
    first = dues[0]
    manner = (
        f", and {first.pending} has not happened" if first.pending else f", in time ({first.basis})"
    )
    return _shown(world, owed, "met", text + manner, done, first, flags=flags)


def _timely(world: World, owed: Owed, due: Deadline, last: Act) -> Truth:
    """Whether the last of the acts kept a deadline; one that waits for an event, if a statement says
    that this had not happened by then.
    """
    if due.known:
        return due.in_time(last.moment)
    return TRUE if represented(world, owed.duty, last.moment.day, due.pending) else UNKNOWN


def _shown(
    world: World,
    owed: Owed,
    outcome: Outcome,
    sentence: str,
    done: list[Act],
    due: Deadline | None,
    *,
    flags: tuple[Flag, ...],
    wants: tuple[Want, ...] = (),
) -> Performance:
    facts = [("in-time", "true" if outcome == "met" else "false"), ("done", "yes")]
    evidence = [a.record for a in done]
    if due is not None and due.known:
        facts.append(("due", due.shown() or ""))
        evidence += due.evidence
    place = world.place(owed.duty.span)
    proof = node(
        "done",
        outcome,
        sentence,
        place=place,
        evidence=evidence,
        facts=facts,
        flags=flags,
        wants=wants,
    )
    return Performance(outcome, proof, due)


def _open_order(
    world: World, owed: Owed, text: str, done: list[Act], dues: list[Deadline], why: str
) -> Performance:
    due = next(iter(dues), None)
    basis = f" ({due.basis})" if due is not None and due.basis not in why else ""
    proof = node(
        "done",
        "unknown",
        f"{text}, but {why}{basis}",
        place=world.place(owed.duty.span),
        evidence=[*(a.record for a in done), *(due.evidence if due is not None else ())],
        facts=(("in-time", "unknown"), ("done", "yes")),
        reasons=("missing",),
        flags=("selection-possible",),
        wants=(Want("record", _wanted(owed, done), listed(owed.duty.party)),),
    )
    return Performance("unknown", proof, due)


def _wanted(owed: Owed, done: list[Act]) -> str:
    if owed.arose and owed.frame.triggered is None:
        return f"since when {owed.duty.id} is owed: the day of what its condition rests on"
    return f"the time of day of {done[-1].record}"


def _undone(
    world: World, owed: Owed, per_part: list[list[Act]], dues: list[Deadline]
) -> Performance:
    duty = owed.duty
    names = [acts[0].record for acts in per_part if acts]
    missing = [_part(p) for p, acts in zip(parts_of(duty), per_part, strict=True) if not acts]
    open_parts = f" ({', '.join(m for m in missing if m)})" if any(missing) else ""
    text = worded_duty(duty)
    if not dues:
        sentence = f"{text}: not evidenced{open_parts}; the text sets no date by which it is late"
        return not_done(world, owed, "unknown", sentence, names, "no-due", ["missing"], _POSSIBLE)
    passed = [(due.passed(world.as_of), due) for due in dues if due.known]
    over = next((due for value, due in passed if value == TRUE), None)
    if over is not None:
        return _overdue(world, owed, f"{text}: ", open_parts, names, over)
    for value, due in passed:
        if value == UNKNOWN:
            why = "cannot be told: a record that dates it is not sound"
            if not due.doubtful:
                why = "cannot be told within the day"
            sentence = f"{text}: whether it is due {why} ({due.basis})"
            names = [*names, *due.evidence]
            return not_done(
                world, owed, "unknown", sentence, names, "edge", ["missing"], _POSSIBLE, due
            )
    waiting = [due for due in dues if not due.known]
    said = [represented(world, duty, world.as_of, due.pending) for due in waiting]
    for due, statements in zip(waiting, said, strict=True):
        if not statements:
            return _pending(world, owed, f"{text}: not evidenced{open_parts}", names, due)
    if len(waiting) == len(dues):
        due, statements = waiting[0], said[0]
        until = statements[0][1].to
        sentence = f"{text}: not yet due, {due.pending} has not happened by {until}"
        names = [*names, *(name for name, _ in statements)]
        return not_done(
            world, owed, "not-yet-due", sentence, names, "pending-represented", [], _POSSIBLE, due
        )
    due = dues[0]
    sentence = f"{text}: not yet due ({due.basis})"
    names = [*names, *due.evidence]
    return not_done(world, owed, "not-yet-due", sentence, names, "ahead", [], _POSSIBLE, due)


def _pending(world: World, owed: Owed, text: str, names: list[str], due: Deadline) -> Performance:
    """Not done, and nothing says whether the event that it is due before has happened."""
    what = f"when {due.pending} was, or that it has not happened by {world.as_of}"
    dated = Want("representation", what, listed(owed.duty.party), "no-representation")
    reasons: list[Reason] = ["no-representation"]
    sentence = f"{text}, nor whether {due.pending} has happened"
    return not_done(
        world, owed, "unknown", sentence, names, "pending", reasons, _POSSIBLE, due, dated
    )


def _overdue(
    world: World, owed: Owed, text: str, open_parts: str, names: list[str], due: Deadline
) -> Performance:
    assert due.day is not None
    names = [*names, *due.evidence]
    said = represented(world, owed.duty, due.day)
    if said:
        sentence = (
            f"{text}not on file{open_parts}, due {due.shown()} ({due.basis}), "
            f"and everything on file to {said[0][1].to} is in the bundle"
        )
        names = [*names, *(name for name, _ in said)]
        return not_done(world, owed, "not-met", sentence, names, "overdue-represented", [], (), due)
    sentence = (
        f"{text}not evidenced{open_parts}, due {due.shown()} ({due.basis}); "
        f"nobody represents that everything is on file"
    )
    reasons: list[Reason] = ["no-representation"]
    wish = representation_wanted(owed.duty)
    return not_done(
        world, owed, "unknown", sentence, names, "overdue", reasons, _POSSIBLE, due, wish
    )


def _part(part: tuple[str, str]) -> str:
    thing, to = part
    return f"{thing} to {to}" if thing and to else thing or to
