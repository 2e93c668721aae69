"""The bytes of a file of a table, wherever it lies: on disk, or at an address of an object store."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duckdb import DuckDBPyConnection

AFAR = "://"


def bytes_of(address: str) -> BinaryIO:
    """Return a stream of the bytes of a file; raise `OSError` where they cannot be had."""
    if AFAR not in address:
        return Path(address).open("rb")
    import fsspec

    try:
        store, path = fsspec.core.url_to_fs(address)
        return io.BufferedReader(store.open(path, "rb"))
    except OSError:
        raise
    except Exception as error:  # each store has errors of its own
        raise OSError(0, str(error) or type(error).__name__) from error


def size_of(address: str) -> int:
    """Return how many bytes a file has; raise `OSError` where that cannot be had."""
    if AFAR not in address:
        return Path(address).stat().st_size
    with bytes_of(address) as stream:
        return stream.seek(0, io.SEEK_END)


def introduce(database: DuckDBPyConnection, addresses: Iterable[str]) -> None:
    """Have a database open the stores that some files lie in."""
    for protocol in dict.fromkeys(a.partition(AFAR)[0] for a in addresses if AFAR in a):
        import fsspec

        database.register_filesystem(fsspec.filesystem(protocol))
