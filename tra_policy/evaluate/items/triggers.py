"""What sets a clause off: whether it applies, since when, and whether an exception was invoked."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from tra_policy.evaluate.answers.answer import answer, state_proof
from tra_policy.evaluate.answers.asking import Asking
from tra_policy.evaluate.answers.reliance import ruling_of
from tra_policy.evaluate.answers.truths import truth
from tra_policy.evaluate.ground.eligibility import Setting
from tra_policy.evaluate.ground.events import Happening
from tra_policy.evaluate.ground.nodes import truth_of
from tra_policy.evaluate.ground.soundness import unsound
from tra_policy.evaluate.ground.world import World
from tra_policy.evaluate.items.coming_true import came_true
from tra_policy.evaluate.items.owed import Ask, cited_in
from tra_policy.logic.conditions import atoms_of, expanded
from tra_policy.logic.kleene import FALSE, TRUE, Truth
from tra_policy.model.conditions import Condition, ThresholdIs
from tra_policy.model.evidence.acts import Population, Representation
from tra_policy.model.moment import Duration, Moment, later
from tra_policy.model.policy import Commitment, duties_of
from tra_policy.model.proof import Proof
from tra_policy.model.report import State
from tra_policy.words.noun import Noun


class Trigger(Noun):
    """Whether a clause applies, with the proof (None where it always does) and since when."""

    truth: Truth
    proof: Proof | None = None
    since: Happening | None = None


class Excuse(Noun):
    """An `unless`: whether anybody invoked it in time, and whether its condition then holds.

    `late` are the records that speak for it and are not shown to have been there in time.
    """

    invoked: bool
    truth: Truth
    proof: Proof
    late: tuple[str, ...] = ()


def treated_as(world: World, name: str) -> State:
    """Return how a threshold is treated: its state, or reached where it is unknown and either the
    policy says so or the developer's own ruling does (a precaution).
    """
    found = answer(world, name)
    if found.state != "unknown":
        return found.state
    threshold = found.threshold
    if threshold.treat_as_reached:
        return "reached"
    careful = ruling_of(world, threshold) in ("reached", "cannot_rule_out")
    return "reached" if careful else "unknown"


def _is_treated_as_reached(world: World, name: str) -> bool:
    return treated_as(world, name) == "reached"


def asker(world: World, names: Iterable[str]) -> Ask:
    """Return how the conditions of a clause are asked; judgements may be about any of `names`."""
    about = frozenset(names) | {d.name for d in world.policy.defines}
    return partial(_ask, world, about)


def _ask(
    world: World, about: frozenset[str], condition: Condition, adverse: bool, before: Moment | None
) -> Proof:
    if before is not None:
        world = world.before(before)
    asking = Asking(
        world=world,
        setting=Setting(None, world.subject, None),
        names=about,
        state=state_proof,
        adverse=adverse,
        treat=_is_treated_as_reached,
    )
    return truth(asking, expanded(condition, world.policy))


def thresholds_read(world: World, commitment: Commitment) -> frozenset[str]:
    """Return the thresholds that a commitment is about: those that its `when` or one of its duties reads."""
    timings = (t for duty in duties_of(commitment) for t in duty.timings if t.kind == "when")
    asked = (commitment.when, *(t.condition for t in timings))
    atoms = (a for c in asked if c is not None for a in atoms_of(expanded(c, world.policy)))
    return frozenset(a.threshold for a in atoms if isinstance(a, ThresholdIs))


def trigger_of(world: World, condition: Condition | None, ask: Ask) -> Trigger:
    """Return whether a clause applies. Without a `when` it applies from the policy's effective date."""
    if condition is None:
        effective = world.policy.effective
        since = Happening(Moment(effective)) if effective is not None else None
        return Trigger(TRUE, None, since)
    proof = ask(condition, True, None)
    value = truth_of(proof)
    since = _since(world, condition, proof) if value == TRUE else None
    return Trigger(value, proof, since)


def _since(world: World, condition: Condition, proof: Proof) -> Happening | None:
    """When a condition came true: the developer's decision on a threshold that it reads, else the
    last of the records that show it. None where one of them is not dated.
    """
    decided = [
        decision
        for atom in atoms_of(expanded(condition, world.policy))
        if isinstance(atom, ThresholdIs)
        and (decision := world.decision(atom.threshold)) is not None
        and decision.ruling != "not-reached"
        and not unsound(world, world.by_id[decision.id])
    ]
    if decided:
        first = min(decided, key=lambda d: (d.decided.earliest, d.id))
        return Happening(first.decided, first.id)
    return came_true(world, proof)


def excuse_of(
    world: World, ask: Ask, unless: Condition | None, due: Moment | None
) -> Excuse | None:
    """Return whether an exception was invoked before a duty fell due, and whether it holds.

    The burden is on whoever claims it: only records done and written before count, and none means that
    nobody invoked it. What sets no due time is taken to be due on the day of the check. A statement
    that something is not on file invokes nothing.
    """
    if unless is None:
        return None
    proof = ask(unless, False, due or later(Moment(world.as_of), Duration(1, "days")))
    if _claiming(world, proof):
        return Excuse(True, truth_of(proof), proof)
    return Excuse(False, FALSE, proof, _claiming(world, ask(unless, False, None)))


def _claiming(world: World, proof: Proof) -> tuple[str, ...]:
    """The records that a proof rests on, other than statements about the bundle itself."""
    cited = sorted(name for name in cited_in(proof) if name in world.by_id)
    about = (Representation, Population)
    return tuple(
        name
        for name in cited
        if not isinstance(world.by_id[name].record, about) and not unsound(world, world.by_id[name])
    )
