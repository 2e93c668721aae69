"""Measurements and judgements, looked up by what they are of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.bundle import Filed
from tra_policy.model.evidence.measuring import JudgementRecord, Measurement

_Index = Mapping[tuple[str, str], Sequence[Filed]]


def measured_with(world: World, benchmark: str) -> Sequence[Filed]:
    """Return the visible, unmasked measurements of a benchmark, ordered by id."""
    return _index(world).get(("benchmark", benchmark), ())


def measured_on(world: World, subject: str) -> Sequence[Filed]:
    """Return the visible, unmasked measurements on a subject, ordered by id."""
    return _index(world).get(("subject", subject), ())


def measured_for(world: World, threshold: str) -> Sequence[Filed]:
    """Return the measurements that name a threshold, and the judgements about it."""
    return _index(world).get(("threshold", threshold), ())


def measured_alike(world: World, one: Measurement, subject: str) -> Sequence[Filed]:
    """Return the measurements on a subject with the benchmark of another one, ordered by id."""
    key = ("measured alike", subject)
    if key not in world.memo:
        found: dict[str, list[Filed]] = {}
        for filed in measured_on(world, subject):
            assert isinstance(filed.record, Measurement)
            found.setdefault(filed.record.benchmark, []).append(filed)
        world.memo[key] = found
    alike: Mapping[str, Sequence[Filed]] = world.memo[key]
    return alike.get(one.benchmark, ())


def _index(world: World) -> _Index:
    key = ("measured",)
    if key not in world.memo:
        index: dict[tuple[str, str], list[Filed]] = {}
        for filed in world.work:
            for name in _names(filed):
                index.setdefault(name, []).append(filed)
        world.memo[key] = index
    found: _Index = world.memo[key]
    return found


def _names(filed: Filed) -> Iterable[tuple[str, str]]:
    match filed.record:
        case Measurement() as record:
            named = [("threshold", name) for name in dict.fromkeys(record.thresholds)]
            return (("benchmark", record.benchmark), ("subject", record.subject), *named)
        case JudgementRecord() as record:
            return (("threshold", record.about),)
        case _:
            return ()
