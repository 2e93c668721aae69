"""A proof as a tree that folds: its steps, one after the other, each with where it opens and ends.

The tree is handed on as a flat row of steps, so that no depth of a proof is too deep to print.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tra_policy.reports.html.places import Link, Places
from tra_policy.reports.wording import FLAGS, REASONS
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.model.proof import Proof

_OPEN_TO = 3  # levels that are unfolded when the proof is
_DEEPEST = 200  # browsers do not nest deeper than some 500 elements; from here on, steps stand flat
_UNDERSCORED = {"not_reached": "not reached", "not-met": "not met", "not-yet-due": "not yet due"}


class Step(Noun):
    """One step. `folds` where steps stand below it; `closes` counts the folds that end after it."""

    value: str
    key: str
    sentence: str
    rule: str
    place: str
    evidence: tuple[Link, ...]
    notes: tuple[str, ...]
    folds: bool
    open: bool
    closes: int


def steps(proof: Proof, at: Places) -> tuple[Step, ...]:
    """Return the steps of a proof, parents first."""
    return tuple(_steps(proof, at))


def _steps(proof: Proof, at: Places) -> Iterator[Step]:
    # Each node waits with its depth and with how many folds end after it, if it has nothing below.
    waiting: list[tuple[Proof, int, int]] = [(proof, 0, 0)]
    while waiting:
        node, depth, ends = waiting.pop()
        folds = bool(node.children) and depth < _DEEPEST
        yield Step(
            _UNDERSCORED.get(node.value, node.value.replace("-", " ")),
            node.value,
            node.sentence,
            node.rule,
            node.place,
            tuple(at.to_record(name) for name in node.evidence),
            (*(REASONS[one] for one in node.reasons), *(FLAGS[one] for one in node.flags)),
            folds,
            depth < _OPEN_TO,
            0 if node.children else ends,
        )
        last = len(node.children) - 1
        for number in range(last, -1, -1):
            after = ends + folds if number == last else 0
            waiting.append((node.children[number], depth + 1, after))
