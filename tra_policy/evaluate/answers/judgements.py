"""A judgement of the policy, asked of all judgement records that answer it."""

from __future__ import annotations

from tra_policy.evaluate.answers.asking import Asking, open_reasons
from tra_policy.evaluate.answers.bearing import answers
from tra_policy.evaluate.ground.eligibility import eligibility
from tra_policy.evaluate.ground.nodes import node, truth_of, yes
from tra_policy.evaluate.ground.populations import covering
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth, negation
from tra_policy.model.conditions import Judgement, Said
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.measuring import JudgementRecord
from tra_policy.model.proof import Flag, Proof, Want
from tra_policy.model.wording import worded
from tra_policy.words.noun import replace


def judgement(asking: Asking, atom: Judgement | Said) -> Proof:
    """Return the truth of a judgement as a proof, a child for every record that answers it."""
    world = asking.world
    children = []
    for filed in world.filed(JudgementRecord):
        record = filed.record
        assert isinstance(record, JudgementRecord)
        answered = answers(world, record, atom)
        if record.about not in asking.names or answered == FALSE:
            continue
        children.append(_judged(asking, filed, record, answered))
    value = judged_together(children, asking.adverse)
    judges = ", ".join(atom.judges) if isinstance(atom, Judgement) else ""
    sentence = f"{worded(atom)}: " + (
        "no judgement in the evidence"
        if not children
        else {TRUE: "affirmed", FALSE: "denied", UNKNOWN: "cannot be told"}[value]
    )
    flags: list[Flag] = []
    towards = value if asking.adverse else negation(value)
    complete = covering(world, "judgement", to=asking.setting.end(world.as_of))
    if towards == UNKNOWN or (towards == FALSE and not complete):
        flags.append("selection-possible")
    by = judges or world.parties.developer
    want = Want("judgement", f"a dated record that answers: {worded(atom)}", by)
    return node(
        "judgement",
        value,
        sentence,
        children,
        place=world.place(atom.span),
        evidence=(c.evidence[0] for c in children),
        facts=(("adverse", yes(asking.adverse)),),
        reasons=open_reasons(children, value),
        flags=flags,
        wants=(want,) if value == UNKNOWN else (),
    )


def _judged(asking: Asking, filed: Filed, record: JudgementRecord, answered: Truth) -> Proof:
    standing = eligibility(asking.world, filed, asking.setting)
    if answered == UNKNOWN:
        standing = replace(standing, reasons=(*standing.reasons, "missing"))
    value = {"affirmed": TRUE, "denied": FALSE, "undecided": UNKNOWN}[record.outcome]
    benign = FALSE if asking.adverse else TRUE
    prevents = value != benign and not standing.eligible and not standing.powerless
    adverse = prevents and value != UNKNOWN
    against = f" ({', '.join(standing.reasons)})" if standing.reasons else ""
    flags: tuple[Flag, ...] = ("adverse-but-ineligible",) if adverse else ()
    return node(
        "judged",
        value,
        f"{filed.id}: {', '.join(record.judges)}: {record.outcome}{against}",
        evidence=(filed.id,),
        facts=(
            ("outcome", record.outcome),
            ("counts", yes(standing.eligible)),
            ("prevents", yes(prevents)),
        ),
        reasons=standing.reasons,
        flags=flags,
    )


def judged_together(children: list[Proof], adverse: bool) -> Truth:
    """Return the truth of several judgements: the most adverse of the eligible ones."""
    counted = [truth_of(c) for c in children if c.fact("counts") == "yes"]
    if not counted:
        return UNKNOWN
    result = max(counted) if adverse else min(counted)
    prevented = any(c.fact("prevents") == "yes" for c in children)
    benign = FALSE if adverse else TRUE
    return UNKNOWN if result == benign and prevented else result
