"""The truth of a condition on the evidence, with its proof."""

from __future__ import annotations

from typing import assert_never

from tra_policy.evaluate.answers.asking import Asking
from tra_policy.evaluate.answers.comparisons import comparison
from tra_policy.evaluate.answers.judgements import judgement
from tra_policy.evaluate.ground.nodes import node, truth_of, yes
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, group_truth, negation
from tra_policy.model.conditions import (
    Comparison,
    Condition,
    Counter,
    FieldTest,
    Group,
    Holds,
    Judgement,
    RoleIs,
    Said,
    ThingIs,
    ThresholdIs,
)
from tra_policy.model.proof import Proof, Want
from tra_policy.model.wording import worded
from tra_policy.words.noun import replace


def truth(asking: Asking, condition: Condition) -> Proof:
    """Return the truth of a condition as a proof; its defines must already be put in place."""
    match condition:
        case Group():
            return _group(asking, condition)
        case Comparison():
            return comparison(asking, condition)
        case Judgement() | Said():
            return judgement(asking, condition)
        case ThresholdIs():
            return _threshold_is(asking, condition)
        case ThingIs():
            from tra_policy.evaluate.answers.facts import thing_proof

            return thing_proof(asking.world, condition)
        case Counter():
            from tra_policy.evaluate.answers.facts import counter_proof

            return counter_proof(asking.world, condition)
        case Holds():
            want = Want("define", f"what `{condition.define}` means", asking.world.policy.developer)
            return node(
                "open",
                UNKNOWN,
                f"`{condition.define}` is not defined",
                place=asking.world.place(condition.span),
                reasons=("missing",),
                wants=(want,),
            )
        case FieldTest() | RoleIs():
            return node(
                "open",
                UNKNOWN,
                f"nothing says of which record `{worded(condition)}` is asked",
                place=asking.world.place(condition.span),
                reasons=("missing",),
            )
        case _:
            assert_never(condition)


def _group(asking: Asking, group: Group) -> Proof:
    inner = asking
    if group.kind == "none":
        inner = replace(asking, adverse=not asking.adverse, treat=None)
    children = [truth(inner, member) for member in group.members]
    value = group_truth(group.kind, [truth_of(c) for c in children], group.at_least)
    head = f"at least {group.at_least}" if group.kind == "at least" else group.kind
    return node(
        f"{group.kind} of",
        value,
        f"{head} of {len(children)}",
        children,
        place=asking.world.place(group.span),
        facts=(("count", str(group.at_least)),) if group.kind == "at least" else (),
    )


def _threshold_is(asking: Asking, atom: ThresholdIs) -> Proof:
    state = asking.state(asking.world, atom.threshold)
    treated = False
    if state.value == "unknown" and asking.treat is not None and atom.state == "reached":
        treated = asking.treat(asking.world, atom.threshold)
    value = {"reached": TRUE, "not_reached": FALSE, "unknown": UNKNOWN}[state.value]
    if treated:
        value = TRUE
    if atom.state != "reached":
        value = negation(value)
    as_what = "treated as reached" if treated else state.value.replace("_", " ")
    return node(
        "threshold is",
        value,
        f"{worded(atom)}: it is {as_what}",
        (state,),
        place=asking.world.place(atom.span),
        facts=(("asked", atom.state), ("treated", yes(treated))),
        evidence=state.evidence,
    )
