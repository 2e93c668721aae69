"""A record in one line that a person can read: who did what, on what, and what came of it.

A line says what a record says. It judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tra_policy.model.evidence.acts import (
    Action,
    Attestation,
    Deployment,
    DocumentRecord,
    Notification,
    Population,
    Publication,
    Representation,
    SafeguardRecord,
    ThirdPartyReport,
)
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.measuring import (
    BenchmarkRecord,
    Decision,
    JudgementRecord,
    Measurement,
)
from tra_policy.model.evidence.rows import DatasetRow, InstanceScore, RewardSample
from tra_policy.model.evidence.run import (
    ChangeRecord,
    Checkpoint,
    Incident,
    Investigation,
    Remediation,
    Retest,
    RewardSignal,
    RlEnvironment,
    Rollout,
    SftDataset,
    TrainingRun,
    Warning,
)

_LONGEST = 160


def record_title(record: Record) -> str:
    """Return a record in a line of at most some 160 characters, without its id."""
    told = _of_measuring(record) or _of_a_run(record) or _of_an_act(record)
    return _short(told or _kind(record))


def parties_of(record: Record) -> tuple[str, ...]:
    """Return who did what a record tells of, as far as it says so."""
    if isinstance(record, Measurement):
        return record.roles.run
    if isinstance(record, BenchmarkRecord):
        return record.roles.designed
    for name in ("party", "lead", "judges", "deciders", "run_by", "reported_by", "reviewed_by"):
        held: Any = getattr(record, name, None)
        if held:
            return (held,) if isinstance(held, str) else tuple(held)
    return (record.author,) if record.author else ()


def _of_a_run(record: Record) -> str:
    match record:
        case TrainingRun():
            stages = ", ".join(stage.stage for stage in record.stages)
            return f"training run{_with(', stages: ', stages)}"
        case Checkpoint():
            gone = f", deleted {record.deleted}" if record.deleted else ""
            return f"checkpoint{_at(record.step)}{_with(' of ', record.stage)}{gone}"
        case Warning():
            where = _with(" at ", record.checkpoint)
            rate = _with(": ", record.rate)
            return f"warning sign, {record.severity}: {record.class_}{where}{rate}"
        case Investigation():
            cause = _with(": ", record.root_cause)
            state = f"closed {record.closed}" if record.closed else "not closed on the record"
            return f"investigation of {_all(record.warnings)}, {state}{cause}"
        case Remediation():
            what = _with(" in ", record.type)
            return f"fix{what} for {_all(record.warnings) or 'nothing named'}"
        case Retest():
            outcome = record.outcome or "no outcome stated"
            by = _with(" by ", _all(record.run_by))
            return f"fix {record.remediation} tested again{by}: {outcome}"
        case ChangeRecord():
            because = _with(": ", record.because)
            return f"change of {record.component}{_with(', ', record.changed)}{because}"
        case Incident():
            harm, severity = _with(": ", record.harm), _with(", ", record.severity)
            return f"incident{severity}{harm}{_with(' with ', record.subject)}"
        case Rollout():
            number = "one rollout" if record.sampled is None else f"{record.sampled:,} rollouts"
            of = f" of {record.population:,}" if record.population is not None else ""
            read = _with(", read by ", record.reviewed_by)
            return f"{number}{of} in {record.environment}{_with(', ', record.stage)}{read}"
        case RewardSample():
            value = "nothing stated" if record.value is None else str(record.value)
            return f"reward {record.component}: {value}{_with(' in ', record.environment)}"
        case DatasetRow():
            return f"row of dataset {record.dataset}{_with(', from ', record.origin)}"
        case RewardSignal():
            sees = _with(", sees ", _all(record.inputs or ()))
            return f"reward{_with(' ', record.component)}{_with(', ', record.type)}{sees}"
        case RlEnvironment():
            return f"environment {record.environment}"
        case SftDataset():
            rows = f", {record.rows:,} rows" if record.rows is not None else ""
            return f"dataset for fine-tuning{rows}"
        case _:
            return ""


def _of_measuring(record: Record) -> str:
    match record:
        case Measurement():
            what = ".".join(part for part in (record.benchmark, record.metric) if part)
            value = "no number published" if record.value is None else str(record.value)
            by = _with(", run by ", _all(record.roles.run))
            return f"{what} on {record.subject}: {value}{by}"
        case JudgementRecord():
            return f"{_all(record.judges)} judged {record.about}: {record.outcome}"
        case Decision():
            by = _with(" by ", _all(record.deciders))
            ruling = record.ruling.replace("-", " ")
            return f"ruling on {record.threshold} for {record.subject}{by}: {ruling}"
        case InstanceScore():
            item = f"item{_with(' ', record.item)} of {record.benchmark}"
            came = record.score if record.score is not None else record.status
            return f"{item}{_with(' on ', record.subject)}: {came or 'no score stated'}"
        case BenchmarkRecord():
            by = _with(", designed by ", _all(record.roles.designed))
            return f"benchmark {record.benchmark}{_with(' ', record.version)}{by}"
        case _:
            return ""


def _of_an_act(record: Record) -> str:
    match record:
        case Deployment():
            return f"{record.subject} made available, {record.scope}{_with(', ', record.variant)}"
        case Publication():
            return f"{record.party} published {record.document}"
        case Notification():
            what = _with(": ", record.document or record.about)
            return f"{record.party} told {_all(record.to)}{what}"
        case DocumentRecord():
            return f"document {record.document}{_with(' by ', record.party)}"
        case SafeguardRecord():
            return f"safeguard {record.safeguard}: {record.status.replace('-', ' ')}"
        case ThirdPartyReport():
            about = _with(" on ", record.subject)
            return f"report by {record.party}{about}: {record.type.replace('-', ' ')}"
        case Action():
            what = " ".join(part for part in (record.verb or record.event, record.object) if part)
            return f"{record.party}: {what or 'did something that is not named'}"
        case Attestation():
            return f"{record.party} attests: {record.statement}"
        case Representation():
            what = (
                f"{record.event or 'an event'} has not happened"
                if record.states == "not-happened"
                else "everything on file is here"
            )
            return f"{record.party} states by {record.to}: {what}"
        case Population():
            basis = record.basis.replace("-", " ")
            of = record.of.replace("_", " ")
            return f"claim that all {record.count:,} records of {of} are here ({basis})"
        case _:
            return ""


def _kind(record: Record) -> str:
    return str(getattr(record, "kind", "record")).replace("_", " ")


def _with(before: str, value: object) -> str:
    """Return a value with words before it, and nothing where it is not stated."""
    return f"{before}{value}" if value not in (None, "", ()) else ""


def _at(step: int | None) -> str:
    return "" if step is None else f" at step {step:,}"


def _all(names: Iterable[str]) -> str:
    return ", ".join(names)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1].rstrip()}…"
