"""Reader of METR's runs (`runs.jsonl`, one run a line): success of each model at each task.

A run that ended in a fatal error counts as errored whatever its score says. Time horizons are models
fitted to many runs, and are not computed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from tra_policy.readers.faults import fault, finding, quoted
from tra_policy.readers.given import Given, Read, Sketch
from tra_policy.readers.loose_json import Rows
from tra_policy.readers.numbers import exact
from tra_policy.readers.plain_values import as_name, since_epoch, text, word
from tra_policy.readers.results import (
    RESULT_ASKS,
    RESULT_SKELETON,
    Result,
    chosen,
    completed,
    counted,
    misstated,
    notes,
    stem,
)
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, field
from tra_policy.words.source import Place

NAME = "metr-runs"
READS = "METR's `runs.jsonl`, one run a line"
TAKES = ("models", "per")
MARKS = (b'"score_binarized"',)
ASKS = (
    *RESULT_ASKS,
    "models: [NAME] to take only some; per: suite to join the tasks of a source",
)
SKELETON = RESULT_SKELETON

_FIELDS = tuple(
    re.compile(f'"{name}"\\s*:'.encode())
    for name in ("task_id", "task_family", "run_id", "score_binarized", "human_minutes")
)
_SHOWN = ("task_source", "human_minutes", "human_source")
_WEIGHTS = ("equal_task_weight", "invsqrt_task_weight")


class _Group(Noun, frozen=False):
    """The runs of a model at one task, or at all tasks of a source."""

    model: str
    about: str
    version: str
    scores: dict[str, tuple[Fraction, ...]] = field(default_factory=dict)
    runs: int = 0
    fatal: int = 0
    unusable: int = 0
    lines: tuple[int, int] = (0, 0)
    began: list[float] = field(default_factory=list)
    closed: list[float] = field(default_factory=list)
    scaffolds: set[str] = field(default_factory=set)
    limits: set[str] = field(default_factory=set)
    shown: dict[str, Any] = field(default_factory=dict)
    tasks: set[str] = field(default_factory=set)


class _Tally(Noun, frozen=False):
    """What is told of the file as a whole."""

    groups: dict[tuple[str, str, str], _Group] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    repeated: int = 0
    cloned: int = 0
    fatal: Counter[str] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)


def sniff(name: str, head: bytes) -> bool:
    """Whether a file looks like runs of METR."""
    line = head.partition(b"\n")[0]
    return line.startswith(b"{") and all(form.search(line) for form in _FIELDS)


def read(given: Given) -> Read:
    """Return a measurement for each model and task; with `per: suite`, for each model and source.

    Of the defaults, `models` lists the models that are taken, under the names that the file has.
    """
    wrong = (*misstated(given), *_misused(given))
    if wrong:
        return Read(said=wrong, unread=1)
    rows, tally = Rows(given), _Tally()
    suite = given.defaults.get("per") == "suite"
    wanted = given.defaults.get("models")
    for number, row in rows:
        if not all(text(row.get(name)) for name in ("task_id", "model")):
            rows.refuse(number, "this line is no run: it has no `task_id` and `model`")
            continue
        _take(tally, number, row, suite, wanted)
    if not rows.count and not rows.unread:
        message = "this file holds no runs"
        return Read(said=(fault("TRB040", message, Place(given.name)),), unread=1)
    versions = Counter((g.model, g.about) for g in tally.groups.values())
    results = [
        Result(_name(group, versions), _sketch(given, group, suite))
        for group in tally.groups.values()
    ]
    picked, mistakes = chosen(given, results)
    if any(m.input_error for m in mistakes):
        return Read(said=mistakes, unread=1)
    findings = (*rows.diagnostics, *mistakes, *_findings(given, tally))
    drafts, mistakes = completed(given, picked, TAKES)
    return Read(drafts, (*findings, *mistakes), rows.unread)


def _misused(given: Given) -> Iterator[Diagnostic]:
    models, per = given.defaults.get("models", []), given.defaults.get("per", "task")
    if not isinstance(models, list) or not all(isinstance(m, str) for m in models):
        place = Place(given.name, pointer="/defaults/models")
        yield fault("TRB055", "`models` is a list of models, as the file names them", place)
    if per not in ("task", "suite"):
        place = Place(given.name, pointer="/defaults/per")
        yield fault("TRB055", f"{quoted(per)} is neither `task` nor `suite`", place)


def _take(tally: _Tally, number: int, row: dict[str, Any], suite: bool, wanted: Any) -> None:
    model, run = text(row["model"]), text(row.get("run_id"))
    if wanted is not None and model not in wanted:
        tally.passed_over[model] += 1
        return
    if run and run in tally.seen:
        tally.repeated += 1
        return
    tally.seen.add(run)
    task = text(row.get("task_id"))
    about = text(row.get("task_source")) if suite else task
    version = "" if suite else text(row.get("task_version"))
    group = tally.groups.setdefault((model, about, version), _Group(model, about, version))
    group.runs += 1
    group.lines = (group.lines[0] or number, number)
    group.tasks.add(task)
    tally.cloned += 1 if exact(row.get("cloned")) else 0
    score = exact(row.get("score_binarized"))
    if row.get("fatal_error_from"):
        group.fatal += 1
        tally.fatal[word(row["fatal_error_from"])] += 1
    elif score not in (0, 1):
        group.unusable += 1
    else:
        key = task if suite else f"{number}"
        group.scores[key] = (*group.scores.get(key, ()), score)
    _describe(group, row)


def _describe(group: _Group, row: dict[str, Any]) -> None:
    for name, held in (("started_at", group.began), ("completed_at", group.closed)):
        stamp = row.get(name)
        if isinstance(stamp, (int, float)) and since_epoch(stamp / 1000):
            held.append(stamp / 1000)
    group.scaffolds.add(text(row.get("scaffold"))[:500])
    group.limits.add(word(row.get("time_limit")))
    for name in (*_SHOWN, *_WEIGHTS):
        group.shown.setdefault(name, row.get(name))


def _name(group: _Group, versions: Counter[tuple[str, str]]) -> str:
    apart = f"@{group.version}" if versions[group.model, group.about] > 1 else ""
    return f"{group.model}/{group.about}{apart}"


def _sketch(given: Given, group: _Group, suite: bool) -> Sketch:
    sketch = Sketch(given.name, kind="measurement", id=stem(given))
    first, last = group.lines
    where = f"lines {first:,} to {last:,}"
    sketch.put("benchmark", as_name(group.about), "*/task_source" if suite else "*/task_id", where)
    if group.version:
        sketch.put("benchmark_version", word(group.version), "*/task_version", where)
    sketch.put("subject", as_name(group.model), "*/model", where)
    sketch.put("metric", "success", "*/score_binarized")
    sketch.value["statistic"] = "mean"
    if len(group.began) == group.runs:
        sketch.put("started", since_epoch(min(group.began)), "*/started_at", "the first of them")
    if len(group.closed) == group.runs:
        sketch.put("ended", since_epoch(max(group.closed)), "*/completed_at", "the last of them")
    if len(group.scaffolds) == 1 and "" not in group.scaffolds:
        scaffold = {"scaffold": word(next(iter(group.scaffolds)))}
        sketch.put("elicitation", scaffold, "*/scaffold", where)
    counted(sketch, group.scores, group.runs, group.fatal, "*/score_binarized")
    sketch.put("note", notes(*_notes(group, suite)), "*")
    return sketch


def _notes(group: _Group, suite: bool) -> Iterator[str]:
    yield f"METR runs of model {word(group.model)}"
    if suite:
        yield f"{group.runs:,} runs at {len(group.tasks):,} tasks, the mean over tasks unweighted"
        return
    yield f"{group.runs:,} runs"
    for name in _SHOWN:
        if group.shown.get(name) is not None:
            yield f"{name} {word(group.shown[name])}"
    for name in _WEIGHTS:
        if group.shown.get(name) is not None:
            yield f"{name} {word(group.shown[name])} a run, not used"


def _findings(given: Given, tally: _Tally) -> Iterator[Diagnostic]:
    place = Place(given.name)
    if tally.fatal:
        shown = ", ".join(f"{quoted(why)} {count:,}" for why, count in tally.fatal.most_common(5))
        message = f"{tally.fatal.total():,} runs ended in a fatal error: {shown}"
        yield finding("TRB045", message, place, "they count as errored, whatever their score")
    unusable = sum(g.unusable for g in tally.groups.values())
    if unusable:
        message = f"{unusable:,} runs have no score of 0 or 1"
        yield finding("TRB050", message, place, "they count as excluded")
    if tally.repeated:
        message = f"it holds {tally.repeated:,} runs that it holds already"
        yield finding("TRB044", message, place, "the first of each counts")
    if tally.cloned:
        yield finding("TRB044", f"{tally.cloned:,} runs are marked as cloned", place)
    varied = [g for g in tally.groups.values() if len(g.limits) > 1]
    if varied and given.defaults.get("per") != "suite":
        limits = ", ".join(quoted(limit) for limit in sorted(varied[0].limits)[:5])
        message = f"runs at one task had different time limits in {len(varied):,} cases: {limits}"
        yield finding("TRB046", message, place)
