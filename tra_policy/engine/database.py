"""The database that counts: opened in bounded memory, for the files that it is given and without the network.

It may open these files and nothing else, and cannot be told otherwise later.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

from tra_policy.engine.cleaning import LONGEST_LINE
from tra_policy.engine.lying import introduce
from tra_policy.engine.sql import quoted
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What is told of a long count: how many files, and how much of them is done, in percent.
Watch = Callable[[int, float], None]
# Each thread holds two pieces of a text, which have to be longer than its longest line.
_PER_THREAD = 4 * LONGEST_LINE
_ALONE = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}


class Means(Noun):
    """What counting may use: bytes of memory, threads (0: as many as there are), a
    folder to spill into, and how many cells may come of all files. A packed file may unpack to so many
    bytes, and grow by that ratio. `watch` is told how much is done."""

    memory: int = 1024 * 1024 * 1024
    threads: int = 0
    spill: str = ""
    cells: int = 2_000_000
    unpacked: int = 16 * 1024 * 1024 * 1024
    ratio: int = 200
    watch: Watch | None = None


def library() -> ModuleType:
    """Return the database's own module.

    The package around it takes longer to import than a small table takes to count, for frames and
    relations that nobody here asks for.
    """
    try:
        import _duckdb
    except ImportError:
        import duckdb

        return duckdb
    return _duckdb


def opened(paths: Sequence[str], means: Means) -> DuckDBPyConnection:
    """Return a database that may open some files."""
    memory = max(means.memory, _PER_THREAD)
    settings: dict[str, Any] = {
        **_ALONE,
        "memory_limit": f"{memory}B",
        "threads": max(1, min(means.threads or os.cpu_count() or 1, memory // _PER_THREAD)),
        "preserve_insertion_order": False,
    }
    if means.spill:
        settings["temp_directory"] = means.spill
    database: DuckDBPyConnection = library().connect(":memory:", config=settings)
    introduce(database, paths)
    database.execute("SET TimeZone = 'UTC'")
    database.execute(f"SET allowed_paths = [{', '.join(map(quoted, paths))}]")
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")
    return database


def opened_alone(path: str) -> DuckDBPyConnection:
    """Return a database for a look into a file."""
    found: DuckDBPyConnection = library().connect(":memory:", config={**_ALONE, "threads": 1})
    introduce(found, [path])
    return found
