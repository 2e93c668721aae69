"""Every item: what came of it, when it was due, who owns it, why, and its proof."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tra_policy.reports.html.places import Link, Places
from tra_policy.reports.html.proof import Step, steps
from tra_policy.reports.wording import FLAGS, OUTCOMES, REASONS, SIGNS
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport, ItemReport

_ORDER = {outcome: place for place, outcome in enumerate(OUTCOMES)}


class Entry(Noun):
    """One item. `parties` are its owners and those who owe what it lacks: the filter looks at them."""

    place: str
    id: str
    of: str
    title: str
    outcome: str
    words: str
    sign: str
    gates: bool
    due: str
    basis: str
    owner: str
    notes: tuple[str, ...]
    open: tuple[tuple[str, str, Link | None], ...]
    parties: tuple[str, ...]
    proof: tuple[Step, ...]


class Choices(Noun):
    """What the items can be filtered by: value, words and number of each."""

    outcomes: tuple[tuple[str, str, int], ...]
    of: tuple[tuple[str, int], ...]
    parties: tuple[tuple[str, int], ...]


def items(report: CheckReport, at: Places) -> tuple[Entry, ...]:
    """Return the items, the most pressing first; those that gate before the others."""
    placed = zip(report.items, at.items, strict=True)
    ordered = sorted(placed, key=lambda one: (not one[0].gates, _ORDER[one[0].outcome]))
    return tuple(_entry(item, place, at) for item, place in ordered)


def choices(report: CheckReport) -> Choices:
    """Return what there is to choose from, in the order of pressure and of the alphabet."""
    found = _counted(item.outcome for item in report.items)
    return Choices(
        tuple((key, OUTCOMES[key], found[key]) for key in OUTCOMES if key in found),
        tuple(sorted(_counted(item.of for item in report.items).items())),
        tuple(sorted(_counted(p for item in report.items for p in _parties(item)).items())),
    )


def _counted(values: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts


def _parties(item: ItemReport) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*item.owner, *(want.by for want in item.open if want.by))))


def _entry(item: ItemReport, place: str, at: Places) -> Entry:
    notes = [REASONS[reason] for reason in item.reasons] + [FLAGS[flag] for flag in item.flags]
    if item.remedied:
        notes.append("remedied by what was owed otherwise")
    if item.blocks and item.outcome == "unknown":
        notes.append("unknown counts as failing here")
    if item.by_scope:
        notes.append("the policy does not apply to this model")
    return Entry(
        place,
        item.id,
        item.of,
        item.title or item.kind.replace("_", " "),
        item.outcome,
        OUTCOMES[item.outcome],
        SIGNS[item.outcome][0],
        item.gates,
        item.due or "",
        item.due_basis,
        ", ".join(item.owner),
        tuple(notes),
        tuple(
            (want.what, want.by, at.to_record(want.record) if want.record else None)
            for want in item.open
        ),
        _parties(item),
        steps(item.proof, at),
    )
