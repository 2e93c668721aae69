"""Reader of MLflow tracking stores in SQLite: one training run for each run that was logged.

No measurement is made of what a run logs about itself, and the status that it has is no evidence. A run
that is marked as deleted is read like any other, and said to be one.
"""

from __future__ import annotations

from typing import Any

from tra_policy.readers.faults import fault, listed
from tra_policy.readers.given import Given, Read
from tra_policy.readers.results import misstated
from tra_policy.words.source import Place

NAME = "mlflow"
READS = "MLflow tracking stores in SQLite, `mlflow.db`"
TAKES: tuple[str, ...] = ()
MARKS = (b"SQLite format 3\x00", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
ASKS = (
    "results: {RUN: {id: NAME}} takes some of its runs, by their ids in the store",
    "base_model, stages: what the store does not say",
)
SKELETON: dict[str, Any] = {}

OWN = ("statistic",)
MAGIC = b"SQLite format 3\x00"
WAL_MAGIC = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
_TABLES = (b"alembic_version", b"latest_metrics")


def sniff(name: str, head: bytes) -> bool:
    """Whether a file is an SQLite database that is called, or begins, like a tracking store."""
    base = name.rpartition("/")[2].lower()
    told = base.startswith(("mlflow", "mlruns")) or all(table in head for table in _TABLES)
    return head.startswith(MAGIC) and told


def part(name: str, head: bytes) -> bool:
    """Whether a file is the log that SQLite keeps beside a store that is in use."""
    return name.endswith("-wal") and head.startswith(WAL_MAGIC)


def read(given: Given) -> Read:
    """Return a training run for every run of the store, deleted ones as well."""
    wrong = misstated(given, OWN)
    if wrong:
        return Read(said=wrong, unread=1)
    most = given.limits.log
    if given.size > most:
        message = f"this store has {given.size:,} bytes, more than the {most:,} that are read"
        return Read(said=(fault("TRB003", message, Place(given.name)),), unread=1)
    apart = given.beside(f"{given.base}-wal")
    if apart is not None and apart.size:
        message = f"a part of this store stands in {listed([apart.name])}, which is not read"
        advice = "close what writes it, or copy it with `VACUUM INTO`, and list the copy"
        return Read(said=(fault("TRB040", message, Place(given.name), advice),), unread=1)
    # What knows SQLite is imported when there is such a store: no other bundle waits for it.
    from tra_policy.readers.foreign.mlflow.records import records_of

    return records_of(given)
