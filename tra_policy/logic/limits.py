"""The ways in which one number, known or not, may stand to the limits that are set on it."""

from __future__ import annotations

from tra_policy.logic.diagram import Row, TooLarge, Variable
from tra_policy.logic.kleene import FALSE, TRUE, UNKNOWN, Truth

# The ways grow with the third power of the limits; beyond so many the question is left open.
MOST_LIMITS = 12


def metric_variable(parts: list[tuple[object, ...]]) -> Variable:
    """The possible rows of one metric's limits.

    With the distinct limits in ascending order of badness: the estimate meets the first `i`; the
    confidence bound does not miss the first `j >= i`; an adverse record that is not eligible keeps
    the first `p` from being missed, however they are compared. Raise `TooLarge` beyond `MOST_LIMITS`.
    """
    ladder = sorted({(value, strict) for value, strict, _ in parts})
    if len(ladder) > MOST_LIMITS:
        raise TooLarge
    places = [(ladder.index((value, strict)), bool(point)) for value, strict, point in parts]
    unknown: Row = tuple(UNKNOWN for _ in parts)
    rows = {unknown}
    steps = range(len(ladder) + 1)
    for met in steps:
        for bound in range(met, len(ladder) + 1):
            for prevented in steps:
                rows.add(tuple(_position(at, met, bound, prevented, point) for at, point in places))
    return Variable(tuple(sorted(rows)), unknown)


def _position(at: int, met: int, bound: int, prevented: int, point: bool) -> Truth:
    if at < met:
        return TRUE
    if at < prevented or (at < bound and not point):
        return UNKNOWN
    return FALSE
