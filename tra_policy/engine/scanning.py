"""Files of a table to what each comes to; a file that cannot be read as it is does not spoil the others."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tra_policy.engine import duck
from tra_policy.engine.cleaning import cleaned, has_null
from tra_policy.engine.database import Means
from tra_policy.engine.duck import Unreadable
from tra_policy.engine.lying import bytes_of
from tra_policy.engine.packing import not_whole
from tra_policy.engine.partial import Partial
from tra_policy.engine.plan import Plan
from tra_policy.engine.sql import is_packed
from tra_policy.words.noun import replace

if TYPE_CHECKING:
    from tra_policy.model.evidence.tables import TableFormat

# A file that cannot be read, and why.
Broken = str


def scan(
    paths: Sequence[str], form: TableFormat, plan: Plan, means: Means
) -> Mapping[str, Partial | Broken]:
    """Return what each file comes to, or why it cannot be read."""
    packed = [path for path in paths if form == "ndjson" and is_packed(path)]
    plain = [path for path in paths if form != "ndjson" or not is_packed(path)]
    broken = not_whole(packed, means)
    # The database would take packed files and others for what the first one is.
    whole = [path for path in packed if path not in broken]
    return {
        **broken,
        **_scanned(whole, form, plan, means),
        **_scanned(plain, form, plan, means),
    }


def _scanned(
    paths: Sequence[str], form: TableFormat, plan: Plan, means: Means
) -> Mapping[str, Partial | Broken]:
    if not paths:
        return {}
    try:
        found = duck.count(paths, form, plan, means)
        return {path: _with_nulls(path, one, form, plan, means) for path, one in found.items()}
    except Unreadable as error:
        if len(paths) == 1:
            return {paths[0]: _as_it_is(paths[0], form, plan, means, str(error))}
    # Some file is damaged: halves find it in few steps, and the others are still read together.
    half = len(paths) // 2
    first, rest = paths[:half], paths[half:]
    return {**_scanned(first, form, plan, means), **_scanned(rest, form, plan, means)}


def _as_it_is(path: str, form: TableFormat, plan: Plan, means: Means, why: str) -> Partial | Broken:
    if form == "ndjson":
        try:
            found = duck.count([path], form, plan, means, typed=False)[path]
            return _with_nulls(path, found, form, plan, means)
        except Unreadable:
            pass
    return _damaged(path, form, plan, means, why)


def _with_nulls(
    path: str, found: Partial, form: TableFormat, plan: Plan, means: Means
) -> Partial | Broken:
    """A line that is `null` is counted as a row that states nothing; where there are such, look."""
    stateless = all(any({*key} <= {None} for key in counts) for counts in found.counts)
    if form == "parquet" or not found.rows or not stateless:
        return found
    try:
        with bytes_of(path) as source:
            nulls = has_null(source, is_packed(path))
    except OSError as error:
        return (error.strerror or "it is damaged").lower()
    return _damaged(path, form, plan, means, "") if nulls else found


def _damaged(path: str, form: TableFormat, plan: Plan, means: Means, why: str) -> Partial | Broken:
    if form == "parquet":
        return _short(why)
    handle, name = tempfile.mkstemp(".ndjson", dir=means.spill or None)
    try:
        with os.fdopen(handle, "wb") as copy, bytes_of(path) as source:
            through = [column.path for column in plan.columns]
            compressed = is_packed(path)
            _, faulty, faults = cleaned(source, copy, compressed, through)
        found = duck.count([name], form, plan, means, typed=False)[name]
    except OSError as error:
        return (error.strerror or _short(why)).lower()
    except Unreadable:
        return _short(why)
    finally:
        Path(name).unlink()
    return replace(found, faulty=faulty, faults=faults)


def _short(why: str) -> str:
    """The first sentence of what the database says, without its advice on how to call it."""
    said = why.split("\n")[0].partition(": ")[2][:200]
    return said if said.isprintable() and said else "it is damaged"
