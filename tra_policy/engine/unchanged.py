"""Whether a file of a table is still the one whose digest was taken.

Rows are read after the digest: whoever could change a file in between would have other rows counted than
those that were signed.
"""

from __future__ import annotations

from hashlib import file_digest
from pathlib import Path

from tra_policy.model.evidence.tables import Shard

CHANGED = "it was changed while its rows were counted"


def is_as_it_was(shard: Shard) -> bool:
    """Whether a file is as it was: by what it was known by at first sight, or else by its digest."""
    if "://" in shard.address:
        return True  # a store says what it holds, and there is no second way to ask it
    try:
        if shard.mark:
            found = Path(shard.address).stat()
            known = (
                found.st_dev,
                found.st_ino,
                found.st_size,
                found.st_mtime_ns,
                found.st_ctime_ns,
            )
            return known == shard.mark
        with Path(shard.address).open("rb") as file:
            return file_digest(file, "sha256").hexdigest() == shard.sha256
    except OSError:
        return False
