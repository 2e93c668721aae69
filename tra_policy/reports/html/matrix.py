"""The matrix of thresholds and roles: who designed, who ran, who graded what the answer rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tra_policy.reports.html.places import Link, Places
from tra_policy.reports.html.who import RELIANCE, Mark, holders, mark, relied, silent
from tra_policy.reports.wording import AXES, RULINGS, STATES
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport, ThresholdReport

COLUMNS = ("Designed by", "Run by", "Graded by")


class Cell(Noun):
    """One role on one threshold; `column` is its heading, for where columns give way to lines."""

    column: str
    mark: Mark
    who: tuple[str, ...]
    unsaid: int


class Row(Noun):
    """One threshold."""

    link: Link
    title: str
    label: str
    state: str
    ruling: str
    cells: tuple[Cell, ...]


class Matrix(Noun):
    """All thresholds, and the marks with their words."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    legend: tuple[Mark, ...]


def matrix(report: CheckReport, at: Places) -> Matrix:
    """Return who did what, a row a threshold."""
    rows = tuple(
        _row(answer, Link(f"#{place}", answer.id))
        for answer, place in zip(report.thresholds, at.thresholds, strict=True)
    )
    return Matrix(COLUMNS, rows, tuple(Mark(key, *said) for key, said in RELIANCE.items()))


def _row(answer: ThresholdReport, link: Link) -> Row:
    records = relied(answer)
    state = STATES[answer.state]
    if answer.treated_as != answer.state:
        state += f", treated as {STATES[answer.treated_as]}"
    return Row(
        link,
        answer.title,
        answer.label,
        state,
        RULINGS[answer.ruling],
        tuple(
            Cell(
                column,
                mark(answer, axis),
                holders(records, axis),
                len(silent(records, axis)),
            )
            for column, axis in zip(COLUMNS, AXES, strict=True)
        ),
    )
