"""The runs of a tracking store: what was logged of each, counted as the rows pass by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tra_policy.readers.document import Limits
from tra_policy.readers.foreign.mlflow.store import Store, Unreadable
from tra_policy.readers.plain_values import text, word
from tra_policy.words.noun import Noun, field

# The columns that are read, as the tracker has had them since its first release with steps (2019).
NEEDED = {
    "alembic_version": ("version_num",),
    "experiments": ("experiment_id", "name", "lifecycle_stage"),
    "runs": (
        "run_uuid",
        "name",
        "status",
        "start_time",
        "end_time",
        "source_version",
        "lifecycle_stage",
        "experiment_id",
    ),
    "metrics": ("run_uuid", "key", "step", "timestamp", "value", "is_nan"),
    "latest_metrics": ("run_uuid", "key", "step", "timestamp", "value", "is_nan"),
    "params": ("run_uuid", "key", "value"),
    "tags": ("run_uuid", "key", "value"),
}
# Came later: a store without them has no datasets.
DATASETS = {
    "datasets": ("dataset_uuid", "name", "digest"),
    "inputs": ("source_type", "source_id", "destination_type", "destination_id"),
}
# How the tracker writes down an infinity.
INFINITE = 1.7976931348623157e308
_MOST_SERIES = 100_000
_MOST_PARAMS = 1_000
_LONGEST = 200
_TAGS = frozenset(
    {"mlflow.runName", "mlflow.source.git.commit", "mlflow.source.git.dirty", "mlflow.parentRunId"}
)

Logged = tuple[int, int, float, bool]


class Series(Noun, frozen=False):
    """A metric of a run: its last value by step and time, and what is odd about its rows in their order.

    A `Logged` is step, milliseconds since 1970, value, and whether that stands for no number.
    """

    rows: int = 0
    first: int = 0
    last: Logged | None = None
    at: int = -(2**63)
    back: int = 0
    again: int = 0
    unusable: int = 0
    ended: int = 0
    latest: Logged | None = None

    def take(self, row: Logged) -> None:
        """Count a row."""
        step, when, value, unusable = row
        self.first = min(self.first, step) if self.rows else step
        self.rows += 1
        self.back += 1 if step < self.at else 0
        self.again += 1 if step == self.at else 0
        self.at = step
        self.unusable += 1 if unusable or abs(value) >= INFINITE else 0
        self.ended = max(self.ended, when)
        # By the tracker's own rule the last value is that of the highest step, then time, then value.
        if self.last is None or row[:3] > self.last[:3]:
            self.last = row


class Run(Noun, frozen=False):
    """A run as the store has it. Times are milliseconds since 1970; `status` is what it says of itself."""

    uuid: str
    name: str
    status: str
    began: int | None
    ended: int | None
    revision: str
    deleted: bool
    experiment: str
    series: dict[str, Series] = field(default_factory=dict)
    params: dict[str, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    tags: dict[str, str] = field(default_factory=dict)
    datasets: list[str] = field(default_factory=list)
    odd: int = 0

    @property
    def shown(self) -> str:
        """Return what messages call it."""
        return f"`{word(self.name)}` ({self.uuid[:8]})" if self.name else f"`{self.uuid[:8]}`"


class Runs(Noun, frozen=False):
    """All runs by id, and how many rows belong to none; `logged_apart` as the store has it.

    `broken` counts the runs that have no id, or that of another run.
    """

    version: str
    logged_apart: bool
    by_id: dict[str, Run] = field(default_factory=dict)
    deleted_experiments: list[str] = field(default_factory=list)
    strays: Counter[str] = field(default_factory=Counter)
    broken: int = 0


class OtherSchema(Unreadable):
    """A database without the tables or columns that are read."""


def collect(store: Store, limits: Limits) -> Runs:
    """Return the runs of a store; raise `Unreadable` where it cannot be read."""
    _check_schema(store)
    versions = [one[0] for one in _rows(store, "alembic_version", limits)]
    if len(versions) != 1 or not text(versions[0]):
        raise OtherSchema("it does not say which version of the tracker's tables it has")
    found = Runs(word(versions[0]), store.logged_apart)
    names: dict[Any, str] = {}
    for key, name, stage in _rows(store, "experiments", limits):
        names[key] = _short(name)
        if stage == "deleted":
            found.deleted_experiments.append(_short(name))
    for row in _rows(store, "runs", limits):
        uuid, name, status, began, ended, revision, stage, experiment = row
        if not 0 < len(text(uuid)) <= _LONGEST or uuid in found.by_id:
            found.broken += 1
            continue
        if len(found.by_id) >= limits.records:
            raise Unreadable(f"it has more than the {limits.records:,} runs read")
        found.by_id[uuid] = Run(
            uuid,
            _short(name),
            _short(status),
            began if isinstance(began, int) else None,
            ended if isinstance(ended, int) else None,
            _short(revision),
            stage == "deleted",
            names.get(experiment, ""),
        )
    _take_metrics(store, found, limits)
    _take_words(store, found, limits)
    _take_datasets(store, found, limits)
    return found


def _check_schema(store: Store) -> None:
    for table, columns in NEEDED.items():
        held = store.tables.get(table)
        if held is None:
            raise OtherSchema(f"it has no table `{table}`, as a tracking store has")
        missing = [name for name in columns if name not in held]
        if missing:
            raise OtherSchema(f"its table `{table}` has no column `{missing[0]}`")


def _rows(store: Store, table: str, limits: Limits) -> Iterator[tuple[Any, ...]]:
    columns = NEEDED.get(table) or DATASETS[table]
    return store.rows(table, columns, limits.lines)


def _take_metrics(store: Store, found: Runs, limits: Limits) -> None:
    series = 0
    for table in ("metrics", "latest_metrics"):
        for uuid, key, step, when, value, unusable in _rows(store, table, limits):
            run = found.by_id.get(uuid)
            if run is None:
                found.strays[table] += 1
                continue
            if not (text(key) and isinstance(step, int) and isinstance(value, (int, float))):
                run.odd += 1
                continue
            name = _short(key)
            held = run.series.get(name)
            if held is None:
                series += 1
                if series > _MOST_SERIES:
                    raise Unreadable(f"it has more than the {_MOST_SERIES:,} metrics read")
                held = run.series[name] = Series()
            logged = step, when if isinstance(when, int) else 0, float(value), unusable != 0
            if table == "metrics":
                held.take(logged)
            else:
                held.latest = logged


def _take_words(store: Store, found: Runs, limits: Limits) -> None:
    for table in ("params", "tags"):
        for uuid, key, value in _rows(store, table, limits):
            run = found.by_id.get(uuid)
            if run is None:
                found.strays[table] += 1
            elif table == "tags":
                if key in _TAGS:
                    run.tags[key] = _short(value)
            elif len(run.params) < _MOST_PARAMS or key in run.params:
                name, said = _short(key), _short(value)
                if run.params.setdefault(name, said) != said:
                    run.changed.add(name)


def _take_datasets(store: Store, found: Runs, limits: Limits) -> None:
    """Note the datasets that were logged as a run's input, each with its digest as the tracker has it."""
    if not all(set(columns) <= store.tables.get(t, frozenset()) for t, columns in DATASETS.items()):
        return
    held = {
        uuid: f"{_short(name)} (digest {_short(digest)})"
        for uuid, name, digest in _rows(store, "datasets", limits)
    }
    for kind, source, target, run in _rows(store, "inputs", limits):
        if (kind, target) == ("DATASET", "RUN") and run in found.by_id and source in held:
            found.by_id[run].datasets.append(held[source])


def _short(value: Any) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""
