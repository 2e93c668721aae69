"""What is looked at in a table: which columns hold what some questions ask about."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from hashlib import sha256
from typing import Literal

from tra_policy.model.evidence.tables import Asked, TableEntry
from tra_policy.model.kinds import KINDS
from tra_policy.words.noun import Noun, field

# What a column has to hold: a name, several, a day, yes or no, a whole number, any number.
Form = Literal["text", "names", "day", "flag", "count", "amount"]
FLAG = "flags:"
_FORMS: dict[str, Form] = {
    "text": "text",
    "names": "names",
    "moment": "day",
    "flag": "flag",
    "number": "count",
    "quantity": "amount",
}


class Column(Noun):
    """One column of a table under the name of the field that it holds, or of one flag."""

    name: str
    path: tuple[str, ...]
    form: Form


class Cut(Noun):
    """A column of numbers with the limits that it is held against, in order."""

    column: Column
    limits: tuple[Decimal, ...]


class Grouping(Noun):
    """By what the rows of a table are counted, what is taken of their numbers, and where to find ids."""

    keys: tuple[Column, ...] = ()
    cuts: tuple[Cut, ...] = ()
    sums: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()
    ids: Column | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every column that is read for it."""
        named = (self.ids,) if self.ids else ()
        return (*self.keys, *(cut.column for cut in self.cuts), *named)


class Plan(Noun):
    """All that is counted of a table, and which grouping answers which question."""

    groupings: tuple[Grouping, ...]
    answers: dict[Asked, int] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """What the groupings are known by: whatever has the same counts the same."""
        return sha256(repr(self.groupings).encode()).hexdigest()

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every column that is read, once."""
        return tuple(dict.fromkeys(column for one in self.groupings for column in one.columns))


def form_of(kind: str, name: str) -> Form | None:
    """Return what a column of a field has to hold; None where a field cannot stand in a column."""
    word = KINDS.get(kind, {}).get(name, "")
    return _FORMS.get(word, "text" if "|" in word else None)


def columns_of(entry: TableEntry) -> dict[str, Column]:
    """Return the columns of a table by the name of their field, or of `flags:` and one flag."""
    found: dict[str, Column] = {}
    for name, column in entry.columns.items():
        if not isinstance(column, str):
            for flag, one in column.items():
                found[FLAG + flag] = Column(FLAG + flag, _path(one), "flag")
            continue
        form = form_of(entry.kind, name)
        if form is not None:
            found[name] = Column(name, _path(column), form)
    return found


def _path(column: str) -> tuple[str, ...]:
    return tuple(column.split("/"))


def plan_of(entry: TableEntry, questions: Iterable[Asked]) -> Plan:
    """Return what is counted for some questions about the kind of a table, each thing once.

    A question may be answered by what tells more apart than it asks for. So all limits on a column make one
    cut, and a grouping that another one contains is not counted by itself.
    """
    known = columns_of(entry)
    # Where nothing is asked, there is still to be told how many rows there are.
    asked = list(dict.fromkeys(one for one in questions if one.kind == entry.kind)) or [
        Asked(entry.kind)
    ]
    limits: dict[str, set[Decimal]] = {}
    for one in asked:
        for name, held in one.cuts:
            limits.setdefault(name, set()).update(held)
    cuts = {
        name: Cut(known[name], tuple(sorted(held)))
        for name, held in limits.items()
        if name in known
    }
    wanted = {one: _grouping(known, cuts, one) for one in asked}
    kept: list[Grouping] = []
    for grouping in sorted(wanted.values(), key=lambda g: -len(g.keys) - len(g.cuts)):
        wider = next((n for n, one in enumerate(kept) if _contains(one, grouping)), None)
        if wider is None:
            kept.append(grouping)
        else:
            kept[wider] = _with(kept[wider], grouping)
    answers = {
        one: next(n for n, held in enumerate(kept) if _contains(held, grouping))
        for one, grouping in wanted.items()
    }
    return Plan(tuple(kept), answers)


def _grouping(known: dict[str, Column], cuts: dict[str, Cut], asked: Asked) -> Grouping:
    names = [*asked.keys, *(FLAG + flag for flag in asked.flags)]
    if asked.flags and "flags" in known:
        names.append("flags")
    return Grouping(
        tuple(known[name] for name in sorted(set(names)) if name in known),
        tuple(cuts[name] for name, _ in asked.cuts if name in cuts),
        tuple(name for name in asked.sums if name in known),
        tuple(name for name in asked.ranks if name in known),
        known.get("id") if asked.named else None,
    )


def _contains(one: Grouping, other: Grouping) -> bool:
    return set(one.keys) >= set(other.keys) and set(one.cuts) >= set(other.cuts)


def _with(one: Grouping, other: Grouping) -> Grouping:
    """Return a grouping that takes of its numbers what another one takes as well."""
    return Grouping(
        one.keys,
        one.cuts,
        tuple(sorted({*one.sums, *other.sums})),
        tuple(sorted({*one.ranks, *other.ranks})),
        one.ids or other.ids,
    )
