"""The report on one threshold: its answer, what that relies on, and the records that bear on it."""

from __future__ import annotations

from collections.abc import Sequence

from tra_policy.evaluate.answers.answer import Answer, answer
from tra_policy.evaluate.answers.bearing import Bearing, bearings, metric_of, threshold_sides
from tra_policy.evaluate.answers.reliance import Relied, relied_on, ruling_agrees, ruling_of
from tra_policy.evaluate.covered import covered_by
from tra_policy.evaluate.gaps import gaps
from tra_policy.evaluate.ground.comparing import compared
from tra_policy.evaluate.ground.nodes import merged_flags
from tra_policy.evaluate.ground.soundness import authors
from tra_policy.evaluate.ground.standing import Held
from tra_policy.evaluate.ground.world import World
from tra_policy.evaluate.items.triggers import treated_as
from tra_policy.logic.kleene import Truth
from tra_policy.logic.parties import Window
from tra_policy.model.conditions import Comparison
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.measuring import Interval, JudgementRecord, Measurement
from tra_policy.model.pivot import Label, Legs, TextVerdict
from tra_policy.model.policy import Threshold
from tra_policy.model.proof import Flag, Proof, Reason
from tra_policy.model.quantity import shown
from tra_policy.model.report import (
    AxisClasses,
    Holder,
    MeasurementReport,
    RolesReport,
    ThresholdReport,
)
from tra_policy.model.report import Truth as TruthWord
from tra_policy.model.wording import worded_citation

_TRUTHS: dict[Truth, TruthWord] = {
    Truth.TRUE: "true",
    Truth.UNKNOWN: "unknown",
    Truth.FALSE: "false",
}
_LABELS: tuple[Label, ...] = ("prior", "conditional", "commitment")


def threshold_report(world: World, text: TextVerdict, threshold: Threshold) -> ThresholdReport:
    """Return the report on one threshold, for the subject of the world."""
    found = answer(world, threshold.name)
    ruling = ruling_of(world, threshold)
    relied = relied_on(world, threshold)
    bearing = bearings(world, threshold)
    measurements = tuple(_measurement(world, threshold, b, relied) for b in bearing)
    treated = treated_as(world, threshold.name)
    return ThresholdReport(
        id=threshold.name,
        title=threshold.title,
        subject=world.subject,
        cites=tuple(worded_citation(c) for c in threshold.notes.cites),
        state=found.state,
        treated_as=treated,
        ruling=ruling,
        ruling_agrees=ruling_agrees(found, ruling),
        reliance_of=relied.of,
        relies_on_self=relied.relies_on_self,
        stands_on=relied.stands_on,
        label=_label(text.label, relied, found),
        label_of_text=text.label,
        legs=_legs(world, threshold, text.legs, relied, bearing),
        pivotality=text.pivotality,
        measurements=measurements,
        contradicting=relied.contradicting,
        unpublished=relied.unpublished,
        populations=covered_by(world, threshold, found, bearing),
        flags=_flags(found.proof, measurements, relied),
        open=gaps(found.proof, ("not_reached", "reached")) if found.state == "unknown" else (),
        proof=found.proof,
    )


def _label(text: Label, relied: Relied, found: Answer) -> Label:
    """The lower of what the text earns and what the evidence supports."""
    supported: Label = "conditional"
    if relied.relies_on_self.design in ("only", "nothing"):
        supported = "prior"
    else:
        carried = (
            relied.of == "state"
            and _independently(relied, "design")
            and _independently(relied, "run")
        )
        if carried and all(p.value == "met" for _, p in found.lines):
            supported = "commitment"
    return min(text, supported, key=_LABELS.index)


def _independently(relied: Relied, axis: str) -> bool:
    reliance = getattr(relied.relies_on_self, axis)
    return reliance == "not" and getattr(relied.stands_on, axis) in ("independent", "authority")


def _legs(
    world: World,
    threshold: Threshold,
    text: Legs,
    relied: Relied,
    bearing: Sequence[Bearing],
) -> Legs:
    design, run = _independently(relied, "design"), _independently(relied, "run")
    return Legs(
        measured_independently=design and run,
        measured_independently_design=design,
        measured_independently_run=run,
        limit_published=text.limit_published,
        limit_set_by_another=text.limit_set_by_another,
        decided_by_another=text.decided_by_another,
        not_amendable_alone=text.not_amendable_alone,
        every_result_to_outsider=text.every_result_to_outsider,
        outsider_told_on_crossing=text.outsider_told_on_crossing,
        fails_closed=text.fails_closed,
        consequence_follows=text.consequence_follows,
        record_exists=bool(bearing) or world.decision(threshold) is not None,
    )


def _flags(
    proof: Proof, measurements: Sequence[MeasurementReport], relied: Relied
) -> tuple[Flag, ...]:
    own: list[Flag] = []
    if relied.contradicting:
        own.append("contradicted")
    return merged_flags(proof.flags, own, *(m.flags for m in measurements))


