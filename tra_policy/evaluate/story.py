"""The story of a run, as the evidence tells it by the day of the check: for the pictures of a report.

Nothing here is judged. What is drawn is what the records say, each with its id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Literal

from tra_policy.evaluate.answers.bearing import Side, threshold_sides
from tra_policy.evaluate.ground.bounds import adverse_bound
from tra_policy.evaluate.ground.standing import measurement_classes
from tra_policy.evaluate.ground.world import World
from tra_policy.evaluate.record_titles import parties_of, record_title
from tra_policy.model.conditions import Comparison
from tra_policy.model.evidence.acts import Population
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.links import links_of
from tra_policy.model.evidence.measuring import BenchmarkRecord, Measurement
from tra_policy.model.evidence.parties import Organisation
from tra_policy.model.evidence.rows import DatasetRow, InstanceScore, RewardSample
from tra_policy.model.evidence.run import (
    Checkpoint,
    RewardSignal,
    RlEnvironment,
    Rollout,
    SftDataset,
    TrainingRun,
)
from tra_policy.model.quantity import Quantity, plain
from tra_policy.model.report import Finding, ItemReport, ThresholdReport
from tra_policy.model.story import Besides, Limit, Point, RecordTold, Series, StageTold, Story

# What tells of a thing rather than of something that happened, or is one of very many.
_OF_THINGS: frozenset[type[Record]] = frozenset(
    {
        BenchmarkRecord,
        DatasetRow,
        InstanceScore,
        Organisation,
        RewardSample,
        RewardSignal,
        RlEnvironment,
        Rollout,
        SftDataset,
    }
)
MOST = 1000  # records of a kind of which all are told
_ALWAYS_TOLD = (Checkpoint, Population)  # what the others are held against
_MODELS = ("checkpoint", "subject")


def story_of(
    world: World,
    thresholds: Iterable[ThresholdReport],
    items: Iterable[ItemReport],
    findings: Iterable[Finding],
) -> Story:
    """Return the story of a world, with every record that one of these answers or findings names."""
    named = _named(thresholds, items)
    for finding in findings:
        named.update((finding.subject, *finding.message.split("`")[1::2]))
    told, besides = _told_of(world, named)
    return Story(
        stages=tuple(_stages(world)),
        records=tuple(_told(filed) for filed in told),
        series=tuple(_series(world)),
        besides=besides,
    )


def _told_of(world: World, named: Collection[str]) -> tuple[list[Filed], tuple[Besides, ...]]:
    """The records to tell of, and how many are left out of kinds with very many."""
    told = [
        filed
        for filed in world.visible
        if type(filed.record) not in _OF_THINGS or filed.id in named
    ]
    count = Counter(type(filed.record) for filed in told)
    many = {k for k, records in count.items() if records > MOST and k not in _ALWAYS_TOLD}
    if not many:
        return told, ()
    kept = [f for f in told if type(f.record) not in many or f.id in named]
    left = count - Counter(type(filed.record) for filed in kept)
    besides = (Besides(str(kind.model_fields["kind"].default), left[kind]) for kind in left)
    return kept, tuple(sorted(besides, key=lambda one: one.kind))


def _named(thresholds: Iterable[ThresholdReport], items: Iterable[ItemReport]) -> set[str]:
    answers: tuple[ThresholdReport | ItemReport, ...] = (*thresholds, *items)
    found: set[str] = set()
    for answer in answers:
        found |= {name for node in answer.proof.walk() for name in node.evidence}
        found |= {want.record for want in answer.open if want.record}
        if isinstance(answer, ThresholdReport):
            found |= {m.id for m in answer.measurements}
    return found


def _stages(world: World) -> Iterator[StageTold]:
    for run in world.records(TrainingRun):
        for stage in run.stages:
            yield StageTold(
                record=run.id,
                run=run.run or run.id,
                stage=stage.stage,
                type=stage.type,
                since=str(stage.started or ""),
                until=str(stage.ended or ""),
                start_step=stage.start_step,
                end_step=stage.end_step,
            )


def _told(filed: Filed) -> RecordTold:
    record = filed.record
    step = getattr(record, "step", None)
    return RecordTold(
        id=record.id,
        kind=str(getattr(record, "kind", "")),
        title=record_title(record),
        date=str(record.happened or ""),
        recorded=str(record.recorded or ""),
        run=record.run or "",
        stage=getattr(record, "stage", None) or "",
        checkpoint=_model(record),
        step=step if isinstance(step, int) else None,
        party=parties_of(record),
        about=_about(record),
        counts=record.of if isinstance(record, Population) else "",
        retracted=record.retracted is not None,
        source=record.source or "",
        place=str(filed.place),
        drawn=filed.drawn,
    )


def _model(record: Record) -> str:
    if isinstance(record, Checkpoint):
        return record.id
    found = (getattr(record, name, None) for name in _MODELS)
    return next((name for name in found if isinstance(name, str)), "")


def _about(record: Record) -> tuple[str, ...]:
    """Return the records that it is about by its links, models and its run left out."""
    found: dict[str, None] = {}
    for field in _fields_about(str(getattr(record, "kind", ""))):
        value = getattr(record, field, None)
        found |= dict.fromkeys((value,) if isinstance(value, str) else value or ())
    return tuple(found)


@cache
def _fields_about(kind: str) -> tuple[str, ...]:
    return tuple(
        link.field
        for link in links_of(kind)
        if link.by == "id" and link.about and "checkpoint" not in link.to and link.field != "run"
    )


def _series(world: World) -> Iterator[Series]:
    limits, steps = _limits(world), _steps(world)
    grouped: dict[tuple[str, str, str], list[Measurement]] = {}
    for record in world.records(Measurement):
        if record.value is not None and not record.withheld and record.retracted is None:
            key = (record.benchmark, record.metric or "", record.value.unit)
            grouped.setdefault(key, []).append(record)
    for (benchmark, metric, unit), records in sorted(grouped.items()):
        points = sorted((_point(world, one, steps.get(one.subject)) for one in records), key=_order)
        held = tuple(
            limit
            for limit, amount in limits.get((benchmark, metric), ())
            if amount.unit in (unit, "number")
        )
        yield Series(benchmark, metric, unit, tuple(points), held)


def _order(point: Point) -> tuple[bool, int, str, str]:
    return point.step is None, point.step or 0, point.date, point.record


def _point(world: World, record: Measurement, step: int | None) -> Point:
    value = record.value
    assert value is not None
    lower, upper = ("", "") if record.interval is None else _bounds(record)
    return Point(
        record.id,
        record.subject,
        plain(value.value),
        str(value),
        measurement_classes(world, record, world.as_of).run,
        lower,
        upper,
        str(record.ended or ""),
        step,
    )


def _steps(world: World) -> Mapping[str, int | None]:
    """The step of every model of which there is one."""
    return {name: one[0].step for name, one in world.models.items() if len(one) == 1}


def _bounds(record: Measurement) -> tuple[str, str]:
    lower, upper = (adverse_bound(record, higher_is_worse=worse) for worse in (False, True))
    return _shown(lower), _shown(upper)


def _shown(bound: Decimal | None) -> str:
    return "" if bound is None else plain(bound)


def _limits(world: World) -> dict[tuple[str, str], Sequence[tuple[Limit, Quantity]]]:
    """Return the published limits of all thresholds, by benchmark and metric."""
    found: dict[tuple[str, str], dict[Limit, Quantity]] = {}
    for threshold in world.policy.thresholds:
        reached, ruled_out = threshold_sides(world, threshold)
        sides: tuple[tuple[Literal["reached", "ruled out"], Sequence[Side]], ...] = (
            ("reached", reached),
            ("ruled out", ruled_out),
        )
        for side, atoms in sides:
            for atom, _ in atoms:
                if isinstance(atom, Comparison) and isinstance(atom.limit, Quantity):
                    amount = atom.limit
                    limit = Limit(
                        threshold.name, side, atom.operator, plain(amount.value), str(amount)
                    )
                    found.setdefault((atom.benchmark, atom.metric), {})[limit] = amount
    return {key: tuple(limits.items()) for key, limits in found.items()}
