"""Coverage: on which of the checkpoints that are on record each benchmark was run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tra_policy.reports.html.places import Link, Places
from tra_policy.reports.html.who import side
from tra_policy.reports.wording import CLASSES
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport
    from tra_policy.model.story import RecordTold, Series

_MOST_DRAWN = 3000  # above it, what was not measured has no mark: its place is empty


class Covered(Noun):
    """One benchmark: measured on how many, by whom, and which checkpoints are left."""

    name: str
    measured: int
    of: int
    by: tuple[str, ...]
    left: tuple[Link, ...]


class Coverage(Noun):
    """All benchmarks over all checkpoints; `claim` is who says that these are all there are."""

    checkpoints: int
    claims: tuple[tuple[Link, str], ...]
    rows: tuple[Covered, ...]
    summary: str
    chart: dict[str, Any]


def coverage(report: CheckReport, at: Places) -> Coverage | None:
    """Return how many checkpoints were measured on what; None where no checkpoint is on record."""
    story = report.story
    known = sorted((r for r in story.records if r.kind == "checkpoint"), key=_order)
    if not known or not story.series:
        return None
    merged: dict[str, dict[str, set[str]]] = {}
    for series in story.series:
        _add(merged.setdefault(series.benchmark, {}), series)
    names = [one.id for one in known]
    rows = sorted((_row(name, of, names, at) for name, of in merged.items()), key=_most)
    total = len(names)
    said = "; ".join(f"{row.name}: {row.measured} of {row.of}" for row in rows)
    return Coverage(
        total,
        tuple((at.to_record(r.id), r.title) for r in story.records if r.counts == "checkpoint"),
        tuple(rows),
        f"Checkpoints measured, of {total} on record. {said}",
        {
            "checkpoints": names,
            "rows": [row.name for row in rows],
            "cells": [
                {
                    "row": row.name,
                    "at": one,
                    "by": _who(merged[row.name].get(one, set())),
                }
                for row in rows
                for one in names
                if total * len(rows) <= _MOST_DRAWN or one in merged[row.name]
            ],
        },
    )


def _order(record: RecordTold) -> tuple[bool, int, str, str]:
    return record.step is None, record.step or 0, record.date, record.id


def _most(row: Covered) -> tuple[int, str]:
    return -row.measured, row.name


def _add(held: dict[str, set[str]], series: Series) -> None:
    for point in series.points:
        held.setdefault(point.checkpoint, set()).add(point.run)


def _row(name: str, of: dict[str, set[str]], names: list[str], at: Places) -> Covered:
    classes = {one for held in of.values() for one in held}
    left = [one for one in names if one not in of]
    return Covered(
        name,
        len(names) - len(left),
        len(names),
        tuple(sorted(CLASSES.get(one, one) for one in classes)),
        tuple(at.to_record(one) for one in left),
    )


def _who(classes: set[str]) -> str:
    """Return who measured: somebody else at least once, somebody not told, the developer, or nobody."""
    found = {side(one) for one in classes}
    return next((one for one in ("other", "untold", "own") if one in found), "")
