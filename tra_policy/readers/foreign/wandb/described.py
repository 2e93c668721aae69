"""A W&B run as a record: what its rows, its summary, its settings and its metadata come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tra_policy.model.moment import parse_moment
from tra_policy.readers.document import step
from tra_policy.readers.faults import fault, finding, listed, printable
from tra_policy.readers.foreign.wandb.history import History, numbers
from tra_policy.readers.foreign.wandb.summary import kept_words, of_summary
from tra_policy.readers.given import Given, Read, Sketch
from tra_policy.readers.loose_json import document
from tra_policy.readers.plain_values import at, mapping, since_epoch, text, word
from tra_policy.readers.results import DEFAULTS, noted, notes, placed, stem
from tra_policy.readers.text import decode
from tra_policy.readers.yaml_text import read_yaml
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.noun import Noun, field
from tra_policy.words.source import Place

SUMMARY, METADATA, CONFIG, CHANGES = (
    "wandb-summary.json",
    "wandb-metadata.json",
    "config.yaml",
    "diff.patch",
)
# How many rows `run.history()` draws where nobody asks for another number.
_SAMPLED = 500


class Run(Noun, frozen=False):
    """All that was found of a run: its mapping of names to numbers, where they stand, what is wrong so far.

    `parts` are the files beside it that were read.
    """

    history: History
    summary: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)
    said: list[Diagnostic] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)
    unread: int = 0


def with_parts(given: Given, run: Run) -> Run:
    """Add what the files beside an export say; one that cannot be read is a mistake, and counted."""
    if run.history.rows:
        run.summary = _part(given, run, SUMMARY)
    run.metadata = _part(given, run, METADATA)
    found = _beside(given, run, CONFIG)
    if found is None:
        return run
    with found.open() as stream:
        content, said = decode(found.name, stream.read(found.limits.size + 1), found.limits)
    if content is not None:
        held, said = read_yaml(found.name, content, found.limits)
        settings = mapping(held.value) if held is not None else {}
        own = {"_wandb", "wandb_version"}
        run.config = {k: at(v, "value") for k, v in settings.items() if k not in own}
    run.said += said
    run.unread += sum(d.input_error for d in said)
    return run


def _beside(given: Given, run: Run, name: str) -> Given | None:
    found = given.beside(name)
    if found is not None:
        run.parts[name] = found.name
    return found


def _part(given: Given, run: Run, name: str) -> dict[str, Any]:
    found = _beside(given, run, name)
    if found is None:
        return {}
    value, said = mapping_of(found, "this description of a run")
    run.said += said
    run.unread += int(value is None)
    return value or {}


def mapping_of(given: Given, what: str) -> tuple[dict[str, Any] | None, tuple[Diagnostic, ...]]:
    """Return a file that is one mapping, or None and the reason."""
    value, said = document(given, what)
    if said or isinstance(value, dict):
        return (None if said else value), said
    return None, (fault("TRB040", f"{what} is no mapping", Place(given.name)),)


def told(given: Given, run: Run) -> Read:
    """Return a run as a record, with what does not add up."""
    sketch = Sketch(given.name, kind="training_run", id=stem(given))
    changes = _beside(given, run, CHANGES)
    started = text(run.metadata.get("startedAt"))
    moment = parse_moment(started)
    if moment is not None and moment.at is not None:
        sketch.put("started", started, "/startedAt", file=run.parts.get(METADATA, ""))
    sketch.put("note", printable(notes(*_notes(run))), "")
    for name, value in given.defaults.items():
        if name == "note":
            noted(sketch, value)
        elif name != "kind":
            sketch.put(name, value, step(DEFAULTS, name), "stated by a person")
    findings = [*run.said, *_of_history(given, run.history)]
    if run.summary:
        findings += _of_summary(given, run)
    if changes is not None and changes.size:
        message = "it was made from code with changes that are in no revision"
        findings.append(finding("TRB047", message, Place(changes.name)))
    parts = tuple(run.parts.values())
    return Read((placed(sketch.draft()),), tuple(findings), run.unread, parts)


def _notes(run: Run) -> Iterator[str]:
    history, summary, metadata, config = run.history, run.summary, run.metadata, run.config
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


def _of_summary(given: Given, run: Run) -> Iterator[Diagnostic]:
    place = Place(run.parts.get(SUMMARY, given.name))
    if not run.history.rows:
        message = "a summary without a history: its numbers are claims"
        yield finding("TRB049", message, place, "list the history, with `reader: wandb`")
        return

    def said(code: str, message: str, advice: str = "") -> Diagnostic:
        return finding(code, message, place, advice)

    yield from of_summary(run.summary, run.history, said)
