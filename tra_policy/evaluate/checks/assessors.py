"""Reports of third parties, with whose they are and which rulings they are about."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.leaning import showing, shows
from tra_policy.evaluate.checks.rulings import rulings
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.parties import Window
from tra_policy.model.evidence.acts import ThirdPartyReport
from tra_policy.model.evidence.measuring import Decision, Measurement


def reports(world: World) -> Iterator[ThirdPartyReport]:
    """Yield the third-party reports that may show something, ordered by id."""
    return showing(world, ThirdPartyReport)


def measurements(world: World, report: ThirdPartyReport) -> tuple[Measurement, ...]:
    """Return the measurements that a report rests on and that are on file."""
    filed = (world.by_id.get(name) for name in report.measurements)
    return tuple(f.record for f in filed if f and isinstance(f.record, Measurement) and shows(f))


def window(world: World, report: ThirdPartyReport) -> Window:
    """Return the days of an assessor's work; of a beginning that is not stated nothing is assumed."""
    ended = report.delivered or report.published or report.access_until or world.recorded(report)
    started = report.access_from or ended
    return Window(min(started.day, ended.day), ended.day)


def cites(ruling: Decision, report: ThirdPartyReport) -> bool:
    """Whether a ruling says that it relied on a report, or weighed it."""
    named = {*ruling.relied_on, *ruling.considered}
    return bool(named.intersection((report.id, *report.measurements)))


def rulings_about(world: World, report: ThirdPartyReport) -> tuple[Decision, ...]:
    """Return the rulings that cite a report, or that are on a threshold and subject it speaks of."""
    return tuple(
        ruling
        for ruling in rulings(world)
        if cites(ruling, report)
        or (ruling.threshold in report.thresholds and report.subject in (None, ruling.subject))
    )
