"""Parquet files by what their footers say of their columns.

Read together, files whose types differ would be read in a type that fits all of them: `true` beside `0.5`
would be the number 1. What a file comes to must not hang on the files that happen to be read with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tra_policy.engine.sql import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TOLD = "name, type, num_children, converted_type, scale, precision, logical_type"


def alike(database: DuckDBPyConnection, paths: Sequence[str]) -> Iterator[list[str]]:
    """Yield the files in groups that have the same columns of the same types."""
    listed = ", ".join(map(quoted, paths))
    asked = f"SELECT file_name, {_TOLD} FROM parquet_schema([{listed}])"
    columns: dict[str, list[tuple[object, ...]]] = {path: [] for path in paths}
    for path, *told in database.execute(asked).fetchall():
        columns[path].append(tuple(told))
    groups: dict[tuple[tuple[object, ...], ...], list[str]] = {}
    for path, found in columns.items():
        groups.setdefault(tuple(found), []).append(path)
    yield from groups.values()
