"""The report of a check, put together from the answers, the items and the findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from tra_policy import __version__
from tra_policy.evaluate.answer import Answer, answer
from tra_policy.evaluate.bearing import Bearing, bearings, metric_of, threshold_sides
from tra_policy.evaluate.commitments import commitment_items
from tra_policy.evaluate.comparing import compared
from tra_policy.evaluate.findings import findings
from tra_policy.evaluate.gaps import gaps
from tra_policy.evaluate.items import Item
from tra_policy.evaluate.lines import threshold_items
from tra_policy.evaluate.nodes import merged_flags, node
from tra_policy.evaluate.reliance import Relied, relied_on, ruling_agrees, ruling_of
from tra_policy.evaluate.requirements import requirement_item
from tra_policy.evaluate.scope import in_scope
from tra_policy.evaluate.standing import Held
from tra_policy.evaluate.triggers import treated_as
from tra_policy.evaluate.world import World
from tra_policy.logic.kleene import FALSE, UNKNOWN, Truth
from tra_policy.logic.parties import Window
from tra_policy.model.conditions import Comparison
from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.evidence.measuring import Interval, JudgementRecord, Measurement
from tra_policy.model.pivot import Label, Legs, TextVerdict
from tra_policy.model.policy import Policy, Threshold
from tra_policy.model.proof import Flag, Proof, Reason
from tra_policy.model.quantity import shown
from tra_policy.model.report import (
    AxisClasses,
    BundleRef,
    CheckReport,
    Finding,
    Headline,
    Holder,
    ItemReport,
    MeasurementReport,
    PolicyRef,
    RolesReport,
    SeverityWord,
    ThresholdReport,
    Tool,
    Totals,
)
from tra_policy.model.report import Truth as TruthWord
from tra_policy.model.wording import worded_citation
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.source import Source

_TRUTHS: dict[Truth, TruthWord] = {
    Truth.TRUE: "true",
    Truth.UNKNOWN: "unknown",
    Truth.FALSE: "false",
}
_SEVERITIES: dict[Severity, SeverityWord] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "info",
}
_LABELS: tuple[Label, ...] = ("prior", "conditional", "commitment")


def report_of(
    world: World,
    verdicts: Sequence[TextVerdict],
    sources: dict[str, Source],
    policy_path: str,
    bundle_path: str,
) -> CheckReport:
    """Return the whole report of a world."""
    out_of_scope = in_scope(world) == FALSE
    texts = {v.threshold: v for v in verdicts}
    items = list(_items(world))
    if out_of_scope:
        items = [_taken_out(item) for item in items]
    thresholds = (
        []
        if out_of_scope
        else [_threshold(world, texts[t.name], t) for t in world.policy.thresholds]
    )
    reported = tuple(_item(item) for item in items)
    found = sorted((_finding(d.placed(sources)) for d in _all_findings(world)), key=_finding_order)
    return CheckReport(
        tool=Tool(version=__version__),
        as_of=world.as_of.isoformat(),
        policy=_policy_ref(world.policy, policy_path),
        bundle=_bundle_ref(world.evidence, bundle_path, len(world.visible)),
        headline=_headline(thresholds),
        totals=_totals(i for i in reported if i.gates),
        totals_other=_totals(i for i in reported if not i.gates),
        thresholds=tuple(thresholds),
        items=reported,
        findings=tuple(found),
    )


def world_of(
    policy: Policy,
    evidence: Evidence,
    as_of: date,
    sources: dict[str, Source],
    waivers: bool = True,
) -> World:
    """Return the world of a check: the subject is the manifest's released checkpoint."""
    return World(
        policy,
        evidence,
        as_of,
        evidence.manifest.subject,
        tuple(sorted(sources.items(), key=lambda pair: pair[0])),
        waivers=waivers,
    )


def _items(world: World) -> Iterator[Item]:
    for threshold in world.policy.thresholds:
        yield from threshold_items(world, threshold)
    for commitment in world.policy.commitments:
        yield from commitment_items(world, commitment)
    for requirement in world.policy.requirements:
        yield requirement_item(world, requirement)


def _taken_out(item: Item) -> Item:
    proof = node(
        "out of scope", "not-applicable", f"{item.id}: the policy does not apply to this model"
    )
    return Item(
        id=item.id,
        of=item.of,
        kind=item.kind,
        modality=item.modality,
        title=item.title,
        outcome="not-applicable",
        proof=proof,
        blocks=item.blocks,
        by_scope=True,
        owner=item.owner,
    )


