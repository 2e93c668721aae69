"""One modal line of a commitment that is owed: what became of it."""

from __future__ import annotations

from tra_policy.evaluate.ground.nodes import node
from tra_policy.evaluate.ground.outcomes import together
from tra_policy.evaluate.ground.world import World
from tra_policy.evaluate.items.cadence import repeated
from tra_policy.evaluate.items.forbidden import forbidden
from tra_policy.evaluate.items.once import once
from tra_policy.evaluate.items.owed import Owed, Performance, deadlines
from tra_policy.model.duties import Duty
from tra_policy.model.wording import worded_duty
from tra_policy.words.noun import replace


def performed(world: World, owed: Owed) -> Performance:
    """Return the outcome of a duty that is owed, leaving exceptions and waivers to others.

    Parties that are joined in one duty each owe all of it, and it comes to the worst of what they did.
    """
    duty = owed.duty
    if len(duty.party) > 1:
        return _joined(owed, [performed(world, replace(owed, duty=one)) for one in _each(duty)])
    if duty.modal == "must not":
        return forbidden(world, owed)
    cadence = next((t for t in duty.timings if t.kind == "every" and t.stretch), None)
    if cadence is None:
        return once(world, owed)
    again = repeated(world, owed, cadence)
    if not deadlines(world, owed):
        return again
    # `within 5 days, every 6 months`: the first time has a deadline of its own.
    first = once(world, owed)
    outcome = together((first.outcome, again.outcome))
    due = again.deadline if first.outcome == "met" else first.deadline
    sentence = f"{worded_duty(duty)}: the first time, {first.outcome}; again, {again.outcome}"
    return Performance(outcome, node("both", outcome, sentence, (first.proof, again.proof)), due)


def _each(duty: Duty) -> list[Duty]:
    return [replace(duty, party=(party,)) for party in dict.fromkeys(duty.party)]


def _joined(owed: Owed, found: list[Performance]) -> Performance:
    outcome = together([one.outcome for one in found])
    told = [
        f"{who} {one.outcome}"
        for who, one in zip(dict.fromkeys(owed.duty.party), found, strict=True)
    ]
    sentence = f"{worded_duty(owed.duty)}: {', '.join(told)}"
    worst = [one for one in found if one.outcome == outcome] or found
    dues = [one.deadline for one in worst if one.deadline is not None and one.deadline.known]
    breaches = [one.breach for one in found if one.breach is not None]
    return Performance(
        outcome,
        node("both", outcome, sentence, [one.proof for one in found]),
        min(dues, key=lambda due: (due.latest, due.basis)) if dues else worst[0].deadline,
        min(breaches, key=lambda moment: moment.earliest, default=None),
    )
