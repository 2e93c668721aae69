"""Where in its files a table is not as its columns say: a few places, for a person to look at."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from tra_policy.engine.cells import is_misuse
from tra_policy.engine.plan import Column
from tra_policy.engine.sql import quoted
from tra_policy.model.evidence.bundle import Table
from tra_policy.model.evidence.tables import Shard

MOST_LINES = 500_000
_SHOWN = 40


def columns_there(table: Table) -> set[str] | None:
    """Return the columns of the first file; None where none can be read."""
    for shard in table.shards:
        if shard.form == "ndjson":
            for _, row in islice(_rows(shard), 1):
                return set(row)
        else:
            import duckdb

            try:
                with duckdb.connect(":memory:") as database:
                    asked = f"SELECT name FROM parquet_schema({quoted(shard.address)})"
                    return {row[0] for row in database.execute(asked).fetchall()[1:]}
            except duckdb.Error:
                continue
    return None


def misuses(table: Table, column: Column) -> Iterator[tuple[str, int, str]]:
    """Yield the first places at which a column holds what its field cannot: file, line, what it holds."""
    for shard in table.shards:
        if shard.form != "ndjson":
            continue
        for line, row in islice(_rows(shard), MOST_LINES):
            value: Any = row
            for part in column.path:
                value = value.get(part) if isinstance(value, dict) else None
            if value is not None and is_misuse(table.entry.kind, column, value):
                shown = value if isinstance(value, str) else json.dumps(value)
                yield shard.path, line, shown[:_SHOWN]
                return


def _rows(shard: Shard) -> Iterator[tuple[int, dict[str, Any]]]:
    compressed = shard.address.lower().endswith(".gz")
    try:
        with Path(shard.address).open("rb") as raw:
            stream: Any = gzip.GzipFile(fileobj=raw) if compressed else raw
            for number, line in enumerate(stream, 1):
                try:
                    value = json.loads(line)
                except (ValueError, RecursionError):
                    continue
                if isinstance(value, dict):
                    yield number, value
    except (OSError, EOFError):
        return
