"""The training runs of a tracking store as records, each with what was logged of it in its note."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from tra_policy.readers.document import step
from tra_policy.readers.faults import fault, listed, printable
from tra_policy.readers.foreign.mlflow.findings import of_store
from tra_policy.readers.foreign.mlflow.runs import OtherSchema, Run, Runs, collect
from tra_policy.readers.foreign.mlflow.store import Store, Unreadable
from tra_policy.readers.given import Given, Read, Sketch
from tra_policy.readers.plain_values import since_epoch, word
from tra_policy.readers.results import Result, chosen, completed, notes, stem
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place


def records_of(given: Given) -> Read:
    """Return a training run for every run of the store, or why there are none."""
    try:
        with given.open() as stream:
            store = Store(stream.read(given.limits.log + 1))
        with closing(store):
            runs = collect(store, given.limits)
    except Unreadable as error:
        code = "TRB042" if isinstance(error, OtherSchema) else "TRB040"
        message = f"this tracking store cannot be read: {error}"
        return Read(said=(fault(code, message, Place(given.name)),), unread=1)
    return _told(given, runs)


def _told(given: Given, runs: Runs) -> Read:
    results = [Result(run.uuid, _sketch(given, runs, run)) for run in runs.by_id.values()]
    picked, mistakes = chosen(given, results)
    if any(m.input_error for m in mistakes):
        return Read(said=mistakes, unread=1)
    drafts, more = completed(given, picked)
    findings = of_store(given.name, runs, {one.name for one in picked})
    return Read(drafts, (*_broken(given, runs), *mistakes, *more, *findings), runs.broken)


def _broken(given: Given, runs: Runs) -> Iterator[Diagnostic]:
    if runs.broken:
        message = f"{runs.broken:,} runs of this store have no id, or that of another run"
        yield fault("TRB040", message, Place(given.name, pointer="/runs"))


def _sketch(given: Given, runs: Runs, run: Run) -> Sketch:
    sketch = Sketch(given.name, kind="training_run", id=stem(given))
    at = step("/runs", run.uuid)
    for field, when in (("started", run.began), ("ended", run.ended)):
        if moment := since_epoch((when or 0) / 1000):
            sketch.put(
                field, moment, f"{at}/{field.removesuffix('ed')}_time", "milliseconds since 1970"
            )
    sketch.put("note", printable(notes(*_notes(runs, run))), at)
    return sketch


def _notes(runs: Runs, run: Run) -> Iterator[str]:
    yield f"MLflow run {word(run.uuid)}"
    if run.name:
        yield f"called {word(run.name)}"
    if run.experiment:
        beside = sum(1 for other in runs.by_id.values() if other.experiment == run.experiment)
        yield f"one of {beside:,} runs of {word(run.experiment)}"
    if run.tags.get("mlflow.parentRunId"):
        yield f"part of run {word(run.tags['mlflow.parentRunId'])}"
    rows = sum(series.rows for series in run.series.values())
    yield f"{rows:,} values of {len(run.series):,} metrics"
    spans = [(s.first, s.last[0]) for s in run.series.values() if s.last is not None]
    if spans:
        yield f"steps {min(first for first, _ in spans):,} to {max(last for _, last in spans):,}"
        yield f"metrics {listed(sorted(run.series), 10)}"
    if run.params:
        shown = [f"{word(k)} {word(v)}" for k, v in sorted(run.params.items())[:10]]
        yield f"{len(run.params):,} parameters: {', '.join(shown)}"
    if run.datasets:
        yield f"datasets {', '.join(word(name) for name in sorted(run.datasets)[:10])}"
    if revision := run.revision or run.tags.get("mlflow.source.git.commit", ""):
        yield f"code {word(revision)}"
    yield f"schema {runs.version}"
