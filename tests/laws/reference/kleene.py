"""Strong Kleene truth, by tables.

Truths are the numbers 0 (false), 1 (unknown), 2 (true), so that "more true" is "larger".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

FALSE, UNKNOWN, TRUE = 0, 1, 2
TRUTHS = (FALSE, UNKNOWN, TRUE)
WORD = {FALSE: "false", UNKNOWN: "unknown", TRUE: "true"}

NOT = {FALSE: TRUE, UNKNOWN: UNKNOWN, TRUE: FALSE}
AND = {
    (FALSE, FALSE): FALSE,
    (FALSE, UNKNOWN): FALSE,
    (FALSE, TRUE): FALSE,
    (UNKNOWN, FALSE): FALSE,
    (UNKNOWN, UNKNOWN): UNKNOWN,
    (UNKNOWN, TRUE): UNKNOWN,
    (TRUE, FALSE): FALSE,
    (TRUE, UNKNOWN): UNKNOWN,
    (TRUE, TRUE): TRUE,
}
OR = {
    (FALSE, FALSE): FALSE,
    (FALSE, UNKNOWN): UNKNOWN,
    (FALSE, TRUE): TRUE,
    (UNKNOWN, FALSE): UNKNOWN,
    (UNKNOWN, UNKNOWN): UNKNOWN,
    (UNKNOWN, TRUE): TRUE,
    (TRUE, FALSE): TRUE,
    (TRUE, UNKNOWN): TRUE,
    (TRUE, TRUE): TRUE,
}


def every(truths: Sequence[int]) -> int:
    """Whether all hold."""
    so_far = TRUE
    for truth in truths:
        so_far = AND[so_far, truth]
    return so_far


def some(truths: Sequence[int]) -> int:
    """Whether one holds."""
    so_far = FALSE
    for truth in truths:
        so_far = OR[so_far, truth]
    return so_far


def at_least(count: int, truths: Sequence[int]) -> int:
    """Whether `count` of them hold: some choice of `count` members of which every one holds."""
    return some([every(chosen) for chosen in combinations(truths, count)])


def joined(kind: str, truths: Sequence[int], count: int = 1) -> int:
    """Join the members of a headed list."""
    match kind:
        case "any":
            return some(truths)
        case "all":
            return every(truths)
        case "none":
            return NOT[some(truths)]
        case "at least":
            return at_least(count, truths)
    raise ValueError(kind)
