"""How one moment lies to another; unknown within a day that is all that is known."""

from __future__ import annotations

from datetime import timedelta

from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth
from tra_policy.model.moment import Duration, Moment, end_of, instant_later, later


def is_before(one: Moment, other: Moment) -> Truth:
    """Whether a moment is earlier than another; the same instant is not."""
    if one.latest < other.earliest:
        return TRUE
    return FALSE if one.earliest >= other.latest else UNKNOWN


def is_within(one: Moment, stretch: Duration, start: Moment) -> Truth:
    """Whether a moment is no earlier than another, and at most a stretch later.

    In days and longer units the last day counts whole; on one and the same day nothing is too early
    that is not known to be.
    """
    if one.latest < start.earliest:
        return FALSE
    if stretch.unit == "hours":
        length = timedelta(hours=stretch.amount)
        first, last = (instant_later(t, length) for t in (start.earliest, start.latest))
    else:
        first = last = end_of(later(start, stretch).day).latest
    if one.latest <= first:
        return TRUE
    return FALSE if one.earliest > last else UNKNOWN
