"""Reader of Inspect logs (`.eval` archives and their JSON form), one measurement for each score.

Every number is worked out again from the samples; the log's own headline is only compared with it. A
status word is never evidence. What the log does not know (who designed, ran and graded, which threshold
it is about) comes from the `defaults` of its entry in the manifest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tra_policy.model.moment import parse_moment
from tra_policy.readers.faults import fault, finding, listed, quoted
from tra_policy.readers.foreign.inspect.findings import (
    graders,
    of_graders,
    of_log,
    of_reading,
    unborne,
)
from tra_policy.readers.foreign.inspect.log import Log, open_log
from tra_policy.readers.foreign.inspect.scores import (
    Reading,
    Tally,
    headline_of,
    headlines,
    readings,
    tally,
)
from tra_policy.readers.given import Given, Read, Sketch
from tra_policy.readers.plain_values import as_name, at, word
from tra_policy.readers.results import (
    RESULT_ASKS,
    RESULT_SKELETON,
    RESULTS,
    Result,
    chosen,
    completed,
    counted,
    misstated,
    notes,
    stem,
)
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.source import Place
from tra_policy.words.suggest import did_you_mean

NAME = "inspect"
READS = "Inspect logs, `.eval` (deflate or Zstandard) and `.json`"
TAKES = ("scorer",)
MARKS = (b"PK", b'"eval"')
ASKS = (
    *RESULT_ASKS,
    "scorer: the score that is meant, where there are several",
)
SKELETON = RESULT_SKELETON

_JSON_LOG = (
    re.compile(rb'"version"\s*:\s*[0-9]'),
    re.compile(rb'"eval"\s*:\s*\{'),
    re.compile(rb'"(?:run_id|eval_id|task|task_id)"\s*:'),
)


def sniff(name: str, head: bytes) -> bool:
    """Whether a file looks like an Inspect log, by its name and its first bytes."""
    if head.startswith(b"PK"):
        return name.endswith(".eval") or b"_journal/start.json" in head
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and all(
        form.search(head) for form in _JSON_LOG
    )


def read(given: Given) -> Read:
    """Return one measurement for each score of a log, and what is wrong or odd about it.

    Of the defaults, `scorer` says which score is meant where there are several.
    """
    wrong = misstated(given)
    if wrong:
        return Read(said=wrong, unread=1)
    log, said = open_log(given)
    if log is None:
        return Read(said=said, unread=1)
    found = readings(log)
    picked, mistakes = _picked(given, found)
    if any(m.input_error for m in mistakes):
        return Read(said=(*said, *mistakes), unread=1)
    tallied = tally(log)
    name, defaults = given.name, given.defaults
    findings = [*said, *mistakes, *of_log(name, log, tallied, defaults), *_end(given, log)]
    for reading in picked:
        findings += of_reading(name, log, reading)
        findings += of_graders(name, log, reading, defaults)
    if not picked:
        findings += unborne(name, log)
    several = len(picked) > 1
    results = [
        Result(r.name if r else "", _sketch(given, log, r, tallied, several))
        for r in picked or (None,)
    ]
    drafts, mistakes = completed(given, results, TAKES)
    return Read(drafts, (*findings, *mistakes), log.unread)


def _picked(
    given: Given, found: tuple[Reading, ...]
) -> tuple[tuple[Reading, ...], tuple[Diagnostic, ...]]:
    """Return the scores that are meant: the one that is named, or all where no metric is stated."""
    names, defaults = [r.name for r in found], given.defaults
    if "scorer" in defaults:
        picked = tuple(r for r in found if r.name == defaults["scorer"])
        if picked or not found:
            return picked, ()
        wanted = defaults["scorer"]
        advice = did_you_mean(str(wanted), names, f"it has {listed(names, 20)}")
        place = Place(given.name, pointer="/defaults/scorer")
        return (), (fault("TRB055", f"the log has no score {quoted(wanted)}", place, advice),)
    if len(found) > 1 and "metric" in defaults and RESULTS not in defaults:
        message = f"the log has {len(found)} scores ({listed(names)}), the entry states one metric"
        place = Place(given.name, pointer="/defaults/metric")
        return (), (fault("TRB055", message, place, "say which with `scorer`"),)
    if not found:
        return (), ()
    results, said = chosen(given, [Result(name, Sketch(given.name)) for name in names])
    taken = {one.name for one in results}
    return tuple(r for r in found if r.name in taken), said


def _sketch(
    given: Given, log: Log, reading: Reading | None, tallied: Tally, several: bool
) -> Sketch:
    head = log.head
    # In an archive the head is a member of its own; the samples are the others.
    header = "header.json" if log.finished else "_journal/start.json"
    top = f"{given.name}!{header}" if log.packed else given.name
    sketch = Sketch(top, kind="measurement", id=stem(given))
    sketch.put("benchmark", as_name(at(head, "eval", "task")), "/eval/task")
    sketch.put("subject", as_name(at(head, "eval", "model")), "/eval/model")
    for field, stamp in _times(log):
        sketch.put(field, stamp, f"/stats/{_STAMPS[field]}")
    if at(head, "eval", "task_version"):
        version = word(str(at(head, "eval", "task_version"))[:200])
        sketch.put("benchmark_version", version, "/eval/task_version")
    sketch.value["statistic"] = "mean"
    if reading is not None:
        headline = headline_of(log, reading)
        own = headline.metric if headline else "mean"
        # The id tells the scores apart; with one metric for all of them the metric has to as well.
        sketch.put("metric", as_name(reading.name) if several else own, "/results/scores")
        _numbers(given, log, sketch, reading, tallied)
    elif claimed := next((h for *_, h in headlines(log)), None):
        sketch.put("metric", claimed.metric, claimed.pointer)
    sketch.put("note", notes(*_notes(log, reading)), "/eval")
    return sketch


def _numbers(given: Given, log: Log, sketch: Sketch, reading: Reading, tallied: Tally) -> None:
    samples = f"{given.name}!samples/*.json" if log.packed else given.name
    inside = f"/scores/{reading.scorer}/value" + (f"/{reading.key}" if reading.key else "")
    pointer = inside if log.packed else f"/samples/*{inside}"
    counted(sketch, reading.values, tallied.planned, reading.errored, pointer, samples)


_STAMPS: Mapping[str, str] = {"started": "started_at", "ended": "completed_at"}


def _times(log: Log) -> Iterator[tuple[str, str]]:
    for field, name in _STAMPS.items():
        stamp = at(log.head, "stats", name)
        if isinstance(stamp, str) and parse_moment(stamp):
            yield field, stamp


def _end(given: Given, log: Log) -> Iterator[Diagnostic]:
    if "ended" not in dict(_times(log)) and "ended" not in given.defaults:
        message = "the log does not say when it ended, or says it without an offset from UTC"
        place = Place(given.name, pointer="/stats/completed_at")
        yield finding("TRB056", message, place, "state `ended` in its defaults", Severity.INFO)


def _notes(log: Log, reading: Reading | None) -> Iterator[str]:
    yield f"Inspect log of task {word(at(log.head, 'eval', 'task'))}"
    yield f"model {word(at(log.head, 'eval', 'model'))}"
    if reading is not None:
        yield f"score {word(reading.name)}"
        yield from (f"graded by model {word(model)}" for model in graders(log, reading.scorer))
