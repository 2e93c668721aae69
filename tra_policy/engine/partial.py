"""What one file of a table comes to, in the form in which it is put together with others.

Putting together is exact, and its order does not matter: counts and sums are added, the least is the
least, and of ranks only ranges are kept, which share their ends whatever the rows are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from tra_policy.words.noun import Noun, field

Key = tuple[str | None, ...]
# A line that is no row, and why.
Fault = tuple[int, str]
MOST_PLACED = 5
MOST_NAMED = 3


class Numbers(Noun):
    """The numbers that some rows state in a column: `stated` of them hold something, `known` a number.

    `above` and `below` zero are sums to twelve places, of `summed` rows. `ranks` counts by range, see
    `ranks.range_of`.
    """

    stated: int = 0
    known: int = 0
    least: float | None = None
    most: float | None = None
    above: Decimal = Decimal(0)
    below: Decimal = Decimal(0)
    summed: int = 0
    ranks: Mapping[int, int] = field(default_factory=dict)

    def with_(self, other: Numbers) -> Numbers:
        """Return the numbers of both."""
        ranks = dict(self.ranks)
        for name, count in other.ranks.items():
            ranks[name] = ranks.get(name, 0) + count
        return Numbers(
            self.stated + other.stated,
            self.known + other.known,
            min((v for v in (self.least, other.least) if v is not None), default=None),
            max((v for v in (self.most, other.most) if v is not None), default=None),
            self.above + other.above,
            self.below + other.below,
            self.summed + other.summed,
            ranks,
        )


class Alike(Noun):
    """Rows that are alike in what is looked at: how many, their numbers by column, the first of their ids."""

    many: int
    numbers: Mapping[str, Numbers] = field(default_factory=dict)
    first: tuple[str, ...] = ()

    def with_(self, other: Alike) -> Alike:
        """Return the rows of both."""
        names = dict.fromkeys((*self.numbers, *other.numbers))
        none = Numbers()
        return Alike(
            self.many + other.many,
            {n: self.numbers.get(n, none).with_(other.numbers.get(n, none)) for n in names},
            tuple(sorted((*self.first, *other.first))[:MOST_NAMED]),
        )


Counts = Mapping[Key, Alike]


class Partial(Noun):
    """What some files come to: rows, lines that are none, and the counts of each grouping."""

    rows: int = 0
    faulty: int = 0
    counts: tuple[Counts, ...] = ()
    faults: tuple[Fault, ...] = ()

    def with_(self, other: Partial) -> Partial:
        """Return what both come to; the groupings are the same."""
        if not self.counts:
            return other
        return Partial(
            self.rows + other.rows,
            self.faulty + other.faulty,
            tuple(_together(a, b) for a, b in zip(self.counts, other.counts, strict=True)),
            (),
        )


def _together(one: Counts, other: Counts) -> Counts:
    found = dict(one)
    for key, alike in other.items():
        found[key] = found[key].with_(alike) if key in found else alike
    return found


def together(partials: Iterable[Partial], groupings: int) -> Partial:
    """Return what many files come to. The counts are added up in place: there may be very many."""
    counts: list[dict[Key, list[Alike]]] = [{} for _ in range(groupings)]
    rows = faulty = 0
    for partial in partials:
        rows += partial.rows
        faulty += partial.faulty
        for found, counted in zip(counts, partial.counts, strict=True):
            for key, alike in counted.items():
                found.setdefault(key, []).append(alike)
    return Partial(rows, faulty, tuple({k: _all(v) for k, v in one.items()} for one in counts))


def _all(alike: list[Alike]) -> Alike:
    while len(alike) > 1:
        # In pairs: what was put together early is not touched again each time.
        pairs = zip(alike[::2], alike[1::2], strict=False)
        rest = alike[-1:] if len(alike) % 2 else []
        alike = [*(a.with_(b) for a, b in pairs), *rest]
    return alike[0]


def as_json(partial: Partial) -> dict[str, Any]:
    """Return a partial as plain values."""
    return {
        "rows": partial.rows,
        "faulty": partial.faulty,
        "faults": [list(fault) for fault in partial.faults],
        "counts": [
            [
                [list(key), alike.many, _numbers(alike), list(alike.first)]
                for key, alike in counts.items()
            ]
            for counts in partial.counts
        ],
    }


def _numbers(alike: Alike) -> dict[str, Any]:
    return {
        name: [
            n.stated,
            n.known,
            n.least,
            n.most,
            str(n.above),
            str(n.below),
            n.summed,
            sorted(n.ranks.items()),
        ]
        for name, n in alike.numbers.items()
    }


def from_json(value: Any) -> Partial:
    """Return a partial from plain values; raise `KeyError`, `TypeError` or `ValueError` if it is none."""
    return Partial(
        int(value["rows"]),
        int(value["faulty"]),
        tuple(
            {
                tuple(key): Alike(
                    int(many), {n: _read(v) for n, v in numbers.items()}, tuple(map(str, first))
                )
                for key, many, numbers, first in counts
            }
            for counts in value["counts"]
        ),
        tuple((int(line), str(why)) for line, why in value["faults"]),
    )


def _read(value: Any) -> Numbers:
    stated, known, least, most, above, below, summed, ranks = value
    return Numbers(stated, known, least, most, Decimal(above), Decimal(below), summed, dict(ranks))
