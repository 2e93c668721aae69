"""A duty as it stands for one instance, and what every way of keeping one needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tra_policy.evaluate.ground.deadlines import Deadline, deadline_of, not_before
from tra_policy.evaluate.ground.events import Frame, happened
from tra_policy.evaluate.ground.nodes import node, truth_of
from tra_policy.evaluate.ground.representing import reach_of
from tra_policy.evaluate.ground.world import World
from tra_policy.evaluate.items.acts import Act, acts_for
from tra_policy.evaluate.items.coming_true import came_true
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth, conjunction, of_bool
from tra_policy.model.conditions import Condition
from tra_policy.model.duties import Duty
from tra_policy.model.evidence.acts import Representation
from tra_policy.model.moment import Moment
from tra_policy.model.proof import Flag, Proof, Reason, Want
from tra_policy.model.report import Outcome
from tra_policy.model.wording import listed, worded_duty
from tra_policy.words.noun import Noun, replace

# What these verbs bring about lasts: it may be there before anybody owes it.
LASTING = frozenset(
    {"approve", "delete", "develop", "document", "keep", "obtain", "publish", "show"}
)
Ask = Callable[[Condition, bool, Moment | None], Proof]


class Owed(Noun):
    """A duty as it stands for one instance: its frame, and how conditions are asked.

    `ask(condition, adverse, before)` returns the proof of a condition. `arose` says that something had
    to happen for it to be owed. `shown_by` replaces the usual search for acts.
    """

    duty: Duty
    frame: Frame
    ask: Ask
    arose: bool = False
    shown_by: Callable[[str, str], list[Act]] | None = None

    def acts(self, world: World, thing: str, to: str) -> list[Act]:
        """Return the acts that may show one part of the duty, earliest first.

        What was done before the duty arose, or before the event that it waits for, is no answer to it;
        only what lasts, such as a document, may be there already.
        """
        if self.shown_by is not None:
            found = self.shown_by(thing, to)
        else:
            found = acts_for(world, self.duty, thing, to, self.frame.outer)
        placed = [
            replace(act, in_order=self._in_order(world, act.moment))
            for act in found
            if not self._about_another(world, act)
        ]
        return [act for act in placed if act.in_order != FALSE]

    def unsaid(self, world: World, act: Act) -> bool:
        """Whether an act could say what it is about, does not, and the duty names nothing either."""
        record = world.by_id[act.record].record
        silent = "about" in type(record).model_fields and getattr(record, "about", None) is None
        return silent and self.arose and not self.duty.objects

    def _about_another(self, world: World, act: Act) -> bool:
        """Whether an act says that it is about another clause than this one."""
        about = getattr(world.by_id[act.record].record, "about", None)
        if about is None or self.duty.objects:
            return False
        policy, own = world.policy, self.duty.id.partition(".")[0]
        clauses = {c.name for c in policy.commitments} | {r.name for r in policy.requirements}
        others = {t.name for t in policy.thresholds} - self.frame.thresholds
        return about in (clauses | others) - {own}

    def _in_order(self, world: World, done: Moment) -> Truth:
        bounds = [
            not_before(done, happened(world, timing.event, self.frame))
            for timing in self.duty.timings
            if timing.kind == "after"
        ]
        for timing in self.duty.timings:
            if timing.kind == "within" and timing.event and self.duty.verb not in LASTING:
                event = happened(world, timing.event, self.frame)
                early = event is not None and done.latest < event.moment.earliest
                bounds.append(of_bool(not early))
        if self.arose and self.duty.verb not in LASTING:
            since = self.frame.triggered
            # On the day itself an act answers what arose on that day.
            early = since is not None and done.latest < since.moment.earliest
            bounds.append(UNKNOWN if since is None else of_bool(not early))
        return conjunction(bounds)


class Performance(Noun):
    """What became of a duty that fell due or may yet: outcome, deadline and proof.

    `breach` is when something forbidden was done.
    """

    outcome: Outcome
    proof: Proof
    deadline: Deadline | None = None
    breach: Moment | None = None


def deadlines(world: World, owed: Owed) -> list[Deadline]:
    """Return the deadlines that a duty sets, all of which it must keep, the earliest first."""
    found = [deadline_of(world, t, owed.frame) for t in owed.duty.timings]
    known = [d for d in found if d is not None]
    dated = sorted((d for d in known if d.latest is not None), key=lambda d: (d.latest, d.basis))
    return [*dated, *(d for d in known if d.latest is None)]


def deadline(world: World, owed: Owed) -> Deadline | None:
    """Return the deadline that a report shows: the earliest, else one that waits for an event."""
    return next(iter(deadlines(world, owed)), None)


def represented(
    world: World, duty: Duty, day: date, event: str = ""
) -> list[tuple[str, Representation]]:
    """Return the representations of the duty-holder that reach a day: that all is on file, or, with
    an event, that it has not happened by then.
    """
    wanted = "not-happened" if event else "everything-on-file"
    found = []
    for party in duty.party:
        for filed in world.representations(party, duty.id):
            said = filed.record
            assert isinstance(said, Representation)
            until = reach_of(world, filed)
            if said.states == wanted and until >= day and (not event or said.event == event):
                found.append((filed.id, said))
    return found


def record_wanted(duty: Duty, reason: Reason) -> Want:
    """Return the wish for a record that shows a duty done."""
    return Want("record", f"a record that shows: {worded_duty(duty)}", listed(duty.party), reason)


def representation_wanted(duty: Duty) -> Want:
    """Return the wish for the statement that turns silence into a breach, owed by the duty-holder."""
    what = f"that everything on file for {duty.id} is in the bundle"
    return Want("representation", what, listed(duty.party), "no-representation")


def not_done(
    world: World,
    owed: Owed,
    outcome: Outcome,
    sentence: str,
    evidence: list[str],
    standing: str,
    reasons: list[Reason],
    flags: tuple[Flag, ...],
    due: Deadline | None = None,
    instead: Want | None = None,
) -> Performance:
    """Return the outcome of a duty that no record shows done."""
    wants = (
        []
        if outcome in ("not-yet-due", "not-applicable")
        else [record_wanted(owed.duty, "missing")]
    )
    if instead is not None:
        wants = [instead]
    facts = [("done", "no"), ("standing", standing)]
    if due is not None and due.known:
        facts.append(("due", due.shown() or ""))
    proof = node(
        "not done",
        outcome,
        sentence,
        place=world.place(owed.duty.span),
        evidence=evidence,
        facts=facts,
        reasons=reasons,
        flags=flags,
        wants=wants,
    )
    return Performance(outcome, proof, due)


def ended_on(world: World, owed: Owed) -> date | None:
    """Return the day on which an `until` came true; None while it has not, or where there is none."""
    until = next((t for t in owed.duty.timings if t.kind == "until" and t.condition), None)
    if until is None or until.condition is None:
        return None
    return lifted_on(world, owed.ask(until.condition, False, None))


def lifted_on(world: World, proof: Proof) -> date | None:
    """Return the day on which a condition came true; None while it has not, or where it is not dated."""
    if truth_of(proof) != TRUE:
        return None
    since = came_true(world, proof)
    return since.moment.day if since is not None else None


def cited_in(proof: Proof) -> set[str]:
    """Return the ids of all records that a proof cites."""
    return {name for part in proof.walk() for name in part.evidence}
