"""The values of a metric that a page lists beside its picture, which draws them all."""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tra_policy.model.story import Point, Series

MOST = 200  # values of a metric of which all are listed


def listed(series: Series, named: Container[str]) -> tuple[Point, ...]:
    """Return the values that are listed: all; or where there are very many, the first, the last, the lowest,
    the highest, and those of records that are `named` elsewhere in the report.
    """
    points = series.points
    if len(points) <= MOST:
        return points
    by_value = sorted(range(len(points)), key=lambda at: Decimal(points[at].value))
    telling = {0, len(points) - 1, by_value[0], by_value[-1]}
    return tuple(p for at, p in enumerate(points) if at in telling or p.record in named)
