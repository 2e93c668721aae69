"""Reader of W&B runs: one training run from its history, its own log, or its summary alone.

No measurement is made of what a run logs about itself. Of a chart and of Parquet it is said what to hand in.
"""

from __future__ import annotations

import re
from typing import Any

from tra_policy.readers.faults import fault, finding, listed
from tra_policy.readers.foreign.wandb.described import (
    CONFIG,
    METADATA,
    SUMMARY,
    Run,
    mapping_of,
    told,
    with_parts,
)
from tra_policy.readers.foreign.wandb.history import History, TooMany, collect
from tra_policy.readers.given import Given, Read
from tra_policy.readers.loose_json import Rows
from tra_policy.readers.not_read import not_read
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place

NAME = "wandb"
READS = (
    "W&B runs: `run-*.wandb`, or a history as CSV or JSON lines with `wandb-summary.json` beside it"
)
TAKES: tuple[str, ...] = ()
MARKS = ("wandb-summary.json", b":W&B", b"_step", b"__MIN", b"_wandb", b'"startedAt"')
ASKS = ("id: the name of the run; base_model, stages: what the export does not say",)
SKELETON: dict[str, Any] = {}

# What the log of a run begins with, before its version.
MAGIC = b":W&B\xe1\xbe"
_ROW = tuple(re.compile(f'"{name}"\\s*:'.encode()) for name in ("_step", "_runtime", "_timestamp"))
_OWN = re.compile(rb'"_wandb"\s*:')
_STARTED = re.compile(rb'"startedAt"\s*:')
_CONFIG = re.compile(rb"(?m)^_wandb:")


def sniff(name: str, head: bytes) -> bool:
    """Whether a file looks like a history, a summary, a chart or the log of a run."""
    base = name.rpartition("/")[2]
    if head.startswith(MAGIC) or _is_chart(head):
        return True
    if _is_summary(base, head):
        return True
    first, *others = (bool(form.search(_line(head))) for form in _ROW)
    return (_line(head).startswith(b"{") and first and any(others)) or _is_table(head)


def part(name: str, head: bytes) -> bool:
    """Whether a file looks like the metadata or the configuration of a run."""
    base = name.rpartition("/")[2]
    if base == METADATA:
        return bool(_STARTED.search(head))
    return base == CONFIG and bool(_CONFIG.search(head))


def _line(head: bytes) -> bytes:
    return head.lstrip().partition(b"\n")[0]


def _is_summary(base: str, head: bytes) -> bool:
    held = head.lstrip().startswith(b"{")
    return held and (base.endswith(SUMMARY) or bool(_OWN.search(head) and _ROW[0].search(head)))


def _is_table(head: bytes) -> bool:
    names = _columns(head, b"_step")
    return "_step" in names and not {"_runtime", "_timestamp"}.isdisjoint(names)


def _is_chart(head: bytes) -> bool:
    names = _columns(head, b"__MIN")
    return len(names) > 1 and names[-1].endswith(("__MIN", "__MAX"))


def _columns(head: bytes, mark: bytes) -> list[str]:
    """Return the columns of a table that has a mark in its first line; none for other files."""
    line = _line(head)
    if mark not in line or line.startswith(b"{"):
        return []
    from tra_policy.readers.foreign.wandb.table import header

    return header(line)


def read(given: Given) -> Read:
    """Return the training run that an export, or the log of a run, is of."""
    head = given.head()
    if refusal := _refused(given, head):
        return Read(said=(refusal,), unread=1)
    try:
        if head.startswith(MAGIC):
            return _log(given)
        if _is_summary(given.base, head):
            return _summary(given)
        return _history(given, head)
    except TooMany as error:
        message = f"this run cannot be read: {error}"
        return Read(said=(fault("TRB003", message, Place(given.name)),), unread=1)


def _history(given: Given, head: bytes) -> Read:
    rows = _rows(given, head)
    history = collect(rows)
    if not history.rows or history.without == history.rows:
        none = fault("TRB040", "this is no history: no row of it has a `_step`", Place(given.name))
        return Read(said=(*rows.diagnostics, none), unread=rows.unread + 1)
    run = Run(history, said=list(rows.diagnostics), unread=rows.unread)
    return told(given, with_parts(given, run))


def _summary(given: Given) -> Read:
    summary, said = mapping_of(given, "this summary")
    if summary is None:
        return Read(said=said, unread=1)
    return told(given, with_parts(given, Run(History(), summary)))


def _log(given: Given) -> Read:
    from tra_policy.readers.foreign.wandb.log import Log

    log, place = Log(given), Place(given.name)
    history = collect(log.rows())
    run = Run(history, log.summary, log.metadata, log.config)
    if log.broken:
        message = f"this log cannot be read to its end: {log.broken}, after {log.count:,} records"
        run.said.append(fault("TRB040", message, place))
    elif not log.ended:
        message = "this log has no end: the run was never finished, or it still went on"
        run.said.append(finding("TRB045", message, place))
    if log.garbled:
        message = f"{log.garbled:,} values in this log cannot be read"
        run.said.append(fault("TRB058", message, place))
    if log.changed:
        message = f"settings were changed while the run went on: {listed(sorted(log.changed))}"
        run.said.append(finding("TRB046", message, place))
    run.unread = int(bool(log.broken)) + log.garbled
    if not history.rows and not log.metadata and not log.config:
        return Read(said=tuple(run.said), unread=max(run.unread, 1))
    return told(given, run)


def _rows(given: Given, head: bytes) -> Rows:
    if not _is_table(head):
        return Rows(given)
    from tra_policy.readers.foreign.wandb.table import Table

    return Table(given)


def _refused(given: Given, head: bytes) -> Diagnostic | None:
    """Return why a file is not read, with what to hand in in its place."""
    if _is_chart(head):
        message = (
            "this is the export of a chart, which holds samples of a history and no steps of a run"
        )
        advice = "export every row of `run.scan_history()` as JSON lines"
        return fault("TRB040", message, Place(given.name), advice)
    return not_read(given.name, head)
