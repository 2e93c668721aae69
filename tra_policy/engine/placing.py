"""Where in its files a table is not as its columns say: a few places, for a person to look at."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any

from tra_policy.engine.cells import is_misuse
from tra_policy.engine.cleaning import whole
from tra_policy.engine.database import library, opened_alone
from tra_policy.engine.lying import bytes_of
from tra_policy.engine.plan import Column
from tra_policy.engine.sql import BY_CONTENT, held, quoted
from tra_policy.model.evidence.bundle import Table
from tra_policy.model.evidence.tables import Shard

MOST_LINES = 500_000
_FIRST_LINES = 1000
_SHOWN = 40
# What a line holds that this module cannot look into, though the database could.
_CLOSED: Mapping[str, Any] = {}


def columns_there(table: Table) -> set[str] | None:
    """Return the columns of the first file, with `/` into their parts; None where none can be read."""
    for shard in table.shards:
        if shard.form == "ndjson":
            rows = (row for _, row in islice(_rows(shard), _FIRST_LINES))
            found = {path for row in rows for path in _paths(row, "")}
        else:
            found = _columns(shard) or set()
        if found:
            return found
    return None


def _paths(value: Mapping[str, Any], before: str) -> Iterator[str]:
    for name, inner in value.items():
        yield f"{before}{name}"
        # A column that leads deeper than this is none that a person wrote.
        if isinstance(inner, dict) and before.count("/") < 5:
            yield from _paths(inner, f"{before}{name}/")


def lacking(table: Table, asked: Mapping[str, Collection[Column]]) -> Iterator[tuple[str, Column]]:
    """Yield the Parquet files that lack one of the columns asked of them, by path, with that column.

    A line of text need not state what it does not know.
    """
    for shard in table.shards:
        columns = asked.get(shard.path, ())
        there = _columns(shard) if columns and shard.form == "parquet" else None
        if there is not None:
            yield from ((shard.path, c) for c in columns if "/".join(c.path) not in there)


def _columns(shard: Shard) -> set[str] | None:
    """Return the columns of a Parquet file, with `/` into their parts."""
    duckdb = library()
    try:
        with opened_alone(shard.address) as database:
            asked = f"SELECT name, num_children FROM parquet_schema({quoted(shard.address)})"
            listed = iter(database.execute(asked).fetchall())
            _, many = next(listed, ("", 0))
            return set(_under(listed, many or 0, ""))
    except (duckdb.Error, UnicodeDecodeError):
        return None


def _under(listed: Iterator[tuple[str, int | None]], many: int, before: str) -> Iterator[str]:
    """Yield the columns below one: a footer lists them depth first."""
    for name, inner in islice(listed, many):
        yield f"{before}{name}"
        yield from _under(listed, inner or 0, f"{before}{name}/")


def misuses(table: Table, column: Column) -> Iterator[tuple[str, int, str]]:
    """Yield the first places at which a column holds what its field cannot: file, line, what it holds.

    The line is 0 where a file has none.
    """
    for shard in table.shards:
        values = _values(shard, column) if shard.form == "ndjson" else _cells(shard, column)
        for line, value in islice(values, MOST_LINES):
            if value is not None and is_misuse(table.entry.kind, column, value):
                shown = value if isinstance(value, str) else json.dumps(value, default=str)
                yield shard.path, line, "" if value is _CLOSED else shown[:_SHOWN]
                return


def _values(shard: Shard, column: Column) -> Iterator[tuple[int, Any]]:
    for line, row in _rows(shard):
        value: Any = row
        for part in column.path:
            value = value.get(part) if isinstance(value, dict) else None
        yield line, _CLOSED if row is _CLOSED else value


def _cells(shard: Shard, column: Column) -> Iterator[tuple[int, Any]]:
    duckdb = library()
    try:
        with opened_alone(shard.address) as database:
            asked = (
                f"SELECT {held(column)} FROM read_parquet({quoted(shard.address)}, {BY_CONTENT})"
            )
            found = database.execute(f"{asked} LIMIT {MOST_LINES}")
            while rows := found.fetchmany(10_000):
                yield from ((0, row[0]) for row in rows)
    except (duckdb.Error, UnicodeDecodeError, ValueError, OverflowError):
        return


def _rows(shard: Shard) -> Iterator[tuple[int, Mapping[str, Any]]]:
    compressed = shard.address.lower().endswith(".gz")
    try:
        with bytes_of(shard.address) as raw:
            stream: Any = gzip.GzipFile(fileobj=raw) if compressed else raw
            for number, line in enumerate(stream, 1):
                try:
                    value = json.loads(line, parse_int=whole)
                except RecursionError:
                    value = _CLOSED
                except ValueError:
                    continue
                if isinstance(value, dict):
                    yield number, value
    except (OSError, EOFError, zlib.error):
        return
