"""The words in which a database is asked to count the rows of a table.

Nothing is left to it to guess: the columns have their types, no row is sampled, and what is not of the form
that a field has is counted as stated and not as known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tra_policy.engine.cleaning import LONGEST_LINE
from tra_policy.engine.partial import MOST_NAMED
from tra_policy.engine.plan import Column, Cut, Form, Grouping

# The ranges of ranks grow by 1% each: a rank is known to within that, as in DDSketch (Masson, Rim and
# Lee, VLDB 2019), which this is. What a limit asks is not: limits are cuts, and exact.
GROWTH = math.log(1.01)
_MIDDLE = 1_000_000
# Sums are exact to twelve places, of numbers below this.
_LARGEST = "1e15"
_WHOLE = 2**53


def quoted(text: str) -> str:
    """Return a text as a literal."""
    return "'" + text.replace("'", "''") + "'"


def named(name: str) -> str:
    """Return a name as the name of a column."""
    return '"' + name.replace('"', '""') + '"'


def ndjson(paths: Sequence[str], columns: Iterable[Column]) -> str:
    """Return the rows of NDJSON files: every column as the text that stands there."""
    tree: dict[str, dict[str, dict[str, object]]] = {}
    for column in columns:
        held: dict[str, object] = tree  # type: ignore[assignment]
        for part in column.path:
            held = held.setdefault(part, {})  # type: ignore[assignment]
    # Without any column the database would look into the rows for some.
    spec = (
        ", ".join(f"{quoted(n)}: {quoted(_type(t))}" for n, t in tree.items()) or "'id': 'VARCHAR'"
    )
    return (
        f"read_json([{_list(paths)}], format='newline_delimited', compression='auto_detect', "
        f"filename='tra_file', maximum_object_size={LONGEST_LINE}, columns={{{spec}}})"
    )


def _type(tree: Mapping[str, object]) -> str:
    if not tree:
        return "VARCHAR"
    parts = (f"{named(name)} {_type(held)}" for name, held in tree.items())  # type: ignore[arg-type]
    return f"STRUCT({', '.join(parts)})"


def parquet(paths: Sequence[str]) -> str:
    """Return the rows of Parquet files; a column that only some of them have is empty in the others."""
    return f"read_parquet([{_list(paths)}], union_by_name=true, filename='tra_file')"


def _list(paths: Iterable[str]) -> str:
    return ", ".join(map(quoted, paths))


def held(column: Column) -> str:
    """Return the value of a column."""
    found = named(column.path[0])
    for part in column.path[1:]:
        # With a dot it could be taken for a column of the table of that name.
        found = f"struct_extract({found}, {quoted(part)})"
    return found


def as_text(value: str, form: Form, type_: str) -> str:
    """Return a value as text, whatever type the files give it."""
    if type_.endswith("[]") or type_.startswith(("STRUCT", "MAP")):
        return f"to_json({value})::VARCHAR"
    if form == "day" and type_.startswith(("TIMESTAMP", "DATE")):
        return f"strftime({value}, '%Y-%m-%d')"
    return value if type_ == "VARCHAR" else f"{value}::VARCHAR"


_NUMBERS = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
)
_MORE_NUMBERS = ("UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL")


def as_number(value: str, type_: str) -> str:
    """Return a value as a number; nothing where it is none."""
    if type_.startswith((*_NUMBERS, *_MORE_NUMBERS)) and not type_.endswith("[]"):
        return f"{value}::DOUBLE"
    return f"TRY_CAST({value} AS DOUBLE)" if type_ == "VARCHAR" else "NULL::DOUBLE"


@dataclass(frozen=True, slots=True)
class Query:
    """The words of a question, and how its answer is read.

    The columns of the answer: which grouping (`masks`), the file, a text for each of `keys`, a side for each
    of `cuts`, a range for each of `ranks`, the rows, if `named` their first ids, and for each cut: stated,
    known, least, most, the sums above and below zero, and of how many.
    """

    text: str
    named: bool
    keys: tuple[Column, ...]
    cuts: tuple[Cut, ...]
    ranks: tuple[Cut, ...]
    masks: tuple[int, ...]


def query(relation: str, groupings: Sequence[Grouping], types: Mapping[Column, str]) -> Query:
    """Return what counts the rows of a relation by file and by each of some groupings, in one pass.

    `types` says which columns there are, and what they hold in the files; text where it does not.
    """
    keys = tuple(dict.fromkeys(key for g in groupings for key in g.keys))
    cuts = tuple(dict.fromkeys(cut for g in groupings for cut in g.cuts))
    sums = {name for g in groupings for name in g.sums}
    ranks = tuple(dict.fromkeys(cut for g in groupings for cut in _ranked(g)))
    ids = next((g.ids for g in groupings if g.ids), None)
    read = _Read(tuple(dict.fromkeys(c for g in groupings for c in g.columns)), types)
    inner = ["tra_file"]
    inner += [f"{read.key(key)} AS k{n}" for n, key in enumerate(keys)]
    counted = ["count(*)"]
    if ids is not None:
        inner.append(f"{read.text(ids)} AS id")
        counted.append(f"min(id, {MOST_NAMED})")
    for n, cut in enumerate(cuts):
        inner.append(f"{read.value(cut.column)} AS r{n}")
        inner.append(f"{_proper(read.number(cut.column), cut.column.form)} AS x{n}")
        inner.append(f"{_side(f'x{n}', cut.limits)} AS s{n}")
        counted += [f"count(r{n})", f"count(x{n})", f"min(x{n})", f"max(x{n})"]
        if cut.column.name in sums:
            exact = f"TRY_CAST(CASE WHEN abs(x{n}) < {_LARGEST} THEN x{n} END AS DECIMAL(38, 12))"
            inner.append(f"{exact} AS d{n}")
            counted += [
                f"sum(d{n}) FILTER (x{n} >= 0)",
                f"sum(d{n}) FILTER (x{n} < 0)",
                f"count(d{n})",
            ]
        else:
            counted += ["NULL", "NULL", "0"]
    inner += [f"{_range(f'x{cuts.index(cut)}')} AS g{n}" for n, cut in enumerate(ranks)]
    sets = [
        [
            *(f"k{keys.index(key)}" for key in g.keys),
            *(f"s{cuts.index(cut)}" for cut in g.cuts),
            *(f"g{ranks.index(cut)}" for cut in _ranked(g)),
        ]
        for g in groupings
    ]
    names = [
        f"{letter}{n}"
        for letter, of in zip("ksg", (keys, cuts, ranks), strict=True)
        for n in range(len(of))
    ]
    mask = f"grouping({', '.join(names)})" if names else "0"
    masks = tuple(_mask(names, one) for one in sets)
    by = ", ".join(f"({', '.join(['tra_file', *one])})" for one in _once(sets))
    text = (
        f"SELECT {', '.join([mask, 'tra_file', *names, *counted])} "
        f"FROM (SELECT {', '.join(inner)} FROM {read.relation(relation)}) "
        f"GROUP BY GROUPING SETS ({by})"
    )
    return Query(text, ids is not None, keys, cuts, ranks, masks)


def _ranked(grouping: Grouping) -> Iterator[Cut]:
    yield from (cut for cut in grouping.cuts if cut.column.name in grouping.ranks)


def _mask(names: Sequence[str], present: Sequence[str]) -> int:
    """The number by which the database tells a set: a bit for each name that is not in it."""
    return sum(1 << (len(names) - 1 - n) for n, name in enumerate(names) if name not in present)


def _once(sets: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    yield from dict.fromkeys(tuple(sorted(one)) for one in sets)


@dataclass(frozen=True, slots=True)
class _Read:
    """The columns that are read, under names of our own: a file may have columns of any name."""

    columns: tuple[Column, ...]
    types: Mapping[Column, str]

    def relation(self, source: str) -> str:
        """Return the columns of a relation under their names."""
        renamed = (f"{self._held(column)} AS c{n}" for n, column in enumerate(self.columns))
        return f"(SELECT {', '.join(['tra_file', *renamed])} FROM {source})"

    def _held(self, column: Column) -> str:
        return held(column) if self._type(column) else "NULL::VARCHAR"

    def _type(self, column: Column) -> str:
        return self.types.get(column, "VARCHAR")

    def value(self, column: Column) -> str:
        """Return a column as it is."""
        return f"c{self.columns.index(column)}"

    def text(self, column: Column) -> str:
        """Return a column as text."""
        return as_text(self.value(column), column.form, self._type(column) or "VARCHAR")

    def number(self, column: Column) -> str:
        """Return a column as a number."""
        return as_number(self.value(column), self._type(column) or "VARCHAR")

    def key(self, column: Column) -> str:
        """Return a column as what rows are told apart by."""
        text = self.text(column)
        if column.form == "day" and self._type(column) in ("", "VARCHAR"):
            # What cannot be read as a day stays what it is, to be reported.
            day = f"strftime(TRY_CAST({text} AS TIMESTAMPTZ) AT TIME ZONE 'UTC', '%Y-%m-%d')"
            return f"coalesce({day}, {text})"
        return text


def _proper(number: str, form: Form) -> str:
    """A number that is one: finite, and whole where it counts something."""
    if form == "count":
        in_range = f"{number} >= 0 AND {number} < {_WHOLE}"
        return f"CASE WHEN {in_range} AND {number} = floor({number}) THEN {number} END"
    return f"CASE WHEN isfinite({number}) THEN {number} END"


def _side(number: str, limits: Sequence[Decimal]) -> str:
    """On which side of each limit a number lies: 0 below the first, 1 at it, 2 between it and the second."""
    parts = [f"WHEN {number} IS NULL THEN NULL"]
    for n, limit in enumerate(limits):
        at = f"{float(limit)!r}::DOUBLE"
        parts += [f"WHEN {number} < {at} THEN {2 * n}", f"WHEN {number} = {at} THEN {2 * n + 1}"]
    return f"CASE {' '.join(parts)} ELSE {2 * len(limits)} END"


def _range(number: str) -> str:
    step = f"ceil(ln(abs({number})) / {GROWTH!r})::INTEGER + {_MIDDLE}"
    return (
        f"CASE WHEN {number} > 0 THEN {step} WHEN {number} < 0 THEN -({step}) "
        f"WHEN {number} = 0 THEN 0 END"
    )


def range_of(name: int) -> tuple[float, float]:
    """Return the two ends between which the numbers of a range lie, a little too far apart."""
    if name == 0:
        return 0.0, 0.0
    step = abs(name) - _MIDDLE
    low, high = _power(step - 1) * (1 - 1e-9), _power(step) * (1 + 1e-9)
    return (low, high) if name > 0 else (-high, -low)


def _power(step: int) -> float:
    try:
        return math.exp(step * GROWTH)
    except OverflowError:
        return math.inf
