"""Reader of W&B exports: one training run from the history that it logged, or from its summary alone.

No measurement is made of what a run logs about itself. The transaction log that a run writes, and charts
and Parquet files, are told what to do with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tra_policy.model.moment import parse_moment
from tra_policy.readers.document import step
from tra_policy.readers.faults import fault, finding, listed, printable
from tra_policy.readers.foreign.wandb.history import History, TooMany, collect, numbers
from tra_policy.readers.foreign.wandb.summary import kept_words, of_summary
from tra_policy.readers.given import Given, Read, Sketch
from tra_policy.readers.loose_json import Rows, document
from tra_policy.readers.not_read import WANDB_LOG, not_read
from tra_policy.readers.plain_values import at, mapping, since_epoch, text, word
from tra_policy.readers.results import DEFAULTS, noted, notes, placed, stem
from tra_policy.readers.text import decode
from tra_policy.readers.yaml12 import read_yaml
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.source import Place

NAME = "wandb"
READS = "W&B histories as CSV or JSON lines, with `wandb-summary.json` and its like beside them"
TAKES: tuple[str, ...] = ()
ASKS = ("id: the name of the run; base_model, stages: what the export does not say",)
SKELETON: dict[str, Any] = {}

SUMMARY, METADATA, CONFIG, CHANGES = (
    "wandb-summary.json",
    "wandb-metadata.json",
    "config.yaml",
    "diff.patch",
)
# How many rows `run.history()` draws where nobody asks for another number.
_SAMPLED = 500
_ROW = tuple(re.compile(f'"{name}"\\s*:'.encode()) for name in ("_step", "_runtime", "_timestamp"))
_OWN = re.compile(rb'"_wandb"\s*:')
_STARTED = re.compile(rb'"startedAt"\s*:')
_CONFIG = re.compile(rb"(?m)^_wandb:")


def sniff(name: str, head: bytes) -> bool:
    """Whether a file looks like a history, a summary, a chart or the log of a run."""
    base = name.rpartition("/")[2]
    if head.startswith(WANDB_LOG) or _is_chart(head):
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
    """Return the training run that an export is of."""
    head = given.head()
    if refusal := _refused(given, head):
        return Read(said=(refusal,), unread=1)
    if _is_summary(given.base, head):
        summary, said = _object(given, "this summary")
        if summary is None:
            return Read(said=said, unread=1)
        return _told(given, History(), summary, (), 0)
    rows = _rows(given, head)
    try:
        history = collect(rows)
    except TooMany as error:
        message = f"this history cannot be read: {error}"
        return Read(said=(fault("TRB003", message, Place(given.name)),), unread=1)
    if not history.rows or history.without == history.rows:
        none = fault("TRB040", "this is no history: no row of it has a `_step`", Place(given.name))
        return Read(said=(*rows.diagnostics, none), unread=rows.unread + 1)
    beside = given.beside(SUMMARY)
    summary, said = _object(beside, "this summary") if beside is not None else ({}, ())
    said = (*rows.diagnostics, *said)
    return _told(given, history, summary or {}, said, rows.unread + int(summary is None))


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


def _object(given: Given, what: str) -> tuple[dict[str, Any] | None, tuple[Diagnostic, ...]]:
    value, said = document(given, what)
    if said or isinstance(value, dict):
        return (None if said else value), said
    return None, (fault("TRB040", f"{what} is no mapping", Place(given.name)),)


def _told(
    given: Given,
    history: History,
    summary: Mapping[str, Any],
    said: tuple[Diagnostic, ...],
    unread: int,
) -> Read:
    sketch = Sketch(given.name, kind="training_run", id=stem(given))
    metadata, more = _part_object(given, METADATA)
    config, wrong = _config(given)
    changes = given.beside(CHANGES)
    dirty = changes is not None and changes.size > 0
    started = text(metadata.get("startedAt"))
    moment = parse_moment(started)
    if moment is not None and moment.at is not None:
        sketch.put("started", started, "/startedAt", file=_beside(given, METADATA))
    words = _notes(history, summary, metadata, config)
    sketch.put("note", printable(notes(*words)), "")
    for name, value in given.defaults.items():
        if name == "note":
            noted(sketch, value)
        elif name != "kind":
            sketch.put(name, value, step(DEFAULTS, name), "stated by a person")
    findings = [*said, *more, *wrong, *_of_history(given, history)]
    if summary:
        findings += _of_summary(given, history, summary)
    if dirty:
        message = "it was made from code with changes that are in no revision"
        findings.append(finding("TRB047", message, Place(_beside(given, CHANGES))))
    parts = [name for name in (SUMMARY, METADATA, CONFIG, CHANGES) if given.beside(name)]
    used = tuple(_beside(given, name) for name in parts if name != given.base)
    count = unread + sum(d.input_error for d in (*more, *wrong))
    return Read((placed(sketch.draft()),), tuple(findings), count, used)


def _beside(given: Given, name: str) -> str:
    found = given.beside(name)
    return found.name if found is not None else given.name


def _part_object(given: Given, name: str) -> tuple[dict[str, Any], tuple[Diagnostic, ...]]:
    found = given.beside(name)
    if found is None:
        return {}, ()
    value, said = _object(found, "this description of a run")
    return value or {}, said


def _config(given: Given) -> tuple[dict[str, Any], tuple[Diagnostic, ...]]:
    """Return the settings of a run, without the tracker's own."""
    found = given.beside(CONFIG)
    if found is None:
        return {}, ()
    with found.open() as stream:
        content, said = decode(found.name, stream.read(found.limits.size + 1), found.limits)
    if content is None:
        return {}, said
    held, said = read_yaml(found.name, content, found.limits)
    settings = mapping(held.value) if held is not None else {}
    own = {"_wandb", "wandb_version"}
    return {k: at(v, "value") for k, v in settings.items() if k not in own}, said


