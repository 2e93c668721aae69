"""What the developer's rulings rest on."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.leaning import showing, shows
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.acts import ThirdPartyReport
from tra_policy.model.evidence.measuring import Decision, JudgementRecord, Measurement

Work = Measurement | JudgementRecord


def rulings(world: World) -> tuple[Decision, ...]:
    """Return the latest decision on each threshold for each subject, in their order."""
    key = ("rulings",)
    if key not in world.memo:
        world.memo[key] = _latest(world)
    found: tuple[Decision, ...] = world.memo[key]
    return found


def _latest(world: World) -> tuple[Decision, ...]:
    latest: dict[tuple[str, str], Decision] = {}
    for decision in showing(world, Decision):
        key = (decision.threshold, decision.subject)
        held = latest.get(key)
        if held is None or held.decided.latest <= decision.decided.latest:
            latest[key] = decision
    return tuple(latest[key] for key in sorted(latest))


def ruled_out(world: World) -> Iterator[Decision]:
    """Yield the rulings that a threshold is not reached: only these can be too kind."""
    return (ruling for ruling in rulings(world) if ruling.ruling == "not-reached")


def rests_on(world: World, ruling: Decision) -> tuple[Work, ...]:
    """Return the measurements and judgements that a ruling cites, also by way of a judgement or a
    report, ordered by id.
    """
    found: dict[str, Work] = {}
    waiting = list(ruling.relied_on)
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        filed = world.by_id.get(name)
        if filed is None or name in seen or name in world.masked or not shows(filed):
            continue
        seen.add(name)
        match filed.record:
            case JudgementRecord() as judged:
                found[name] = judged
                waiting.extend(judged.relied_on)
            case Measurement() as measured:
                found[name] = measured
            case ThirdPartyReport() as report:
                waiting.extend(report.measurements)
            case _:
                continue
    return tuple(found[name] for name in sorted(found))


def measured_for(world: World, ruling: Decision) -> tuple[Measurement, ...]:
    """Return the measurements that a ruling rests on, ordered by id."""
    return tuple(m for m in rests_on(world, ruling) if isinstance(m, Measurement))
