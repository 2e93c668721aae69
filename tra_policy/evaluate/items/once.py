"""A duty that is kept by doing something once, by a deadline or without one."""

from __future__ import annotations

from tra_policy.evaluate.ground.deadlines import Deadline
from tra_policy.evaluate.ground.nodes import node
from tra_policy.evaluate.ground.world import World
from tra_policy.evaluate.items.acts import Act, parts_of
from tra_policy.evaluate.items.owed import (
    Owed,
    Performance,
    deadline,
    not_done,
    record_wanted,
    representation_wanted,
    represented,
)
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN
from tra_policy.model.proof import Flag, Reason, Want
from tra_policy.model.report import Outcome
from tra_policy.model.wording import listed, worded_duty, worded_timing


def once(world: World, owed: Owed) -> Performance:
    """Return the outcome of a duty to do something once."""
    duty = owed.duty
    due = deadline(world, owed)
    per_part = [owed.acts(world, thing, to) for thing, to in parts_of(duty)]
    done = [acts[0] for acts in per_part if acts]
    if len(done) == len(per_part):
        return _done(world, owed, done, due)
    return _undone(world, owed, per_part, due)


def _done(world: World, owed: Owed, done: list[Act], due: Deadline | None) -> Performance:
    last = max(done, key=lambda a: (a.moment.latest, a.record))
    names = [a.record for a in done]
    text = worded_duty(owed.duty)
    place = world.place(owed.duty.span)
    after = next((t for t in owed.duty.timings if t.kind == "after"), None)
    if due is None and after is None:
        sentence = f"{text}: done on {last.moment}"
        facts = (("in-time", "true"), ("done", "yes"))
        return Performance(
            "met", node("done", "met", sentence, place=place, evidence=names, facts=facts)
        )
    if due is None:
        due = Deadline(worded_timing(after) if after else "")
        return _open_order(world, owed, names, last, due)
    if not due.known:
        if represented(world, owed.duty, last.moment.day, due.pending):
            sentence = f"{text}: done on {last.moment}, and {due.pending} has not happened"
            facts = (("in-time", "true"), ("done", "yes"))
            met = node("done", "met", sentence, place=place, evidence=names, facts=facts)
            return Performance("met", met, due)
        return _open_order(world, owed, names, last, due)
    timely = due.in_time(last.moment)
    dated = (("in-time", timely.word), ("done", "yes"), ("due", due.shown() or ""))
    evidence = [*names, *due.evidence]
    if timely == UNKNOWN:
        return _open_order(world, owed, evidence, last, due)
    outcome: Outcome = "met" if timely == TRUE else "not-met"
    manner = "in time" if timely == TRUE else "late"
    sentence = f"{text}: done on {last.moment}, {manner} ({due.basis})"
    want = () if timely == TRUE else (record_wanted(owed.duty, "missing"),)
    proof = node("done", outcome, sentence, place=place, evidence=evidence, facts=dated, wants=want)
    return Performance(outcome, proof, due)


def _open_order(
    world: World, owed: Owed, evidence: list[str], last: Act, due: Deadline
) -> Performance:
    text = worded_duty(owed.duty)
    why = f"{due.pending} is not dated" if due.pending else "the order within the day is not known"
    sentence = f"{text}: done on {last.moment}, but {why} ({due.basis})"
    what = f"when `{due.pending}` was" if due.pending else "the times of day"
    want = Want("record", f"{what}, for {owed.duty.id}", listed(owed.duty.party))
    proof = node(
        "done",
        "unknown",
        sentence,
        place=world.place(owed.duty.span),
        evidence=evidence,
        facts=(("in-time", "unknown"), ("done", "yes")),
        reasons=("missing",),
        flags=("selection-possible",),
        wants=(want,),
    )
    return Performance("unknown", proof, due)


def _undone(
    world: World, owed: Owed, per_part: list[list[Act]], due: Deadline | None
) -> Performance:
    duty = owed.duty
    names = [acts[0].record for acts in per_part if acts]
    missing = [_part(p) for p, acts in zip(parts_of(duty), per_part, strict=True) if not acts]
    open_parts = f" ({', '.join(m for m in missing if m)})" if any(missing) else ""
    text = worded_duty(duty)
    flags: tuple[Flag, ...] = ("selection-possible",)
    represent = representation_wanted(duty)
    if due is None:
        sentence = f"{text}: not evidenced{open_parts}; the text sets no date by which it is late"
        return not_done(world, owed, "unknown", sentence, names, "no-due", ["missing"], flags)
    if not due.known:
        said = represented(world, duty, world.as_of, due.pending)
        if said:
            sentence = f"{text}: not yet due, {due.pending} has not happened by {said[0][1].to}"
            names = [*names, *(name for name, _ in said)]
            return not_done(
                world, owed, "not-yet-due", sentence, names, "pending-represented", [], flags, due
            )
        sentence = f"{text}: not evidenced{open_parts}, nor whether {due.pending} has happened"
        reasons: list[Reason] = ["no-representation"]
        what = f"when {due.pending} was, or that it has not happened by {world.as_of}"
        dated = Want("representation", what, listed(duty.party), "no-representation")
        return not_done(
            world, owed, "unknown", sentence, names, "pending", reasons, flags, due, dated
        )
    passed = due.passed(world.as_of)
    names = [*names, *due.evidence]
    if passed == FALSE:
        sentence = f"{text}: not yet due ({due.basis})"
        return not_done(world, owed, "not-yet-due", sentence, names, "ahead", [], flags, due)
    if passed == UNKNOWN:
        sentence = f"{text}: whether it is due cannot be told within the day ({due.basis})"
        return not_done(world, owed, "unknown", sentence, names, "edge", ["missing"], flags, due)
    assert due.day is not None
    said = represented(world, duty, due.day)
    if said:
        sentence = (
            f"{text}: not on file{open_parts}, due {due.shown()} ({due.basis}), "
            f"and everything on file to {said[0][1].to} is in the bundle"
        )
        names = [*names, *(name for name, _ in said)]
        return not_done(world, owed, "not-met", sentence, names, "overdue-represented", [], (), due)
    sentence = (
        f"{text}: not evidenced{open_parts}, due {due.shown()} ({due.basis}); "
        f"nobody represents that everything is on file"
    )
    return not_done(
        world,
        owed,
        "unknown",
        sentence,
        names,
        "overdue",
        ["no-representation"],
        flags,
        due,
        represent,
    )


def _part(part: tuple[str, str]) -> str:
    thing, to = part
    return f"{thing} to {to}" if thing and to else thing or to
