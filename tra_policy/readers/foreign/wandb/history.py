"""A run's history, counted as its rows pass by: of every metric its first, last, least, most and mean."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tra_policy.readers.plain_values import since_epoch
from tra_policy.words.noun import Noun, field

STEP, TIME = "_step", "_timestamp"
MOST_METRICS = 10_000
LONGEST = 200
_MOST_STRIDES = 1_000
_DEEPEST = 10
_NO_NUMBER = frozenset({"NaN", "Infinity", "-Infinity"})


class TooMany(ValueError):
    """There are more metrics than are read."""


class Series(Noun, frozen=False):
    """A metric. Without a finite number among its rows the numbers say nothing."""

    rows: int = 0
    unusable: int = 0
    first: float = 0.0
    last: float = 0.0
    least: float = math.inf
    most: float = -math.inf
    sum: float = 0.0

    @property
    def numbers(self) -> int:
        """How many rows hold a finite number."""
        return self.rows - self.unusable

    @property
    def mean(self) -> float:
        """The mean over the rows, as the tracker takes it."""
        return self.sum / self.numbers if self.numbers else 0.0

    def take(self, value: float) -> None:
        """Count a row."""
        self.rows += 1
        if not math.isfinite(value):
            self.unusable += 1
            return
        self.first = value if self.numbers == 1 else self.first
        self.last = value
        self.least, self.most = min(self.least, value), max(self.most, value)
        self.sum += value


class History(Noun, frozen=False):
    """A run's rows: how its steps went on, the times that they tell of, and the metrics by name."""

    rows: int = 0
    without: int = 0
    first: int = 0
    last: int = -1
    at: int | None = None
    back: int = 0
    again: int = 0
    strides: Counter[int] = field(default_factory=Counter)
    began: float = 0.0
    ended: float = 0.0
    series: dict[str, Series] = field(default_factory=dict)

    @property
    def left_out(self) -> int:
        """How many rows are missing, had every step been as long as most of them were."""
        usual = self.strides.most_common(1)[0][0] if self.strides else 1
        longer = ((s, n) for s, n in self.strides.items() if s > usual)
        return sum((stride // usual - 1) * n for stride, n in longer)


def collect(rows: Iterable[tuple[int, Mapping[str, Any]]]) -> History:
    """Return what the rows come to; raise `TooMany` where they have too many metrics."""
    found = History()
    for _, row in rows:
        found.rows += 1
        _step(found, number_of(row.get(STEP)))
        when = number_of(row.get(TIME))
        if when is not None and since_epoch(when):
            found.began = min(found.began or when, when)
            found.ended = max(found.ended, when)
        for name, value in numbers(row):
            series = found.series.get(name)
            if series is None:
                if len(found.series) >= MOST_METRICS:
                    raise TooMany(f"it has more than the {MOST_METRICS:,} metrics read")
                series = found.series[name] = Series()
            series.take(value)
    return found


def _step(found: History, number: float | None) -> None:
    if number is None or not number.is_integer() or abs(number) >= 2**53:
        found.without += 1
        return
    at = int(number)
    if found.at is None:
        found.first = found.last = at
    else:
        stride = at - found.at
        found.back += 1 if stride < 0 else 0
        found.again += 1 if stride == 0 else 0
        if stride > 0 and (stride in found.strides or len(found.strides) < _MOST_STRIDES):
            found.strides[stride] += 1
        found.first, found.last = min(found.first, at), max(found.last, at)
    found.at = at


def numbers(
    row: Mapping[str, Any], before: str = "", depth: int = 0
) -> Iterator[tuple[str, float]]:
    """Yield the numbers of a row by name, those within others with a dot between; no media, no own fields.

    What stands for no number, such as NaN, is yielded as NaN.
    """
    for key, value in row.items():
        if not before and key.startswith("_"):
            continue
        name = f"{before}{key}"[:LONGEST]
        if isinstance(value, dict):
            # A mapping with a type is a picture, a table or a file, and no metric.
            if "_type" not in value and depth < _DEEPEST:
                yield from numbers(value, f"{name}.", depth + 1)
        elif isinstance(value, str) and value in _NO_NUMBER:
            yield name, math.nan
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            yield name, _as_float(value)


def number_of(value: Any) -> float | None:
    """Return a finite number; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    found = _as_float(value)
    return found if math.isfinite(found) else None


def _as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.nan
