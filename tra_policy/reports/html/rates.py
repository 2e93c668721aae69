"""Rates over checkpoints: each metric with its intervals, against the limits of the policy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tra_policy.model.quantity import Unit, parse_quantity, shown
from tra_policy.reports.html.measured import listed
from tra_policy.reports.html.places import Link, Places
from tra_policy.reports.html.who import side
from tra_policy.reports.wording import CLASSES
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport
    from tra_policy.model.story import Limit, Point, Series

_LARGEST = 1e300


class Value(Noun):
    """One line of a table: what was measured on which checkpoint, and by whom."""

    checkpoint: str
    step: str
    day: str
    value: str
    lower: str
    upper: str
    run: str
    link: Link


class Metric(Noun):
    """One metric with its values, the limits in words, and what a reader sees at a glance. Of `many` values
    those are listed that `listed` tells.
    """

    name: str
    limits: tuple[tuple[str, Link], ...]
    values: tuple[Value, ...]
    many: int
    summary: str
    number: int | None


class Rates(Noun):
    """All metrics, those with a limit first; `chart` holds what is drawn, by number."""

    metrics: tuple[Metric, ...]
    chart: list[dict[str, Any]]


def rates(report: CheckReport, at: Places) -> Rates | None:
    """Return what was measured, a metric each; None where no number was.

    Drawn is what there is something to see of: several values, or a limit to hold one against.
    """
    ordered = sorted(
        report.story.series, key=lambda s: (not s.limits, -len(s.points), s.benchmark, s.metric)
    )
    if not ordered:
        return None
    drawn: list[dict[str, Any]] = []
    metrics = []
    for series in ordered:
        number = None
        chart = _chart(series)
        if chart["points"] and (series.limits or len(series.points) > 1):
            number = len(drawn)
            drawn.append(chart)
        metrics.append(_metric(series, number, at))
    return Rates(tuple(metrics), drawn)


def _metric(series: Series, number: int | None, at: Places) -> Metric:
    name = _name(series)
    values = tuple(_value(series, point, at) for point in listed(series, at.records))
    limits = tuple((_limit(one), at.to_named(one.threshold)) for one in series.limits)
    models = len({point.checkpoint for point in series.points})
    many = len(series.points)
    said = f"{name}: {many:,} value{'' if many == 1 else 's'} on {models} model"
    said += "" if models == 1 else "s"
    if values:
        said += f", first {values[0].value} ({values[0].checkpoint})"
        said += f", last {values[-1].value} ({values[-1].checkpoint})"
    if limits:
        said += "; limits: " + ", ".join(limit for limit, _ in limits)
    return Metric(name, limits, values, many, said, number)


def _name(series: Series) -> str:
    return ".".join(part for part in (series.benchmark, series.metric) if part)


def _limit(limit: Limit) -> str:
    return f"{limit.side} at {limit.operator} {limit.shown}"


def _value(series: Series, point: Point, at: Places) -> Value:
    return Value(
        point.checkpoint,
        "" if point.step is None else f"{point.step:,}",
        point.date[:10],
        point.shown,
        _bound(point.lower, series),
        _bound(point.upper, series),
        CLASSES.get(point.run, point.run),
        at.to_record(point.record),
    )


def _bound(text: str, series: Series) -> str:
    unit: Unit = series.unit  # type: ignore[assignment]
    found = parse_quantity(text) if text else None
    return shown(found.value, unit, 3) if found else ""


def _chart(series: Series) -> dict[str, Any]:
    return {
        "name": _name(series),
        "unit": series.unit,
        "limits": [
            {"value": _number(one.value), "text": f"{one.threshold} {_limit(one)}"}
            for one in series.limits
            if _number(one.value) is not None
        ],
        "points": [
            {
                "at": point.checkpoint,
                "step": point.step,
                "y": _number(point.value),
                "lo": _number(point.lower),
                "hi": _number(point.upper),
                "by": side(point.run),
                "tip": f"{point.checkpoint}: {point.shown}, run by: "
                f"{CLASSES.get(point.run, point.run)} ({point.record})",
            }
            for point in series.points
            if _number(point.value) is not None
        ],
    }


def _number(text: str) -> float | None:
    """Return a number that can be drawn; None for none, and for what no axis has room for."""
    found = float(text) if text else math.inf
    return found if abs(found) < _LARGEST else None
