"""Rows out of an SQLite file from a stranger: given as bytes, with no file opened and nothing in it run.

SQLite's own advice on hostile files is followed: the schema is not trusted, only named columns of real
tables are read, the pages of a table are checked before its rows, and everything has a bound.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from tra_policy.readers.foreign.mlflow import MAGIC

# SQLite says what is wrong in words of the file; where these are no text, that itself cannot be said.
_FAILED = (sqlite3.Error, UnicodeDecodeError)
LONGEST_CELL = 1_000_000
_HEADER = 100
_EVERY = 1000
# A store has some 200 tables and indices; a schema of millions would fill the memory before a row is read.
_OPENING_STEPS = 100_000
_STEPS_A_BYTE = 20
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LONGEST_CELL,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 50,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 2,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 10,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_PRAGMAS = (
    "trusted_schema = OFF",
    "ignore_check_constraints = ON",
    "cell_size_check = ON",
    "temp_store = MEMORY",
    "mmap_size = 0",
    "query_only = ON",
)
_ASKED = frozenset({"quick_check", "table_xinfo"})
_SCHEMA = frozenset({"sqlite_master", "sqlite_schema"})


class Unreadable(ValueError):
    """The reason why a store is not read. Its text is the message."""


class Store:
    """The tables of an SQLite file; `logged_apart` where a file beside it may hold newer rows."""

    def __init__(self, data: bytes) -> None:
        """Raise `Unreadable` where the bytes are no whole database."""
        self.logged_apart = _check_header(data)
        self._granted: frozenset[str] = frozenset()
        self._steps = _OPENING_STEPS // _EVERY
        if self.logged_apart:
            # A database that lives in memory cannot keep a log apart: these two bytes say that it does.
            data = data[:18] + b"\x01\x01" + data[20:]
        self._held = sqlite3.connect(":memory:", isolation_level=None, cached_statements=0)
        try:
            self._prepare(data)
            self.tables = {
                name: columns for name in self._names() if (columns := self._columns(name))
            }
        except _FAILED as error:
            self.close()
            raise Unreadable(_why(error)) from error
        except Unreadable:
            self.close()
            raise
        self._steps += len(data) * _STEPS_A_BYTE // _EVERY

    def close(self) -> None:
        """Let go of the bytes."""
        self._held.close()

    def rows(self, table: str, columns: Sequence[str], most: int) -> Iterator[tuple[Any, ...]]:
        """Yield the named columns of a table row by row, in the order in which they were put in."""
        self._granted = frozenset({table})
        shown = ", ".join(f'"{name}"' for name in columns)
        try:
            wrong = [one[0] for one in self._held.execute(f'PRAGMA quick_check("{table}")')]
            if wrong != ["ok"]:
                raise Unreadable(f"the table `{table}` is damaged")
            # Without the order an index might be read in the place of the table.
            query = f'SELECT {shown} FROM "{table}" NOT INDEXED ORDER BY rowid'
            for number, row in enumerate(self._held.execute(query)):
                if number >= most:
                    raise Unreadable(f"the table `{table}` has more than the {most:,} rows read")
                yield row
        except _FAILED as error:
            raise Unreadable(f"the table `{table}`: {_why(error)}") from error

    def _prepare(self, data: bytes) -> None:
        held = self._held
        held.text_factory = lambda raw: raw.decode("utf-8", "replace")
        for pragma in _PRAGMAS:
            held.execute(f"PRAGMA {pragma}")
        for limit, most in _LIMITS.items():
            held.setlimit(limit, most)
        held.deserialize(data)
        held.set_authorizer(self._allows)
        held.set_progress_handler(self._spent, _EVERY)

    def _allows(self, action: int, one: str | None, two: str | None, *_: str | None) -> int:
        match action:
            case sqlite3.SQLITE_SELECT:
                return sqlite3.SQLITE_OK
            case sqlite3.SQLITE_READ if one in _SCHEMA or one in self._granted:
                return sqlite3.SQLITE_OK
            case sqlite3.SQLITE_PRAGMA if one in _ASKED:
                return sqlite3.SQLITE_OK
            case _:
                return sqlite3.SQLITE_DENY

    def _spent(self) -> bool:
        self._steps -= 1
        return self._steps < 0

    def _names(self) -> list[str]:
        """Return the tables that have pages of their own: no views, and none that a module computes."""
        query = "SELECT name, type, rootpage, sql FROM sqlite_schema"
        found = []
        for name, kind, page, sql in self._held.execute(query):
            real = kind == "table" and isinstance(page, int) and page > 0
            if real and isinstance(name, str) and str(sql).startswith("CREATE TABLE"):
                found.append(name)
        return [name for name in found if name.isidentifier()]

    def _columns(self, table: str) -> frozenset[str]:
        """Return the columns of a table; none where a column is computed and not held."""
        self._granted = frozenset({table})
        rows = list(self._held.execute(f'PRAGMA table_xinfo("{table}")'))
        return frozenset() if any(row[6] for row in rows) else frozenset(row[1] for row in rows)


def _check_header(data: bytes) -> bool:
    """Raise `Unreadable` for what is no whole database; return whether it keeps a log apart."""
    if not data.startswith(MAGIC) or len(data) < _HEADER:
        raise Unreadable("it is no SQLite database")
    size = int.from_bytes(data[16:18], "big")
    size = 65536 if size == 1 else size
    if not 512 <= size <= 65536 or size & (size - 1):
        raise Unreadable("its header is damaged")
    pages = int.from_bytes(data[28:32], "big")
    stamped = data[24:28] == data[92:96]
    if len(data) % size or (stamped and len(data) < pages * size):
        raise Unreadable("it ends before its last page: was it cut off, or copied while in use?")
    return 2 in data[18:20]


def _why(error: Exception) -> str:
    """Return what SQLite found, in words; its own may hold names from the file."""
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_INTERRUPT:
            return "it takes more work to read than its size accounts for"
        case sqlite3.SQLITE_TOOBIG:
            return f"it has a value of more than the {LONGEST_CELL:,} bytes read"
        case sqlite3.SQLITE_AUTH:
            return "reading it would run something that is written in it"
        case _:
            return "it is damaged"
