"""Reader of results of the lm-evaluation-harness, one measurement for each task, metric and filter.

A results file is worth what its samples files give: every mean is worked out again from their rows. They
are found beside it under the names that the harness gives them, or where `samples` in the defaults says.
A number without samples is kept as the claim that it is, without counts and without an interval.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tra_policy.readers.document import step
from tra_policy.readers.faults import fault, finding, quoted
from tra_policy.readers.foreign.lm_eval.samples import Samples, collect
from tra_policy.readers.given import Given, Read, Sketch
from tra_policy.readers.loose_json import document
from tra_policy.readers.numbers import close, decimal, exact, mean_of
from tra_policy.readers.plain_values import as_name, at, mapping, since_epoch, text, whole, word
from tra_policy.readers.results import (
    RESULT_ASKS,
    RESULT_SKELETON,
    Result,
    chosen,
    claimed,
    completed,
    counted,
    misstated,
    notes,
    statistic_named,
    stem,
)
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place

NAME = "lm-eval"
READS = "results of the lm-evaluation-harness, `results_*.json` with `samples_*.jsonl` beside it"
TAKES = ("samples",)
MARKS = (b'"results"', b'"doc_id"', b'"filtered_resps"')
ASKS = (
    *RESULT_ASKS,
    "results: {TASK/METRIC: {benchmark: ..}} to take only some, each with defaults of its own",
)
SKELETON = RESULT_SKELETON

_RESULTS = re.compile(rb'\s*\{\s*"results"\s*:\s*\{')
_METRIC = re.compile(rb'"alias"\s*:|"[^",]+,[^",]+"\s*:')
_SAMPLE = tuple(re.compile(f'"{name}"\\s*:'.encode()) for name in ("doc_id", "filtered_resps"))
_STAMP = re.compile(r"results_(.+)\.json")
# What these come to is the mean over documents; the harness says so of others in its configuration.
_MEANS = frozenset({"acc", "acc_norm", "exact_match", "pass@1"})


class _One(Noun):
    """One number of the results: where it stands, and the samples of its task where there are any."""

    task: str
    metric: str
    filter: str
    key: str
    value: Any
    samples: Samples | None

    @property
    def name(self) -> str:
        apart = "" if self.filter == "none" else f"/{self.filter}"
        return f"{self.task}/{self.metric}{apart}"

    @property
    def pointer(self) -> str:
        return step(step("/results", self.task), self.key)


def sniff(name: str, head: bytes) -> bool:
    """Whether a file looks like a results file of the harness."""
    return bool(_RESULTS.match(head.removeprefix(b"\xef\xbb\xbf")) and _METRIC.search(head))


def part(name: str, head: bytes) -> bool:
    """Whether a file looks like a samples file of the harness."""
    named = name.rpartition("/")[2].startswith("samples_") and name.endswith(".jsonl")
    line = head.partition(b"\n")[0]
    return line.startswith(b'{"doc_id"') or (named and any(f.search(line) for f in _SAMPLE))


def read(given: Given) -> Read:
    """Return one measurement for each task, metric and filter, and what is wrong or odd about it."""
    wrong = misstated(given)
    if wrong:
        return Read(said=wrong, unread=1)
    head, said = document(given, "this results file")
    if said:
        return Read(said=said, unread=1)
    tasks = mapping(mapping(head).get("results"))
    if not tasks:
        message = "this is no results file of the lm-evaluation-harness: it has no `results`"
        return Read(said=(fault("TRB040", message, Place(given.name)),), unread=1)
    samples, mistakes = _samples(given, tasks)
    numbers = [one for task in tasks for one in _numbers(tasks, task, samples.get(task))]
    results = [Result(one.name, _sketch(given, head, one)) for one in numbers]
    picked, more = chosen(given, results)
    if any(m.input_error for m in more):
        return Read(said=(*mistakes, *more), unread=1)
    taken = {one.name for one in picked}
    findings = [*mistakes, *more]
    for task, found in samples.items():
        findings += [*found.said, *_of_samples(given, head, task, found)]
    for one in numbers:
        if one.name in taken:
            findings += _of_number(given, head, one)
    findings += _of_part(given, head, {one.task for one in numbers if one.name in taken})
    drafts, more = completed(given, picked, TAKES)
    parts = tuple(found.name for found in samples.values())
    unread = sum(found.unread for found in samples.values())
    return Read(drafts, (*findings, *more), unread + sum(m.input_error for m in mistakes), parts)


def _samples(
    given: Given, tasks: dict[str, Any]
) -> tuple[dict[str, Samples], tuple[Diagnostic, ...]]:
    """Return the samples of the tasks that have a file, and the mistake that a named one is not there."""
    stated, said = given.defaults.get("samples", {}), []
    if not isinstance(stated, dict) or not all(isinstance(v, str) for v in stated.values()):
        message = "`samples` is a mapping of tasks to the files that hold their samples"
        return {}, (fault("TRB055", message, Place(given.name, pointer="/defaults/samples")),)
    stamp = _STAMP.fullmatch(given.base)
    found: dict[str, Samples] = {}
    for task in tasks:
        usual = f"samples_{task}_{stamp[1]}.jsonl" if stamp else ""
        beside = given.beside(stated.get(task, usual))
        if beside is not None:
            found[task] = collect(beside)
    for task, name in stated.items():
        if task not in found:
            message = f"there are no samples {quoted(name)} of a task {quoted(task)} beside it"
            place = Place(given.name, pointer=step("/defaults/samples", task))
            advice = "list the file as well, with `reader: attachment`"
            said.append(fault("TRB055", message, place, advice))
    return found, tuple(said)


def _numbers(tasks: dict[str, Any], task: str, samples: Samples | None) -> Iterator[_One]:
    for key, value in mapping(tasks[task]).items():
        metric, comma, name = key.rpartition(",")
        if comma and not metric.endswith("_stderr"):
            yield _One(task, metric, name, key, value, samples)


def _sketch(given: Given, head: dict[str, Any], one: _One) -> Sketch:
    sketch = Sketch(given.name, kind="measurement", id=stem(given))
    sketch.put("benchmark", as_name(one.task), step("/results", one.task))
    version = at(head, "versions", one.task)
    if version is not None:
        sketch.put("benchmark_version", word(version), step("/versions", one.task))
    if text(head.get("model_name")):
        sketch.put("subject", as_name(head["model_name"]), "/model_name")
    else:
        sketch.put("subject", as_name(at(head, "config", "model_args")), "/config/model_args")
    sketch.put("metric", as_name(one.metric), one.pointer)
    for field, moment, pointer, how in _times(head):
        sketch.put(field, moment, pointer, how)
    statistic = _statistic(head, one)
    sketch.put("statistic", statistic, step("/configs", one.task) + "/metric_list")
    values = _values(one)
    if values and statistic == "mean":
        assert one.samples is not None
        planned = max(_effective(head, one.task) or 0, len(one.samples.documents[one.filter]))
        counted(sketch, values, planned, 0, f"*/{one.metric}", one.samples.name)
    elif claim := claimed(exact(one.value), "share" if one.metric in _MEANS else ""):
        sketch.put("value", claim, one.pointer, "as the file says it")
    sketch.put("note", notes(*_notes(head, one)), step("/configs", one.task))
    return sketch


def _values(one: _One) -> Any:
    found = one.samples.values.get((one.metric, one.filter)) if one.samples else None
    return found or {}


def _effective(head: dict[str, Any], task: str) -> int | None:
    return whole(at(head, "n-samples", task, "effective"))


def _statistic(head: dict[str, Any], one: _One) -> str:
    """Return what a number is: of one attempt at each document or, where it cannot be known, unstated."""
    named = statistic_named(one.metric) or statistic_named(one.filter)
    if named:
        return named
    listed = at(head, "configs", one.task, "metric_list")
    for metric in listed if isinstance(listed, list) else ():
        if at(metric, "metric") == one.metric and at(metric, "aggregation") is not None:
            return "mean" if at(metric, "aggregation") == "mean" else "unstated"
    mean, headline = mean_of(_values(one)), exact(one.value)
    bears = mean is not None and headline is not None and close(mean, headline)
    return "mean" if bears or one.metric in _MEANS else "unstated"


def _times(head: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    began = _seconds(head.get("date"))
    if began is not None and since_epoch(began):
        yield "started", since_epoch(began), "/date", "seconds since 1970"
        took = _seconds(head.get("total_evaluation_time_seconds"))
        if took is not None and since_epoch(began + took):
            how = "`date` and `total_evaluation_time_seconds`"
            yield "ended", since_epoch(began + took), "/date", how


def _seconds(value: Any) -> float | None:
    """Return seconds that are written as a number or as a text; None for what is none."""
    try:
        number = float(value) if isinstance(value, (str, int, float)) else -1.0
    except (ValueError, OverflowError):
        return None
    return number if 0 <= number < 10**12 else None


def _notes(head: dict[str, Any], one: _One) -> Iterator[str]:
    yield f"lm-evaluation-harness {word(head.get('lm_eval_version') or 'of no stated version')}"
    yield f"task {word(one.task)}, filter {word(one.filter)}"
    shots = at(head, "n-shot", one.task)
    if shots is not None:
        yield f"{word(shots)} examples in the prompt"
    error = at(head, "results", one.task, f"{one.metric}_stderr,{one.filter}")
    if exact(error) is not None:
        yield f"its standard error as it says: {word(error)}"
    higher = at(head, "higher_is_better", one.task, one.metric)
    if isinstance(higher, bool):
        yield f"{'higher' if higher else 'lower'} is better"
    for name in ("git_hash", "model_source"):
        if text(head.get(name)):
            yield f"{name} {word(head[name])}"
    for name in ("model_revision", "model_sha"):
        if text(at(head, "config", name)):
            yield f"{name} {word(at(head, 'config', name))}"


def _of_samples(
    given: Given, head: dict[str, Any], task: str, found: Samples
) -> Iterator[Diagnostic]:
    place = Place(found.name)
    if found.repeated:
        message = f"it holds {found.repeated:,} rows for documents that it holds already"
        yield finding("TRB044", message, place, "the first of each counts")
    effective = _effective(head, task)
    for name, documents in found.documents.items():
        if effective is not None and len(documents) < effective:
            which = "" if name == "none" else f" for the filter {quoted(name)}"
            message = (
                f"{effective:,} documents of {quoted(task)} were run, "
                f"its samples are {len(documents):,}{which}"
            )
            yield finding("TRB044", message, place, "the missing ones count as excluded")
        elif effective is not None and len(documents) > effective:
            message = (
                f"{effective:,} documents of {quoted(task)} were run, "
                f"its samples are {len(documents):,}"
            )
            yield finding("TRB044", message, place)
    stated = text(at(head, "task_hashes", task))
    whole_set = effective is None or all(len(d) == effective for d in found.documents.values())
    if stated and found.digest and whole_set and stated != found.digest:
        message = f"its rows are not those that the results of {quoted(task)} were written from"
        advice = "their hashes do not give the one in `task_hashes`"
        yield finding("TRB044", message, place, advice)


def _of_number(given: Given, head: dict[str, Any], one: _One) -> Iterator[Diagnostic]:
    place = Place(given.name, pointer=one.pointer)
    if one.samples and (count := one.samples.unusable[one.metric, one.filter]):
        message = f"{quoted(one.name)} has no usable value in {count:,} samples"
        yield finding("TRB050", message, Place(one.samples.name), "they count as excluded")
    if _statistic(head, one) != "mean":
        message = f"{quoted(one.name)} is no mean over documents: {quoted(one.value)}"
        yield finding("TRB051", message, place, "it is kept as the file says it")
        return
    mean, stated = mean_of(_values(one)), exact(one.value)
    if mean is None:
        message = f"the file says that {quoted(one.name)} is {quoted(one.value)}"
        advice = "no sample bears this out: it is kept as a claim, without counts"
        yield finding("TRB049", message, place, advice)
    elif stated is None or not close(mean, stated):
        message = (
            f"the file says that {quoted(one.name)} is {quoted(one.value)}; "
            f"its samples give {decimal(mean)}"
        )
        yield finding("TRB043", message, place, "what the samples give is used")


def _of_part(given: Given, head: dict[str, Any], tasks: set[str]) -> Iterator[Diagnostic]:
    limit = at(head, "config", "limit")
    for task in sorted(tasks):
        original = whole(at(head, "n-samples", task, "original"))
        effective = _effective(head, task)
        fewer = original is not None and effective is not None and effective < original
        if fewer and "derived" not in given.defaults:
            message = f"{effective:,} of the {original:,} documents of {quoted(task)} were run"
            place = Place(given.name, pointer=step("/n-samples", task))
            advice = "say in its `defaults` who chose them: `derived: {how: subset, by: [...]}`"
            yield finding("TRB052", message, place, advice)
    if limit is not None and not any(at(head, "n-samples", task) for task in tasks):
        message = f"it was run with a limit of {quoted(limit)}"
        yield finding("TRB052", message, Place(given.name, pointer="/config/limit"))
    if not any(text(head.get(name)) for name in ("git_hash", "lm_eval_version")):
        message = "it does not say with which version of the harness it was run"
        yield finding("TRB047", message, Place(given.name), severity=Severity.INFO)
