"""The truth of a condition on the evidence, with its proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import assert_never

from tra_policy.evaluate.bearing import answers, metric_of
from tra_policy.evaluate.comparing import Compared, compared
from tra_policy.evaluate.eligibility import Eligibility, Setting, eligibility
from tra_policy.evaluate.facts import counter_proof, thing_proof
from tra_policy.evaluate.nodes import node, truth_of, yes
from tra_policy.evaluate.populations import covering
from tra_policy.evaluate.standing import measurement_classes
from tra_policy.evaluate.world import World
from tra_policy.logic.classes import meets
from tra_policy.logic.conditions import adverse_form
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth, group_truth, negation
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
    Unpublished,
)
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.measuring import JudgementRecord, Measurement
from tra_policy.model.moment import Moment
from tra_policy.model.proof import Flag, Proof, Reason, Want
from tra_policy.model.quantity import shown
from tra_policy.model.wording import worded


@dataclass(frozen=True)
class Asking:
    """How a condition is asked.

    `names` are the clauses that a judgement may be about. `adverse` says whether the condition being
    true is the adverse side. `before` leaves out records of work done at or after a moment. `state`
    gives the proof of a threshold's state; `treat` reads it as the threshold says to treat it.
    """

    world: World
    setting: Setting
    names: frozenset[str]
    state: Callable[[World, str], Proof]
    adverse: bool = True
    before: Moment | None = None
    treat: Callable[[World, str], bool] | None = None


def truth(asking: Asking, condition: Condition) -> Proof:
    """Return the truth of a condition as a proof; its defines must already be put in place."""
    match condition:
        case Group():
            return _group(asking, condition)
        case Comparison():
            return _comparison(asking, condition)
        case Judgement() | Said():
            return _judgement(asking, condition)
        case ThresholdIs():
            return _threshold_is(asking, condition)
        case ThingIs():
            return thing_proof(asking.world, condition, asking.before)
        case Counter():
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


def _in_time(asking: Asking, filed: Filed) -> bool:
    if asking.before is None:
        return True
    done = filed.record.happened
    return done is not None and done.latest < asking.before.earliest


def _comparison(asking: Asking, atom: Comparison) -> Proof:
    world = asking.world
    metric = metric_of(world, atom)
    children = []
    for filed in world.filed(Measurement):
        record = filed.record
        assert isinstance(record, Measurement)
        if record.benchmark != atom.benchmark or record.metric not in (atom.metric, None):
            continue
        if not _in_time(asking, filed) or not _run_as_asked(asking, atom, record):
            continue
        found = compared(record, atom, metric)
        standing = eligibility(world, filed, asking.setting)
        children.append(_measurement(filed, record, atom, found, standing))
    adverse = held_together(children)
    _, negated = adverse_form(atom, metric.higher_is_worse)
    value = UNKNOWN if isinstance(atom.limit, Unpublished) else adverse
    if negated:
        value = negation(value)
    return node(
        "comparison",
        value,
        _comparison_sentence(atom, children, value),
        children,
        place=world.place(atom.span),
        evidence=(c.evidence[0] for c in children),
        facts=(
            ("negated", yes(negated)),
            ("unpublished", yes(isinstance(atom.limit, Unpublished))),
        ),
        reasons=_open_reasons(children, value),
        flags=_comparison_flags(asking, atom, children, adverse),
        wants=_comparison_wants(asking, atom, children, value),
    )


def held_together(children: list[Proof]) -> Truth:
    """Return the adverse truth of several measurements: the most adverse of the eligible ones.

    An adverse record that may not support anything still keeps the answer from being false.
    """
    counted = [truth_of(c) for c in children if c.fact("counts") == "yes"]
    result = max(counted, default=UNKNOWN)
    prevented = any(c.fact("prevents") == "yes" for c in children)
    return UNKNOWN if result == FALSE and prevented else result


def _run_as_asked(asking: Asking, atom: Comparison, record: Measurement) -> bool:
    if not atom.run_by:
        return True
    if atom.run_by in ("independent", "engaged", "authority", "developer"):
        end = asking.setting.end(asking.world.as_of)
        return meets(measurement_classes(asking.world, record, end).run, atom.run_by)
    return atom.run_by in record.roles.run


def _measurement(
    filed: Filed, record: Measurement, atom: Comparison, found: Compared, standing: Eligibility
) -> Proof:
    numbered = record.value is not None and not isinstance(atom.limit, Unpublished)
    counts = standing.eligible and numbered and "incomparable" not in found.reasons
    stated_above = record.reading == "above" and not numbered
    adverse = bool(found.adverse) or stated_above
    prevents = adverse and not counts and not standing.powerless
    reasons: tuple[Reason, ...] = (*standing.reasons, *found.reasons)
    limit = "" if isinstance(atom.limit, Unpublished) else str(atom.limit.value)
    return node(
        "measurement",
        found.truth if numbered else UNKNOWN,
        _measurement_sentence(filed, record, atom, found, reasons),
        evidence=(filed.id,),
        facts=(
            ("estimate", "" if found.estimate is None else str(found.estimate)),
            ("operator", found.operator),
            ("limit", limit),
            ("bound", "" if found.bound is None else str(found.bound)),
            ("point", yes(atom.at_point_estimate)),
            ("adverse", yes(adverse)),
            ("comparable", yes(numbered and "incomparable" not in found.reasons)),
            ("eligible", yes(standing.eligible)),
            ("stated-above", yes(stated_above)),
            ("powerless", yes(standing.powerless)),
            ("counts", yes(counts)),
            ("prevents", yes(prevents)),
        ),
        reasons=reasons,
        flags=_record_flags(record, prevents, stated_above),
    )


def _record_flags(record: Measurement, prevents: bool, stated: bool) -> list[Flag]:
    flags: list[Flag] = []
    if record.withheld:
        flags.append("result-unpublished")
    if stated:
        flags.append("stated-only")
    elif prevents:
        flags.append("adverse-but-ineligible")
    return flags


def _measurement_sentence(
    filed: Filed,
    record: Measurement,
    atom: Comparison,
    found: Compared,
    reasons: tuple[Reason, ...],
) -> str:
    if record.withheld:
        said = "its result was not made public"
    elif record.value is None:
        said = f"it is said to read {record.reading}" if record.reading else "it gives no number"
    else:
        said = f"{record.value} against {found.operator} {atom.limit}"
        if found.bound is not None and found.truth != TRUE:
            said += f", bound {shown(found.bound, record.value.unit)}"
    against = f" ({', '.join(reasons)})" if reasons else ""
    return f"{filed.id}: {said}{against}"


def _comparison_sentence(atom: Comparison, children: list[Proof], value: Truth) -> str:
    if isinstance(atom.limit, Unpublished):
        return f"{worded(atom)}: the limit is not published"
    if not children:
        return f"{worded(atom)}: no measurement in the evidence"
    if value == UNKNOWN:
        return f"{worded(atom)}: cannot be told from the evidence"
    return f"{worded(atom)} is {value.word}"


def _open_reasons(children: list[Proof], value: Truth) -> list[Reason]:
    if value != UNKNOWN:
        return []
    return sorted({r for c in children for r in c.reasons}) or ["missing"]


def _comparison_flags(
    asking: Asking, atom: Comparison, children: list[Proof], adverse: Truth
) -> list[Flag]:
    flags: list[Flag] = []
    if isinstance(atom.limit, Unpublished):
        flags.append("limit-unpublished")
    asked = {"benchmark": atom.benchmark, "metric": atom.metric, "subject": asking.setting.subject}
    if adverse != TRUE and not covering(asking.world, "measurement", asked):
        flags.append("selection-possible")
    return flags


def _comparison_wants(
    asking: Asking, atom: Comparison, children: list[Proof], value: Truth
) -> list[Want]:
    failing = [c for c in children if c.fact("counts") == "yes" and c.fact("adverse") == "yes"]
    if value != UNKNOWN:
        return [
            Want("measurement", f"{c.evidence[0]} reads {c.sentence}", "", "", c.evidence[0])
            for c in failing
        ]
    developer = asking.world.parties.developer
    metric = f"{atom.benchmark}.{atom.metric}"
    if isinstance(atom.limit, Unpublished):
        return [Want("publication", f"the limit that {metric} is held against", developer)]
    subject = asking.setting.subject
    by = atom.run_by or developer
    preventing = [c for c in children if c.fact("prevents") == "yes"]
    if preventing:
        name = preventing[0].evidence[0]
        reason = preventing[0].reasons[0] if preventing[0].reasons else "incomparable"
        what = f"a sound measurement of {metric} on {subject} that settles what {name} reads"
        return [Want("measurement", what, by, reason, name)]
    for child in children:
        if child.fact("counts") == "yes" and truth_of(child) == UNKNOWN:
            name = child.evidence[0]
            if child.fact("bound") == "":
                what = f"the counts or a confidence interval of {name} ({metric})"
                return [Want("measurement", what, by, "no-uncertainty", name)]
            what = f"more samples of {metric} on {subject}: the bound of {name} spans the limit"
            return [Want("measurement", what, by, "inconclusive", name)]
    for child in children:
        if child.reasons:
            what = f"an eligible measurement of {metric} on {subject}"
            return [Want("measurement", what, by, child.reasons[0], child.evidence[0])]
    what = f"a measurement of {metric} on {subject}, with its counts or an interval"
    return [Want("measurement", what, by)]


def _judgement(asking: Asking, atom: Judgement | Said) -> Proof:
    world = asking.world
    children = []
    for filed in world.filed(JudgementRecord):
        record = filed.record
        assert isinstance(record, JudgementRecord)
        if record.about not in asking.names or not answers(record, atom):
            continue
        if not _in_time(asking, filed):
            continue
        children.append(_judged(asking, filed, record))
    value = judged_together(children, asking.adverse)
    judges = ", ".join(atom.judges) if isinstance(atom, Judgement) else ""
    sentence = f"{worded(atom)}: " + (
        "no judgement in the evidence"
        if not children
        else {TRUE: "affirmed", FALSE: "denied", UNKNOWN: "cannot be told"}[value]
    )
    flags: list[Flag] = []
    towards = value if asking.adverse else negation(value)
    if towards != TRUE and not covering(world, "judgement"):
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
        reasons=_open_reasons(children, value),
        flags=flags,
        wants=(want,) if value == UNKNOWN else (),
    )


def _judged(asking: Asking, filed: Filed, record: JudgementRecord) -> Proof:
    standing = eligibility(asking.world, filed, asking.setting)
    value = {"affirmed": TRUE, "denied": FALSE, "undecided": UNKNOWN}[record.outcome]
    adverse_value = TRUE if asking.adverse else FALSE
    prevents = value == adverse_value and not standing.eligible and not standing.powerless
    against = f" ({', '.join(standing.reasons)})" if standing.reasons else ""
    flags: tuple[Flag, ...] = ("adverse-but-ineligible",) if prevents else ()
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
