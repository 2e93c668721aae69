"""Files of a table counted by DuckDB, in one pass over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from tra_policy.engine import sql
from tra_policy.engine.database import Means, Watch, library, opened
from tra_policy.engine.footers import alike
from tra_policy.engine.partial import Alike, Key, Numbers, Partial
from tra_policy.engine.plan import Column, Grouping, Plan
from tra_policy.words.noun import replace

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from tra_policy.model.evidence.tables import TableFormat


_PATIENCE = 0.5
# Ids of rows are looked for among so many rows of a Parquet file at first.
FIRST = 20_000
_NOBODY = Alike(0)


class TooMany(Exception):
    """The rows of a table differ too much in what is asked about."""


class Unreadable(Exception):
    """Some file could not be read; the text says which and why, in the words of the database."""


def count(
    paths: Sequence[str], form: TableFormat, plan: Plan, means: Means, *, typed: bool = True
) -> dict[str, Partial]:
    """Return what each file comes to; raise `Unreadable` if one of them cannot be read throughout.

    NDJSON with something else than a number in a column of numbers can be read if it is not `typed`.
    """
    duckdb = library()
    with opened(paths, means) as database, _watched(database, len(paths), means.watch):
        try:
            if form == "ndjson":
                # Reading the text is what takes the time: it is done once for all groupings.
                file = sql.file_column(column.path[0] for column in plan.columns)
                relation = sql.ndjson(paths, plan.columns, file, typed=typed)
                numbers = (c for c in plan.columns if c.form in ("count", "amount"))
                types = dict.fromkeys(numbers, "DOUBLE") if typed else {}
                counts = _counted(database, relation, file, plan.groupings, types, means.cells)
            else:
                counts = [{} for _ in plan.groupings]
                for group in alike(database, paths):
                    held = _held(database, group)
                    file, types = sql.file_column(held), _types(database, group, plan, held)
                    for found, one in zip(counts, plan.groupings, strict=True):
                        found.update(_of_columns(database, group, file, one, types, means.cells))
        except duckdb.OutOfMemoryException as error:
            raise TooMany(f"counting takes more than {means.memory:,} bytes of memory") from error
        except (duckdb.Error, UnicodeDecodeError) as error:
            raise Unreadable(str(error)) from error
    return {path: _partial([found.get(path, {}) for found in counts]) for path in paths}


def _of_columns(
    database: DuckDBPyConnection,
    paths: Sequence[str],
    file: str,
    grouping: Grouping,
    types: Mapping[Column, str],
    most: int,
) -> dict[str, dict[Key, Alike]]:
    """Return what Parquet files come to. Columns that are not asked for cost nothing there, and ids are the
    longest of all: they are looked for in the first rows, and further on only in files where those have
    none of some kind.
    """
    if grouping.ids is None:
        return _counted(database, sql.parquet(paths, file), file, [grouping], types, most)[0]
    plainly = replace(grouping, ids=None)
    found = _counted(database, sql.parquet(paths, file), file, [plainly], types, most)[0]
    asked = replace(grouping, ranks=(), sums=())
    try:
        few = sql.parquet(paths, file, FIRST)
        named = _counted(database, few, file, [asked], types, most)[0]
    except library().BinderException:
        named = {}  # some file has a column of the name under which rows are numbered
    lacking = [
        path
        for path, counts in found.items()
        if any(not named.get(path, {}).get(key, _NOBODY).first for key in counts)
    ]
    if lacking:
        rest = sql.parquet(lacking, file)
        named.update(_counted(database, rest, file, [asked], types, most)[0])
    return {
        path: {
            key: replace(alike, first=named.get(path, {}).get(key, _NOBODY).first)
            for key, alike in counts.items()
        }
        for path, counts in found.items()
    }


@contextmanager
def _watched(database: DuckDBPyConnection, files: int, watch: Watch | None) -> Iterator[None]:
    """Tell how far the database has come, from time to time."""
    if watch is None:
        yield
        return
    from threading import Event, Thread

    over = Event()

    def tell() -> None:
        while not over.wait(_PATIENCE):
            done = database.query_progress()
            if done >= 0:
                watch(files, done)

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()


def _partial(counts: Sequence[Mapping[Key, Alike]]) -> Partial:
    """What one file comes to. Every grouping holds every row: the first tells how many there are."""
    rows = sum(alike.many for alike in counts[0].values()) if counts else 0
    return Partial(rows, 0, tuple(counts))


def _held(database: DuckDBPyConnection, paths: Sequence[str]) -> dict[str, str]:
    """Return the columns of Parquet files that have the same columns, with the type of each."""
    asked = f"DESCRIBE SELECT * FROM {sql.parquet(paths[:1])}"
    return {str(row[0]): str(row[1]) for row in database.execute(asked).fetchall()}


def _types(
    database: DuckDBPyConnection, paths: Sequence[str], plan: Plan, held: Mapping[str, str]
) -> dict[Column, str]:
    """Return the type of each column that is asked about; empty where there is no such column."""
    return {
        column: _inner(database, paths, column)
        if len(column.path) > 1 and column.path[0] in held
        else held.get(column.path[0], "")
        for column in plan.columns
    }


def _inner(database: DuckDBPyConnection, paths: Sequence[str], column: Column) -> str:
    """Return the type of a part of a column; empty where that is not there."""
    try:
        asked = f"DESCRIBE SELECT {sql.held(column)} FROM {sql.parquet(paths[:1])}"
        return str(database.execute(asked).fetchall()[0][1])
    except library().BinderException:
        return ""


def _counted(
    database: DuckDBPyConnection,
    relation: str,
    file: str,
    groupings: Sequence[Grouping],
    types: Mapping[Column, str],
    most: int,
) -> list[dict[str, dict[Key, Alike]]]:
    """Return for each grouping what each file comes to."""
    asked = sql.query(relation, file, groupings, types)
    found: list[dict[str, dict[Key, Alike]]] = [{} for _ in groupings]
    by_mask: dict[int, list[int]] = {}
    for n, mask in enumerate(asked.masks):
        by_mask.setdefault(mask, []).append(n)
    rows = _answer(database, f"{asked.text} LIMIT {most + 1}")
    if len(rows) > most:
        raise TooMany(_too_many(groupings, most))
    for row in rows:
        for n in by_mask[row[0]]:
            of_file = found[n].setdefault(row[1], {})
            key, alike = _alike(asked, groupings[n], row)
            of_file[key] = of_file[key].with_(alike) if key in of_file else alike
    return found


def _answer(database: DuckDBPyConnection, asked: str) -> list[tuple[Any, ...]]:
    """Return the rows of an answer. The database works beside this thread, which can so be interrupted."""
    found: list[list[tuple[Any, ...]]] = []
    failed: list[Exception] = []

    def ask() -> None:
        try:
            found.append(database.execute(asked).fetchall())
        except Exception as error:
            failed.append(error)
        finally:
            done.set()

    # A thread whose `join` was interrupted once cannot be waited for again.
    done = Event()
    Thread(target=ask, daemon=True).start()
    try:
        done.wait()
    except KeyboardInterrupt:
        database.interrupt()
        done.wait()
        raise
    if failed:
        raise failed[0]
    return found[0]


def _too_many(groupings: Sequence[Grouping], most: int) -> str:
    names = dict.fromkeys(c.name for g in groupings for c in g.keys)
    return f"the rows fall into more than {most:,} cells by {', '.join(f'`{n}`' for n in names)}"


def _alike(asked: sql.Query, grouping: Grouping, row: tuple[Any, ...]) -> tuple[Key, Alike]:
    """Return what one line of an answer says of a grouping: its key, and the rows that are alike."""
    keys, cuts = 2, 2 + len(asked.keys)
    counted = cuts + len(asked.cuts)
    ranges = counted + 2 + 7 * len(asked.cuts)
    key = [row[keys + asked.keys.index(column)] for column in grouping.keys]
    numbers: dict[str, Numbers] = {}
    for cut in grouping.cuts:
        n = asked.cuts.index(cut)
        side = row[cuts + n]
        key.append(None if side is None else str(side))
        stated, known, least, most, above, below, summed = row[counted + 2 + 7 * n :][:7]
        ranks: dict[int, int] = {}
        if cut.column.name in grouping.ranks and known:
            names, many = row[ranges + 2 * n], row[ranges + 2 * n + 1]
            ranks = {name: count for name, count in zip(names, many, strict=True) if count}
        numbers[cut.column.name] = Numbers(
            stated, known, least, most, above or Decimal(0), below or Decimal(0), summed, ranks
        )
    named = (row[counted + 1] or ()) if grouping.ids else ()
    return tuple(key), Alike(row[counted], numbers, tuple(named))