def _measurement(
    world: World, threshold: Threshold, bearing: Bearing, relied: Relied
) -> MeasurementReport:
    record = bearing.filed.record
    flags: list[Flag] = []
    if not bearing.published:
        flags.append("result-unpublished")
    if bearing.in_words_alone:
        flags.append("stated-only")
    holders = (*bearing.classes.designed, *bearing.classes.ran, *bearing.classes.graded)
    held = [h.held for h in holders] + [bearing.classes.design, bearing.classes.run]
    if "unidentified" in held:
        flags.append("unidentified-party")
    if bearing.id in relied.contradicting:
        flags.append("contradicted")
    decision = world.decision(threshold)
    left_out = decision is not None and bool(decision.relied_on) and not bearing.cited
    left_out = left_out and not bearing.eligibility.powerless
    if left_out and bearing.reading in ("above", "inconclusive"):
        flags.append("not-relied-on")
    adverse = bearing.reading == "above"
    if adverse and not bearing.eligibility.eligible and not bearing.eligibility.powerless:
        flags.append("adverse-but-ineligible")
    classes = AxisClasses(
        design=bearing.classes.design, run=bearing.classes.run, grade=bearing.classes.grade
    )
    roles = RolesReport(
        designed=_holders(bearing.classes.designed),
        run=_holders(bearing.classes.ran),
        graded=_holders(bearing.classes.graded),
    )
    if isinstance(record, JudgementRecord):
        return MeasurementReport(
            id=record.id,
            kind="judgement",
            value=record.outcome,
            truth="unknown" if record.outcome == "undecided" else "true" if adverse else "false",
            reading=bearing.reading,
            eligible=bearing.eligibility.eligible,
            relied_on=bearing.cited,
            reasons=bearing.eligibility.reasons,
            flags=merged_flags(flags),
            roles=RolesReport(run=_judges(world, record)),
            classes=classes,
            signed_by=bearing.filed.signed_by,
            as_told=_as_told(world, bearing.filed),
            source=record.source or "",
            subject=record.subject or "",
            date=str(record.judged or ""),
            finding=None,
        )
    assert isinstance(record, Measurement)
    limit, truth, bound, more = _held_against(world, threshold, record)
    reasons = dict.fromkeys((*bearing.eligibility.reasons, *more))
    return MeasurementReport(
        id=record.id,
        benchmark=record.benchmark,
        metric=record.metric or "",
        value=str(record.value) if record.value is not None else None,
        finding=record.finding if not record.withheld else None,
        interval=bound,
        limit=limit or record.stated_limit,
        truth=truth,
        reading=bearing.reading,
        stated_only=bearing.stated_only,
        eligible=bearing.eligibility.eligible and "incomparable" not in more,
        relied_on=bearing.cited,
        reasons=tuple(sorted(reasons)),
        flags=merged_flags(flags),
        roles=roles,
        classes=classes,
        signed_by=bearing.filed.signed_by,
        as_told=_as_told(world, bearing.filed),
        source=record.source or "",
        subject=record.subject,
        date=str(record.ended or ""),
    )


def _as_told(world: World, filed: Filed) -> tuple[str, ...]:
    """Return whose work a record is said to be by the developer alone: their key did not sign it."""
    silent = {world.evidence.manifest.developer, *filed.signed_by}
    return tuple(sorted(set(authors(filed.record)) - silent))


def _judges(world: World, record: JudgementRecord) -> tuple[Holder, ...]:
    day = record.judged.day if record.judged else world.as_of
    held = [Held(n, world.parties.standing(n, Window(day, day)).held) for n in record.judges]
    return _holders(held)


def _holders(held: Sequence[Held]) -> tuple[Holder, ...]:
    return tuple(Holder(party=h.party, class_=h.held) for h in held)


def _held_against(
    world: World, threshold: Threshold, record: Measurement
) -> tuple[str | None, TruthWord, str | None, tuple[Reason, ...]]:
    reached, ruled_out = threshold_sides(world, threshold)
    limits: list[str] = []
    truth: TruthWord = "unknown"
    bound = _published_interval(record)
    reasons: tuple[Reason, ...] = ()
    for atom, _ in (*reached, *ruled_out):
        if not isinstance(atom, Comparison):
            continue
        if (atom.benchmark, atom.metric) != (record.benchmark, record.metric):
            continue
        found = compared(record, atom, metric_of(world, atom))
        limits.append(f"{atom.operator} {atom.limit}")
        reasons = (*reasons, *found.reasons)
        if len(limits) == 1:
            truth = _TRUTHS[found.truth]
            if found.bound is not None and bound is None and record.value is not None:
                side = "at most" if found.operator.startswith(">") else "at least"
                bound = f"{side} {shown(found.bound, record.value.unit)} (one-sided 95%)"
    return (", ".join(dict.fromkeys(limits)) or None), truth, bound, reasons


def _published_interval(record: Measurement) -> str | None:
    interval = record.interval
    if not isinstance(interval, Interval):
        return None
    return f"{interval.lower} to {interval.upper} ({interval.sides}-sided {interval.level})"
