"""Days, times of day and stretches of time, always in UTC.

A moment that was given as a day only may be anywhere within that day: `earliest` and `latest` bound it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Literal

from tra_policy.words.noun import Noun
from tra_policy.words.regex import regex

DurationUnit = Literal["hours", "days", "business days", "weeks", "months", "years"]


class Moment(Noun):
    """A day, with the time of day (UTC) where it is known."""

    day: date
    at: time | None = None

    def __str__(self) -> str:
        return self.day.isoformat() if self.at is None else f"{self.day}T{self.at:%H:%M:%S}Z"

    # The days of a bundle are often the same ones, and each is compared many times over.
    @cached_property
    def earliest(self) -> datetime:
        """The first instant that this may be."""
        return datetime.combine(self.day, self.at or time.min, UTC)

    @cached_property
    def latest(self) -> datetime:
        """The last instant that this may be."""
        return datetime.combine(self.day, self.at or time.max, UTC)


_MOMENT = regex(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?"
)


def parse_moment(text: str) -> Moment | None:
    """Return the moment that an ISO 8601 text states, or None.

    `2026-05-26` is a day. A time of day needs an offset or `Z`: a local time says nothing.
    """
    found = _MOMENT.fullmatch(text.strip())
    if not found:
        return None
    try:
        day = date.fromisoformat(found[1])
        if found[2] is None:
            return Moment(day)
        if found[3] is None:
            return None
        stamp = datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3]}".replace("Z", "+00:00"))
        stamp = stamp.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Moment(stamp.date(), stamp.time())


class Duration(Noun):
    """A stretch of time: `30 days`, `6 months` (calendar), `20 business days` (weekends only)."""

    amount: int
    unit: DurationUnit

    def __str__(self) -> str:
        unit = self.unit if self.amount != 1 else self.unit.removesuffix("s")
        return f"{self.amount} {unit}"


def last_day(year: int, month: int) -> int:
    """Return the number of the last day of a month."""
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, last_day(year, month + 1)))


def _business_days_later(day: date, days: int) -> date:
    step = 1 if days >= 0 else -1
    left = abs(days)
    while left:
        day += timedelta(days=step)
        if day.weekday() < 5:
            left -= 1
    return day


def later(start: Moment, stretch: Duration, *, backwards: bool = False) -> Moment:
    """Return the moment one stretch after `start`, or before it.

    Months and years clip to the end of a shorter month, everything to the ends of the calendar (years
    1 to 9999). Hours keep a day-only start day-only: the result then means "somewhere within this
    stretch", see `Moment.earliest` and `Moment.latest`.
    """
    try:
        return _moved(start, stretch, -stretch.amount if backwards else stretch.amount)
    except (OverflowError, ValueError):
        return Moment(date.min, time.min) if backwards else end_of(date.max)


def instant_later(start: datetime, stretch: timedelta) -> datetime:
    """Return an instant some time later (earlier, for a negative stretch), within the calendar."""
    try:
        return start + stretch
    except OverflowError:
        return Moment(date.min).earliest if stretch < timedelta(0) else end_of(date.max).latest


def _moved(start: Moment, stretch: Duration, amount: int) -> Moment:
    match stretch.unit:
        case "hours":
            moved = start.earliest + timedelta(hours=amount)
            return Moment(moved.date(), moved.time() if start.at is not None else None)
        case "days":
            return Moment(start.day + timedelta(days=amount), start.at)
        case "weeks":
            return Moment(start.day + timedelta(weeks=amount), start.at)
        case "business days":
            return Moment(_business_days_later(start.day, amount), start.at)
        case "months":
            return Moment(_months_later(start.day, amount), start.at)
        case "years":
            return Moment(_months_later(start.day, 12 * amount), start.at)


def end_of(day: date) -> Moment:
    """Return the last instant of a day, in UTC."""
    return Moment(day, time.max)
