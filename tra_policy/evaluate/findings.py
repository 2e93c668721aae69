"""What does not add up between a policy and the evidence: findings beside the outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tra_policy.evaluate.answers.answer import Answer, answer
from tra_policy.evaluate.answers.bearing import Bearing, bearings, metric_of, threshold_sides
from tra_policy.evaluate.answers.reliance import ruling_agrees, ruling_of
from tra_policy.evaluate.between import BETWEEN
from tra_policy.evaluate.checks.runner import checked
from tra_policy.evaluate.ground.comparing import UNITS, compared
from tra_policy.evaluate.ground.populations import claims, fault_of
from tra_policy.evaluate.ground.waivers import fault_of as waiver_fault
from tra_policy.evaluate.ground.world import World
from tra_policy.evaluate.registered_otherwise import contradictions
from tra_policy.model.conditions import Comparison, Unpublished
from tra_policy.model.evidence.acts import DocumentRecord, Publication, SafeguardRecord
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Manifest
from tra_policy.model.evidence.measuring import (
    BenchmarkRecord,
    Decision,
    JudgementRecord,
    Measurement,
)
from tra_policy.model.policy import Policy, Threshold
from tra_policy.model.wording import listed
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place, Span
from tra_policy.words.suggest import did_you_mean

_SEVERITY = {code.code: code.severity for code in BETWEEN}
_REMEDY = {code.code: code.remedy for code in BETWEEN}


def _said(
    code: str,
    message: str,
    *,
    place: Place | None = None,
    span: Span | None = None,
    help: str = "",
    subject: str = "",
) -> Diagnostic:
    return Diagnostic(
        code,
        message,
        span=span,
        place=place,
        severity=_SEVERITY[code],
        help=help or _REMEDY[code],
        subject=subject,
    )


def findings(world: World) -> Iterator[Diagnostic]:
    """Yield every finding, in no particular order."""
    for threshold in world.policy.thresholds:
        yield from _on_threshold(world, threshold)
    yield from _on_the_day(world)
    yield from _on_populations(world)
    yield from _on_waivers(world)
    yield from _on_names(world)
    yield from _on_domains(world)
    yield from _on_designers(world)
    yield from contradictions(world)
    yield from checked(world)


def _on_threshold(world: World, threshold: Threshold) -> Iterator[Diagnostic]:
    found = answer(world, threshold.name)
    bearing = bearings(world, threshold)
    if found.both:
        message = f"both the rule-in and the rule-out of `{threshold.name}` hold"
        yield _said("TRE102", message, span=threshold.span, subject=threshold.name)
    yield from _on_ruling(world, threshold, found, bearing)
    yield from _on_values(world, threshold, bearing)


def _on_ruling(
    world: World, threshold: Threshold, found: Answer, bearing: tuple[Bearing, ...]
) -> Iterator[Diagnostic]:
    decision = world.decision(threshold)
    if decision is None:
        return
    place = world.by_id[decision.id].place
    name = threshold.name
    if ruling_agrees(found, ruling_of(world, threshold)) is False:
        ruled_out = "it is not ruled out" if found.state == "unknown" else f"it is {found.state}"
        message = (
            f"the ruling on `{name}` is {decision.ruling}; on the evidence supplied {ruled_out}"
        )
        yield _said("TRE103", message.replace("_", " "), place=place, subject=name)
    if decision.ruling != "not-reached":
        return
    against = [b for b in bearing if b.reading == "above" and not b.eligibility.powerless]
    left_out = [b.id for b in against if not b.cited]
    if decision.relied_on and left_out:
        message = f"the ruling on `{name}` does not rely on {listed(left_out)}, reading above"
        yield _said("TRE101", message, place=place, subject=name)
    other = [b.id for b in bearing if b.cited and b.reading in ("above", "inconclusive")]
    if other:
        message = (
            f"the ruling on `{name}` is not-reached, but of what it cites "
            f"{listed(other)} {'does' if len(other) == 1 else 'do'} not read below"
        )
        yield _said("TRE112", message, place=place, subject=name)


def _on_values(
    world: World, threshold: Threshold, bearing: tuple[Bearing, ...]
) -> Iterator[Diagnostic]:
    reached, ruled_out = threshold_sides(world, threshold)
    atoms = [a for a, _ in (*reached, *ruled_out) if isinstance(a, Comparison)]
    for one in bearing:
        record = one.filed.record
        if not isinstance(record, Measurement) or record.value is None:
            continue
        for atom in atoms:
            same = (atom.benchmark, atom.metric) == (record.benchmark, record.metric)
            if not same or isinstance(atom.limit, Unpublished) or record.value is None:
                continue
            metric = metric_of(world, atom)
            if record.value.unit != UNITS[metric.unit]:
                message = (
                    f"`{record.value}` of `{record.id}` has not the unit of "
                    f"`{atom.benchmark}.{atom.metric}`: {metric.unit}"
                )
                yield _said("TRE111", message, place=one.filed.place, subject=record.id)
            elif "incomparable" in compared(record, atom, metric).reasons:
                what = (
                    "of a changed version of the benchmark"
                    if record.derived is not None
                    else f"a {record.statistic}"
                )
                message = (
                    f"`{record.id}` is {what}; the limit of `{threshold.name}` is on the "
                    f"{metric.statistic} of `{atom.benchmark}`"
                )
                yield _said("TRE104", message, place=one.filed.place, subject=record.id)
            break


def _on_the_day(world: World) -> Iterator[Diagnostic]:
    """Yield that the bundle came after the day of the check, where that leaves records out of sight."""
    dated = world.evidence.manifest.date
    if dated.day <= world.as_of:
        return
    left = [filed for filed in world.evidence.filed if filed.record.recorded is None]
    if left:
        several = len(left) > 1
        message = (
            f"the bundle is dated {dated}, after the day of the check, {world.as_of}: "
            f"{len(left):,} record{'s' if several else ''} that give{'' if several else 's'} no "
            f"`recorded` {'are' if several else 'is'} not looked at"
        )
        yield _said("TRE117", message, place=left[0].place, subject=left[0].id)


def _on_populations(world: World) -> Iterator[Diagnostic]:
    for filed, claim in claims(world):
        fault = fault_of(world, claim)
        if fault:
            message = f"population claim `{claim.id}` does not hold: {fault}"
            yield _said("TRE106", message, place=filed.place, subject=claim.id)


def _on_waivers(world: World) -> Iterator[Diagnostic]:
    if not world.waivers:
        return
    for waiver in world.policy.waivers:
        fault = waiver_fault(world, waiver)
        if fault:
            message = f"waiver `{waiver.name}` has no effect: {fault}"
            yield _said("TRE107", message, span=waiver.span, subject=waiver.name)
        elif waiver.expires is not None and waiver.expires < world.as_of:
            message = f"waiver `{waiver.name}` expired on {waiver.expires}"
            yield _said("TRE108", message, span=waiver.span, subject=waiver.name)


def _on_names(world: World) -> Iterator[Diagnostic]:
    policy = world.policy
    thresholds = [t.name for t in policy.thresholds]
    clauses = [
        *thresholds,
        *(d.name for d in policy.defines),
        *(c.name for c in policy.commitments),
        *(r.name for r in policy.requirements),
    ]
    things = [*(s.name for s in policy.safeguards), *(d.name for d in policy.documents)]
    undeclared: set[str] = set()
    alike: set[tuple[int, str | None]] = set()
    for filed in world.visible:
        record = filed.record
        if type(record) is Measurement and record.derived is None and not record.thresholds:
            # Most say nothing here but whose work they are, and there are few who work.
            work = (id(record.roles), record.author)
            if work in alike:
                continue
            alike.add(work)
        for name, known, what in _named(record, thresholds, clauses, things):
            if name not in known:
                message = f"`{record.id}` names the {what} `{name}`, which the policy does not have"
                help = did_you_mean(name, known, _REMEDY["TRE109"])
                yield _said("TRE109", message, place=filed.place, help=help, subject=record.id)
        for party in _parties(record):
            if party not in world.parties.known and party != world.parties.developer:
                if party not in undeclared:
                    message = f"`{record.id}` names the party `{party}`, which is not declared"
                    help = did_you_mean(party, world.parties.known, _REMEDY["TRE110"])
                    yield _said("TRE110", message, place=filed.place, help=help, subject=party)
                undeclared.add(party)


def _named(
    record: Record, thresholds: list[str], clauses: list[str], things: list[str]
) -> Iterator[tuple[str, list[str], str]]:
    match record:
        case Measurement():
            for name in record.thresholds:
                yield name, thresholds, "threshold"
        case Decision():
            yield record.threshold, thresholds, "threshold"
        case JudgementRecord():
            yield record.about, clauses, "clause"
        case SafeguardRecord():
            yield record.safeguard, things, "safeguard"
        case Publication() | DocumentRecord():
            yield record.document, things, "document"
        case _:
            return


def _parties(record: Record) -> Iterable[str]:
    if record.author:
        yield record.author
    match record:
        case Measurement():
            roles = record.roles
            for names in (roles.run, roles.graded, roles.run_funded, roles.grader_model_of):
                yield from names
            if record.derived is not None:
                yield from record.derived.by
        case JudgementRecord():
            yield from record.judges
        case Decision():
            yield from record.deciders
        case _:
            party = getattr(record, "party", None)
            if isinstance(party, str):
                yield party


def _on_domains(world: World) -> Iterator[Diagnostic]:
    domains = {d for t in world.policy.thresholds for d in t.domains}
    if not domains:
        return
    told: set[str] = set()
    for filed in world.visible:
        record = filed.record
        if isinstance(record, Measurement) and record.domain and record.domain not in domains:
            if record.domain not in told:
                message = (
                    f"there is evidence in the domain `{record.domain}`, "
                    "for which the policy has no threshold"
                )
                yield _said("TRE105", message, place=filed.place, subject=record.domain)
            told.add(record.domain)


def _on_designers(world: World) -> Iterator[Diagnostic]:
    designers = {b.name: set(b.designed_by) for b in world.policy.benchmarks if b.designed_by}
    if not designers:
        return
    for filed in world.visible:
        record = filed.record
        if not isinstance(record, (Measurement, BenchmarkRecord)):
            continue
        declared, said = designers.get(record.benchmark), set(record.roles.designed)
        if declared and said and said != declared:
            message = (
                f"`{record.id}` names {listed(sorted(said))} as designer of `{record.benchmark}`, "
                f"the policy {listed(sorted(declared))}"
            )
            yield _said("TRE113", message, place=filed.place, subject=record.id)


def another_developer(policy: Policy, manifest: Manifest) -> Diagnostic | None:
    """Return the mistake of holding a bundle against another developer's policy, or None."""
    if policy.any_developer or not policy.developer or policy.developer == manifest.developer:
        return None
    message = f"the bundle is of `{manifest.developer}`, the policy of `{policy.developer}`"
    said = _said("TRE001", message, span=policy.span)
    return Diagnostic(
        said.code, said.message, said.span, said.severity, said.help, input_error=True
    )