def _notes(
    history: History,
    summary: Mapping[str, Any],
    metadata: Mapping[str, Any],
    config: Mapping[str, Any],
) -> Iterator[str]:
    if history.rows:
        yield f"{history.rows:,} rows of a W&B history with {len(history.series):,} metrics"
        yield f"steps {history.first:,} to {history.last:,}"
        yield f"metrics {listed(sorted(history.series), 10)}" if history.series else ""
        if history.began:
            yield f"logged from {since_epoch(history.began)} to {since_epoch(history.ended)}"
    if summary:
        count = sum(1 for _ in numbers(summary))
        yield f"a summary with {count:,} numbers"
        if kept := kept_words(summary, history):
            yield f"it keeps {kept}"
    if config:
        shown = [f"{word(k)} {word(v)}" for k, v in sorted(config.items())[:10]]
        yield f"{len(config):,} settings: {', '.join(shown)}"
    for name in ("program", "gpu"):
        if text(metadata.get(name)):
            yield f"{name} {word(metadata[name])}"
    if text(at(metadata, "git", "commit")):
        yield f"code {word(at(metadata, 'git', 'commit'))}"


def _of_history(given: Given, history: History) -> Iterator[Diagnostic]:
    place = Place(given.name)
    if history.without:
        yield finding("TRB065", f"{history.without:,} rows of its history have no step", place)
    if history.back or history.again:
        count = history.back + history.again
        message = f"its history goes back, or stands still, {count:,} times"
        yield finding("TRB065", message, place, "was a part of the run done again?")
    if history.rows == _SAMPLED and len(history.strides) > 1:
        message = (
            f"its history has {_SAMPLED} rows for the steps {history.first:,} to {history.last:,}"
        )
        advice = "that many are drawn as samples; export every row of `run.scan_history()`"
        yield finding("TRB065", message, place, advice)
    elif history.left_out:
        message = f"its steps are not evenly spaced: {history.left_out:,} rows fewer than evenly"
        advice = "were rows left out, or logged at odd steps?"
        yield finding("TRB065", message, place, advice, Severity.INFO)
    unusable = sorted(name for name, series in history.series.items() if series.unusable)
    if unusable:
        count = sum(series.unusable for series in history.series.values())
        message = f"{count:,} values of its history are no finite number, in {listed(unusable)}"
        yield finding("TRB050", message, place)


def _of_summary(given: Given, history: History, summary: Mapping[str, Any]) -> Iterator[Diagnostic]:
    place = Place(_beside(given, SUMMARY) if history.rows else given.name)
    if not history.rows:
        message = "a summary without a history: its numbers are claims"
        yield finding("TRB049", message, place, "list the history, with `reader: wandb`")
        return

    def said(code: str, message: str, advice: str = "") -> Diagnostic:
        return finding(code, message, place, advice)

    yield from of_summary(summary, history, said)