def _item(item: Item) -> ItemReport:
    reasons: set[Reason] = set()
    open_wants = gaps(item.proof, ("met",)) if item.outcome in ("unknown", "not-met") else ()
    if item.outcome in ("unknown", "not-met"):
        reasons = {w.reason for w in open_wants if w.reason}
        reasons |= set(item.proof.reasons)
    if item.outcome == "unknown" and not reasons:
        reasons = {"missing"}
    return ItemReport(
        id=item.id,
        of=item.of,
        kind=item.kind,
        modality=item.modality,
        title=item.title,
        outcome=item.outcome,
        gates=item.gates,
        blocks=item.blocks,
        remedied=item.remedied,
        by_scope=item.by_scope,
        due=item.deadline.shown() if item.deadline else None,
        due_basis=item.deadline.basis if item.deadline else "",
        owner=item.owner,
        reasons=tuple(sorted(reasons)),
        flags=item.proof.flags,
        open=open_wants,
        proof=item.proof,
    )


def _totals(items: Iterable[ItemReport]) -> Totals:
    outcomes = [item.outcome for item in items]
    return Totals(
        in_force=len(outcomes),
        met=outcomes.count("met"),
        not_met=outcomes.count("not-met"),
        unknown=outcomes.count("unknown"),
        not_applicable=outcomes.count("not-applicable"),
        not_yet_due=outcomes.count("not-yet-due"),
        waived=outcomes.count("waived"),
    )


def _headline(thresholds: Sequence[ThresholdReport]) -> Headline:
    def those(axis: str, reliance: str) -> tuple[str, ...]:
        return tuple(t.id for t in thresholds if getattr(t.relies_on_self, axis) == reliance)

    return Headline(
        self_designed_only=those("design", "only"),
        self_run_only=those("run", "only"),
        unattributed=those("design", "unattributed"),
        no_evidence=those("design", "nothing"),
        of=len(thresholds),
    )


def _threshold(world: World, text: TextVerdict, threshold: Threshold) -> ThresholdReport:
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
    if bearing.stated_only:
        flags.append("stated-only")
    holders = (*bearing.classes.designed, *bearing.classes.ran, *bearing.classes.graded)
    held = [h.held for h in holders] + [bearing.classes.design, bearing.classes.run]
    if "unidentified" in held:
        flags.append("unidentified-party")
    if bearing.id in relied.contradicting:
        flags.append("contradicted")
    decision = world.decision(threshold)
    left_out = decision is not None and bool(decision.relied_on) and not bearing.cited
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
            source=record.source or "",
        )
    assert isinstance(record, Measurement)
    limit, truth, bound, more = _held_against(world, threshold, record)
    reasons = dict.fromkeys((*bearing.eligibility.reasons, *more))
    return MeasurementReport(
        id=record.id,
        benchmark=record.benchmark,
        metric=record.metric or "",
        value=str(record.value) if record.value is not None else None,
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
        source=record.source or "",
    )


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


def _all_findings(world: World) -> Iterator[Diagnostic]:
    yield from findings(world)
    if in_scope(world) == UNKNOWN:
        yield Diagnostic(
            "TRE114",
            "it cannot be told whether the policy applies to this model; it is applied",
            span=world.policy.span,
            severity=Severity.INFO,
            help="state it in the manifest",
        )


def _finding(said: Diagnostic) -> Finding:
    place = said.place
    return Finding(
        code=said.code,
        severity=_SEVERITIES[said.severity],
        message=said.message,
        path=place.path if place else "",
        line=place.line if place else 0,
        column=place.column if place else 0,
        pointer=place.pointer if place else "",
        help=said.help,
        subject=said.subject,
    )


def _finding_order(found: Finding) -> tuple[str, int, int, str, str]:
    return found.path, found.line, found.column, found.code, found.message


def _policy_ref(policy: Policy, path: str) -> PolicyRef:
    return PolicyRef(
        id=policy.name,
        version=policy.version,
        title=policy.title,
        developer=policy.developer,
        path=path,
        sha256=policy.sha256,
    )


def _bundle_ref(evidence: Evidence, path: str, records: int) -> BundleRef:
    manifest = evidence.manifest
    signers = sorted({name for filed in evidence.filed for name in filed.signed_by})
    return BundleRef(
        id=manifest.id,
        title=manifest.title,
        subject=manifest.subject,
        path=path,
        sha256=evidence.sha256,
        sealed=evidence.sealed,
        signed_by=tuple(signers),
        records=records,
        unread=evidence.unread,
    )
