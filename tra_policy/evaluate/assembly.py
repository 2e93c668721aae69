"""The report of a check, put together from the answers, the items and the findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from tra_policy import __version__
from tra_policy.evaluate.answered import threshold_report
from tra_policy.evaluate.findings import findings
from tra_policy.evaluate.gaps import gaps
from tra_policy.evaluate.ground.nodes import node
from tra_policy.evaluate.ground.world import World
from tra_policy.evaluate.items.commitments import commitment_items
from tra_policy.evaluate.items.item import Item
from tra_policy.evaluate.items.lines import threshold_items
from tra_policy.evaluate.scope import in_scope
from tra_policy.evaluate.story import story_of
from tra_policy.logic.kleene import FALSE, UNKNOWN
from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.pivot import TextVerdict
from tra_policy.model.policy import Policy
from tra_policy.model.proof import Reason
from tra_policy.model.registry import NO_REGISTRY, Registry
from tra_policy.model.report import (
    BundleRef,
    CheckReport,
    Finding,
    Headline,
    ItemReport,
    PolicyRef,
    SeverityWord,
    ThresholdReport,
    Tool,
    Totals,
)
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.source import Source

_SEVERITIES: dict[Severity, SeverityWord] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "info",
}


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
        else [threshold_report(world, texts[t.name], t) for t in world.policy.thresholds]
    )
    reported = tuple(_item(item) for item in items)
    found = sorted((_finding(d.placed(sources)) for d in _all_findings(world)), key=_finding_order)
    return CheckReport(
        schema_="tra.report/1",
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
        story=story_of(world, thresholds, reported, found),
    )


def world_of(
    policy: Policy,
    evidence: Evidence,
    as_of: date,
    sources: dict[str, Source],
    waivers: bool = True,
    registry: Registry = NO_REGISTRY,
) -> World:
    """Return the world of a check: the subject is the manifest's released checkpoint."""
    return World(
        policy,
        evidence,
        as_of,
        evidence.manifest.subject,
        tuple(sorted(sources.items(), key=lambda pair: pair[0])),
        waivers=waivers,
        registry=registry,
    )


def _items(world: World) -> Iterator[Item]:
    for threshold in world.policy.thresholds:
        yield from threshold_items(world, threshold)
    for commitment in world.policy.commitments:
        yield from commitment_items(world, commitment)
    if world.policy.requirements:
        from tra_policy.evaluate.items.requirements import requirement_item

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
    # What is not asked for has no day by which it is due.
    deadline = None if item.outcome == "not-applicable" else item.deadline
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
        due=deadline.shown() if deadline else None,
        due_basis=deadline.basis if deadline else "",
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
        signed_by=evidence.signed_by,
        signed_in_part=tuple(name for name in signers if name not in evidence.signed_by),
        records=records,
        rows=sum(shard.rows for table in evidence.tables for shard in table.shards),
        unread=evidence.unread,
    )
