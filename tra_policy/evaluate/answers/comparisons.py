"""A comparison of the policy, asked of all measurements of its metric."""

from __future__ import annotations

from tra_policy.evaluate.answers.asking import Asking, open_reasons
from tra_policy.evaluate.answers.bearing import metric_of
from tra_policy.evaluate.ground.comparing import Compared, compared
from tra_policy.evaluate.ground.eligibility import Eligibility, eligibility
from tra_policy.evaluate.ground.measured import measured_with
from tra_policy.evaluate.ground.nodes import node, truth_of, yes
from tra_policy.evaluate.ground.populations import covering
from tra_policy.evaluate.ground.standing import measurement_classes
from tra_policy.logic.classes import UNCREDITED, meets
from tra_policy.logic.conditions import adverse_form
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth, negation, of_bool
from tra_policy.model.conditions import Comparison, Unpublished
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.proof import Flag, Proof, Reason, Want
from tra_policy.model.quantity import shown
from tra_policy.model.wording import worded
from tra_policy.words.noun import replace


def comparison(asking: Asking, atom: Comparison) -> Proof:
    """Return the truth of a comparison as a proof, a child for every measurement of its metric."""
    world = asking.world
    metric = metric_of(world, atom)
    children = []
    for filed in measured_with(world, atom.benchmark):
        record = filed.record
        assert isinstance(record, Measurement)
        if record.metric not in (atom.metric, None):
            continue
        as_asked = _run_as_asked(asking, atom, record)
        if as_asked == FALSE:
            continue
        found = compared(record, atom, metric)
        standing = eligibility(world, filed, asking.setting)
        if as_asked == UNKNOWN:
            standing = replace(standing, reasons=(*standing.reasons, "missing"))
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
        reasons=open_reasons(children, value),
        flags=_comparison_flags(asking, atom, children, adverse),
        wants=_comparison_wants(asking, atom, children, value),
    )


def held_together(children: list[Proof]) -> Truth:
    """Return the adverse truth of several measurements: the most adverse of the eligible ones.

    A record that may not support anything still keeps the answer from being false, unless it misses the
    limit itself: losing its standing must never make a record kinder than it was.
    """
    counted = [truth_of(c) for c in children if c.fact("counts") == "yes"]
    result = max(counted, default=UNKNOWN)
    prevented = any(c.fact("prevents") == "yes" for c in children)
    return UNKNOWN if result == FALSE and prevented else result


def _run_as_asked(asking: Asking, atom: Comparison, record: Measurement) -> Truth:
    """Whether a measurement was run by whom the atom asks for; open where nobody is named."""
    if not atom.run_by:
        return TRUE
    if atom.run_by in ("independent", "engaged", "authority", "developer"):
        end = asking.setting.end(asking.world.as_of)
        held = measurement_classes(asking.world, record, end).run
        return UNKNOWN if held in UNCREDITED else of_bool(meets(held, atom.run_by))
    return of_bool(atom.run_by in record.roles.run) if record.roles.run else UNKNOWN


def _measurement(
    filed: Filed, record: Measurement, atom: Comparison, found: Compared, standing: Eligibility
) -> Proof:
    numbered = record.value is not None and not isinstance(atom.limit, Unpublished)
    comparable = numbered and "incomparable" not in found.reasons
    counts = standing.eligible and comparable
    # A subset or a modified version is another benchmark: what is said of it is not said of this one.
    stated_above = record.reading == "above" and not numbered and record.derived is None
    adverse = bool(found.adverse) or stated_above
    unsettled = comparable and found.truth != FALSE
    prevents = (adverse or unsettled) and not counts and not standing.powerless
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
            ("comparable", yes(comparable)),
            ("eligible", yes(standing.eligible)),
            ("stated-above", yes(stated_above)),
            ("powerless", yes(standing.powerless)),
            ("counts", yes(counts)),
            ("prevents", yes(prevents)),
        ),
        reasons=reasons,
        flags=_record_flags(record, prevents and adverse, stated_above),
    )


def _record_flags(record: Measurement, adverse: bool, stated: bool) -> list[Flag]:
    flags: list[Flag] = []
    if record.withheld:
        flags.append("result-unpublished")
    if stated:
        flags.append("stated-only")
    elif adverse:
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


def _comparison_flags(
    asking: Asking, atom: Comparison, children: list[Proof], adverse: Truth
) -> list[Flag]:
    flags: list[Flag] = []
    if isinstance(atom.limit, Unpublished):
        flags.append("limit-unpublished")
    asked = {"benchmark": atom.benchmark, "metric": atom.metric, "subject": asking.setting.subject}
    end = asking.setting.end(asking.world.as_of)
    unsaid = any(c.fact("estimate") == "" and c.fact("comparable") == "no" for c in children)
    open_ = adverse == UNKNOWN or unsaid
    if adverse != TRUE and (open_ or not covering(asking.world, "measurement", asked, end)):
        flags.append("selection-possible")
    return flags


def _comparison_wants(
    asking: Asking, atom: Comparison, children: list[Proof], value: Truth
) -> list[Want]:
    failing = [c for c in children if c.fact("counts") == "yes" and c.fact("adverse") == "yes"]
    if value != UNKNOWN:
        return [Want("measurement", c.sentence, "", "", c.evidence[0]) for c in failing]
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
