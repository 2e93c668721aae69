"""The words in which a database is asked to count the rows of a table.

Nothing is left to it to guess: the columns have their types, no row is sampled, and what is not of the form
that a field has is counted as stated and not as known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from tra_policy.engine.cleaning import LONGEST_LINE
from tra_policy.engine.partial import MOST_NAMED
from tra_policy.engine.plan import Column, Cut, Form, Grouping
from tra_policy.engine.ranks import ranged
from tra_policy.words.noun import Noun

# Sums are exact to twelve places, of numbers below this.
_LARGEST = "1e15"
_WHOLE = 2**53
_NUMERIC = ("count", "amount")
# A folder called `flagged=false` says nothing of the rows in it: without this it would go before them.
BY_CONTENT = "hive_partitioning=false"
_NUMBER = " number"  # no column is called that
_FILE = "tra_file"


def quoted(text: str) -> str:
    """Return a text as a literal."""
    return "'" + text.replace("'", "''") + "'"


def named(name: str) -> str:
    """Return a name as the name of a column."""
    return '"' + name.replace('"', '""') + '"'


def file_column(columns: Iterable[str]) -> str:
    """Return the name under which the file of a row is told: one that none of its columns has."""
    taken = {name.casefold() for name in columns}
    name = _FILE
    while name in taken:
        name += "_"
    return name


def ndjson(paths: Sequence[str], columns: Sequence[Column], file: str, *, typed: bool) -> str:
    """Return the rows of NDJSON files: every column as the text that stands there; of numbers, where
    `typed`, the number, which refuses files in which something else stands. All are packed, or none.
    `file` is the name under which each row's file is told.
    """
    packing = "gzip" if any(map(is_packed, paths)) else "none"
    tree: dict[str, dict[str, dict[str, object]]] = {}
    for column in columns:
        held: dict[str, object] = tree  # type: ignore[assignment]
        for part in column.path:
            held = held.setdefault(part, {})  # type: ignore[assignment]
        if typed and column.form in _NUMERIC and not held:
            held[_NUMBER] = None
    # Without any column the database would look into the rows for some.
    spec = (
        ", ".join(f"{quoted(n)}: {quoted(_type(t))}" for n, t in tree.items()) or "'id': 'VARCHAR'"
    )
    return (
        f"read_json([{_list(paths)}], format='newline_delimited', compression='{packing}', "
        f"filename={quoted(file)}, {BY_CONTENT}, maximum_object_size={LONGEST_LINE}, columns={{{spec}}})"
    )


def is_packed(path: str) -> bool:
    """Whether a file is packed, as its name says."""
    return path.lower().endswith(".gz")


def _type(tree: Mapping[str, object]) -> str:
    if not tree:
        return "VARCHAR"
    if tree.keys() == {_NUMBER}:
        return "DOUBLE"
    parts = (f"{named(name)} {_type(held)}" for name, held in tree.items())  # type: ignore[arg-type]
    return f"STRUCT({', '.join(parts)})"


def parquet(paths: Sequence[str], file: str = "", first: int = 0) -> str:
    """Return the rows of Parquet files that have the same columns, or so many of the first rows of each.
    `file` is the name under which each row's file is told, if it is to be told.
    """
    found = f"[{_list(paths)}], {BY_CONTENT}"
    found += f", filename={quoted(file)}" if file else ""
    if not first:
        return f"read_parquet({found})"
    return f"(SELECT * FROM read_parquet({found}, file_row_number=true) WHERE file_row_number < {first})"


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
_PLAIN = ("BOOLEAN", *_NUMBERS, "UBIGINT", "UHUGEINT")
_MORE_NUMBERS = ("UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL")


def as_number(value: str, type_: str) -> str:
    """Return a value as a number; nothing where it is none."""
    if type_.startswith((*_NUMBERS, *_MORE_NUMBERS)) and not type_.endswith("[]"):
        return f"{value}::DOUBLE"
    if type_ == "BOOLEAN":
        return f"{value}::INTEGER::DOUBLE"
    if type_ != "VARCHAR":
        return "NULL::DOUBLE"
    # A reward of yes or no is one of 1 or 0, as the database has it where it reads numbers itself.
    cast = f"TRY_CAST({value} AS DOUBLE)"
    return f"CASE {value} WHEN 'true' THEN 1 WHEN 'false' THEN 0 ELSE {cast} END"


class Query(Noun):
    """The words of a question, and how its answer is read.

    The columns of the answer: which grouping (`masks`), the file, a text for each of `keys`, a side for each
    of `cuts`, the rows, their first ids, and for each cut: stated, known, least, most, the sums above and
    below zero, of how many, and two lists: ranges, and how many lie in each.
    """

    text: str
    keys: tuple[Column, ...]
    cuts: tuple[Cut, ...]
    masks: tuple[int, ...]


def query(
    relation: str, file: str, groupings: Sequence[Grouping], types: Mapping[Column, str]
) -> Query:
    """Return what counts the rows of a relation by file and by each of some groupings, in one pass.

    `file` is the column that tells the file. `types` says which columns there are, and what they hold in
    the files; text where it does not. Every row is counted once, by all that any grouping tells apart; what
    each tells apart is added up from there.
    """
    keys = tuple(dict.fromkeys(key for g in groupings for key in g.keys))
    cuts = tuple(dict.fromkeys(cut for g in groupings for cut in g.cuts))
    ids = next((g.ids for g in groupings if g.ids), None)
    ranked = [n for n, cut in enumerate(cuts) if any(cut.column.name in g.ranks for g in groupings)]
    summed = [n for n, cut in enumerate(cuts) if any(cut.column.name in g.sums for g in groupings)]
    read = _Read(tuple(dict.fromkeys(c for g in groupings for c in g.columns)), types)
    inner = [_FILE, *(f"{read.key(key)} AS k{n}" for n, key in enumerate(keys))]
    inner += [f"{read.text(ids)} AS id"] if ids else []
    for n, cut in enumerate(cuts):
        inner += [
            f"{read.value(cut.column)} AS r{n}",
            f"{read.number(cut.column)} AS t{n}",
            f"{_proper(f't{n}', cut.column.form)} AS x{n}",
            f"{_side(f'x{n}', cut.limits)} AS s{n}",
        ]
        if n in summed:
            exact = f"TRY_CAST(CASE WHEN abs(x{n}) < {_LARGEST} THEN x{n} END AS DECIMAL(38, 12))"
            inner.append(f"{exact} AS d{n}")
        if n in ranked:
            inner.append(f"{ranged(f'x{n}')} AS g{n}")
    sides = [f"s{n}" for n in range(len(cuts))]
    told = [_FILE, *(f"k{n}" for n in range(len(keys))), *sides]
    names = [*told[1:], *(f"g{n}" for n in ranked)]
    sets = [
        [
            *(f"k{keys.index(key)}" for key in g.keys),
            *(f"s{cuts.index(cut)}" for cut in g.cuts),
            *(f"g{cuts.index(cut)}" for cut in _ranked(g)),
        ]
        for g in groupings
    ]
    mask = f"grouping({', '.join(names)})" if names else "0"
    by = ", ".join(f"({', '.join([_FILE, *one])})" for one in _once(sets))
    fine = _listed([_FILE, *names, "count(*) AS n", *_first(ids), *_taken(len(cuts), summed)])
    every = _listed([f"{mask} AS mask", _FILE, *names, *_added(ids, len(cuts))])
    shown = [_FILE, *(read.shown(key, f"k{n}") for n, key in enumerate(keys)), *sides]
    whole = _listed(["mask", *shown, *_added(ids, len(cuts)), *_ranges(len(cuts), ranked)])
    rows = f"SELECT {_listed(inner)} FROM {read.relation(relation, file)}"
    text = f"WITH fine AS (SELECT {fine} FROM ({rows}) GROUP BY ALL), "
    if len(groupings) == 1:
        text += f"every AS (SELECT {masks_of(names, sets)[0]} AS mask, * FROM fine) "
    else:
        text += f"every AS (SELECT {every} FROM fine GROUP BY GROUPING SETS ({by})) "
    text += f"SELECT {whole} FROM every GROUP BY {_listed(['mask', *told])}"
    return Query(text, keys, cuts, masks_of(names, sets))


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)


def _first(ids: Column | None) -> list[str]:
    return [f"min(id, {MOST_NAMED}) AS ids" if ids else "NULL::VARCHAR[] AS ids"]


def _taken(cuts: int, summed: Sequence[int]) -> Iterator[str]:
    """Yield what is taken of the numbers of rows."""
    for n in range(cuts):
        yield f"count(r{n}) AS st{n}, count(x{n}) AS kn{n}, min(x{n}) AS lo{n}, max(x{n}) AS hi{n}"
        if n in summed:
            yield f"sum(d{n}) FILTER (x{n} >= 0) AS ab{n}, sum(d{n}) FILTER (x{n} < 0) AS be{n}"
            yield f"count(d{n}) AS su{n}"
        else:
            yield f"NULL::DECIMAL(38, 12) AS ab{n}, NULL::DECIMAL(38, 12) AS be{n}, 0 AS su{n}"


def _added(ids: Column | None, cuts: int) -> Iterator[str]:
    """Yield what adds up counts of counts, under the same names."""
    yield "sum(n)::BIGINT AS n"
    first = f"list_slice(list_sort(flatten(list(ids))), 1, {MOST_NAMED})"
    yield f"{first} AS ids" if ids else "NULL::VARCHAR[] AS ids"
    for n in range(cuts):
        yield f"sum(st{n})::BIGINT AS st{n}, sum(kn{n})::BIGINT AS kn{n}"
        yield f"min(lo{n}) AS lo{n}, max(hi{n}) AS hi{n}"
        yield f"sum(ab{n}) AS ab{n}, sum(be{n}) AS be{n}, sum(su{n})::BIGINT AS su{n}"


def _ranges(cuts: int, ranked: Sequence[int]) -> Iterator[str]:
    for n in range(cuts):
        yield f"list(g{n}), list(kn{n})" if n in ranked else "NULL, NULL"


def _ranked(grouping: Grouping) -> Iterator[Cut]:
    yield from (cut for cut in grouping.cuts if cut.column.name in grouping.ranks)


def masks_of(names: Sequence[str], sets: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Return the numbers by which the database tells sets of names."""
    return tuple(_mask(names, one) for one in sets)


