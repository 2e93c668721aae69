"""A number as the limits on it cut it: into single numbers and the stretches between them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from tra_policy.logic.diagram import TooLarge, Variable
from tra_policy.logic.kleene import FALSE, TRUE, Truth
from tra_policy.model.conditions import Operator
from tra_policy.model.quantity import shown
from tra_policy.words.noun import Noun, field

_TRUTH: dict[bool, Truth] = {True: TRUE, False: FALSE}
# More limits on one number than these are not told apart: each is held against every other.
MOST_LIMITS = 200
_LOWEST = Decimal("-Infinity")


class Cell(Noun):
    """A stretch of numbers that no limit parts: one number, or all between two."""

    low: Decimal | None
    high: Decimal | None


class Fact(Noun, frozen=False):
    """Something that a world settles: how to say each way in which it can be settled."""

    variable: Variable
    words: tuple[str, ...]


class Number(Noun, frozen=False):
    """A number that limits are held against: its range, and the limits met so far."""

    name: str
    unit: str
    least: Decimal | None
    most: Decimal | None
    limits: dict[tuple[Operator, Decimal], str] = field(default_factory=dict)

    def cells(self) -> tuple[Cell, ...]:
        inner = {value for _, value in self.limits}
        points = sorted(p for p in inner if self._within(p))
        points += [p for p in (self.least, self.most) if p is not None and p not in points]
        points.sort()
        found: list[Cell] = []
        before = self.least
        for point in points:
            if point != self.least:
                found.append(Cell(before, point))
            found.append(Cell(point, point))
            before = point
        if self.most is None or before != self.most:
            found.append(Cell(before, self.most))
        return tuple(found)

    def _within(self, value: Decimal) -> bool:
        low = self.least is None or value >= self.least
        return low and (self.most is None or value <= self.most)

    def fact(self) -> Fact:
        """Return the rows of this number, one truth for each limit; neighbours that read alike are one."""
        if len(self.limits) > MOST_LIMITS:
            raise TooLarge
        rows: list[tuple[Truth, ...]] = []
        alike: list[list[Cell]] = []
        cells = self.cells()
        lows = [_LOWEST if cell.low is None else cell.low for cell in cells]
        truths = [_column(cells, lows, operator, limit) for operator, limit in self.limits]
        for cell, row in zip(cells, zip(*truths, strict=True), strict=True):
            if not rows or rows[-1] != row:
                rows.append(row)
                alike.append([])
            alike[-1].append(cell)
        words = tuple(f"{self.name} {self._words(cells)}" for cells in alike)
        return Fact(Variable(tuple(rows), rows[0]), words)

    def _words(self, cells: Sequence[Cell]) -> str:
        low, high = cells[0].low, cells[-1].high
        if low is not None and low == high:
            return f"is {self._shown(low)}"
        from_ = cells[0].low == cells[0].high
        to = cells[-1].low == cells[-1].high
        parts = []
        if low is not None and not (low == self.least and from_):
            parts.append(f"{'at least' if from_ else 'above'} {self._shown(low)}")
        if high is not None and not (high == self.most and to):
            parts.append(f"{'at most' if to else 'below'} {self._shown(high)}")
        return f"is {' and '.join(parts)}" if parts else "is anything"

    def _shown(self, value: Decimal) -> str:
        written = self._written.get(value)
        return written or shown(value, "share" if self.unit == "percent" else "number")

    @cached_property
    def _written(self) -> dict[Decimal, str]:
        # Asked for when all limits are known.
        return {limit: text for (_, limit), text in self.limits.items()}


def _column(
    cells: Sequence[Cell], lows: Sequence[Decimal], operator: Operator, limit: Decimal
) -> list[Truth]:
    """Return how each of the cells, which go upwards, stands to a limit that is none of their inside."""
    below = bisect_left(lows, limit)
    on = int(below < len(cells) and cells[below].low == limit == cells[below].high)
    signs = ((-1, below), (0, on), (1, len(cells) - below - on))
    return [truth for sign, many in signs for truth in [_TRUTH[_meets(operator, sign)]] * many]


def _meets(operator: Operator, sign: int) -> bool:
    """Whether a number that is less than a limit (-1), equal to it or more (1) meets it."""
    match operator:
        case ">=":
            return sign >= 0
        case ">":
            return sign > 0
        case "<=":
            return sign <= 0
        case "<":
            return sign < 0
        case "=":
            return sign == 0
        case "!=":
            return sign != 0
