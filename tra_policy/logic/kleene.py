"""Strong Kleene truth: false < unknown < true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum


class Truth(IntEnum):
    """Three truth values, ordered, so that conjunction is the minimum and disjunction the maximum."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    @property
    def word(self) -> str:
        """The word of the report."""
        return self.name.lower()


FALSE, UNKNOWN, TRUE = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
OF_WORD: dict[str, Truth] = {truth.word: truth for truth in Truth}


def negation(truth: Truth) -> Truth:
    """Swap true and false."""
    return Truth(2 - truth)


def conjunction(truths: Iterable[Truth]) -> Truth:
    """Return the minimum; true for none at all."""
    return min(truths, default=TRUE)


def disjunction(truths: Iterable[Truth]) -> Truth:
    """Return the maximum; false for none at all."""
    return max(truths, default=FALSE)


def at_least(count: int, truths: Sequence[Truth]) -> Truth:
    """Return the `count`-th largest; false when there are fewer, true for a count of none."""
    if count <= 0:
        return TRUE
    return sorted(truths, reverse=True)[count - 1] if count <= len(truths) else FALSE


def of_bool(value: bool) -> Truth:
    """Return true or false."""
    return TRUE if value else FALSE


def group_truth(kind: str, truths: Sequence[Truth], count: int = 1) -> Truth:
    """Return the truth of a headed list: `any`, `all`, `none` or `at least`."""
    match kind:
        case "any":
            return disjunction(truths)
        case "all":
            return conjunction(truths)
        case "none":
            return negation(disjunction(truths))
        case _:
            return at_least(count, truths)