def _mask(names: Sequence[str], present: Sequence[str]) -> int:
    """The number by which the database tells a set: a bit for each name that is not in it."""
    return sum(1 << (len(names) - 1 - n) for n, name in enumerate(names) if name not in present)


def _once(sets: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    yield from dict.fromkeys(tuple(sorted(one)) for one in sets)


class _Read(Noun):
    """The columns that are read, under names of our own: a file may have columns of any name."""

    columns: tuple[Column, ...]
    types: Mapping[Column, str]

    def relation(self, source: str, file: str) -> str:
        """Return the columns of a relation under their names, and the one that tells the file."""
        renamed = (f"{self._held(column)} AS c{n}" for n, column in enumerate(self.columns))
        return f"(SELECT {', '.join([f'{named(file)} AS {_FILE}', *renamed])} FROM {source})"

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
        """Return a column as what rows are told apart by: as text, or as what is so in another way."""
        if self._is_plain(column):
            return self.value(column)
        text = self.text(column)
        if column.form == "day" and self._type(column) in ("", "VARCHAR"):
            # What cannot be read as a day stays what it is, to be reported.
            day = f"strftime(TRY_CAST({text} AS TIMESTAMPTZ) AT TIME ZONE 'UTC', '%Y-%m-%d')"
            return f"coalesce({day}, {text})"
        return text

    def shown(self, column: Column, key: str) -> str:
        """Return the text of what rows are told apart by."""
        return f"{key}::VARCHAR" if self._is_plain(column) else key

    def _is_plain(self, column: Column) -> bool:
        # Each value has a text of its own, which need not be made for every row.
        return self._type(column) in _PLAIN


def _proper(number: str, form: Form) -> str:
    """A number that is one: finite, and whole where it counts something."""
    if form == "count":
        whole = f"{number} >= 0 AND {number} < {_WHOLE} AND {number} = floor({number})"
        return f"CASE WHEN {whole} THEN {number} END"
    return f"CASE WHEN isfinite({number}) THEN {number} END"


def _side(number: str, limits: Sequence[Decimal]) -> str:
    """On which side of each limit a number lies: 0 below the first, 1 at it, 2 between it and the second."""
    parts = [f"WHEN {number} IS NULL THEN NULL"]
    for n, limit in enumerate(limits):
        at = f"{float(limit)!r}::DOUBLE"
        parts += [f"WHEN {number} < {at} THEN {2 * n}", f"WHEN {number} = {at} THEN {2 * n + 1}"]
    return f"CASE {' '.join(parts)} ELSE {2 * len(limits)} END"
