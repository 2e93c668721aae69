"""Tracking stores for tests: the one that MLflow wrote, changed in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

# The runs of `data/mlflow/mlflow.db` in the order in which they were begun.
RUNS = (
    "7a131df279074a7ca68929e2e2c24b88",
    "4526dd0c200f4760999703a898028e10",
    "2789a45b1c6642c9ac8bd6958b2bef6a",
    "1c83511ab55f40ada0bb521744d6b0af",
)
SECOND = RUNS[1]


def changed(data: bytes, change: Callable[[sqlite3.Connection], None] | str) -> bytes:
    """A database after a change; `:r` in a statement is the first run."""
    if not change:
        return data
    held = sqlite3.connect(":memory:", isolation_level=None)
    held.deserialize(data)
    held.execute("pragma foreign_keys = off")
    held.execute("pragma ignore_check_constraints = on")
    if isinstance(change, str):
        held.execute(change, {"r": RUNS[0]} if ":r" in change else {})
    else:
        change(held)
    return held.serialize()


def rows_of(data: bytes, table: str) -> list[dict[str, Any]]:
    """The rows of a table, read by a line of its own."""
    held = sqlite3.connect(":memory:")
    held.deserialize(data)
    held.row_factory = sqlite3.Row
    return [dict(row) for row in held.execute(f"select * from {table}")]
