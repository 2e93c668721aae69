"""Reader of Inspect logs (`.eval` archives and their JSON form), one measurement for each score.

Every number is worked out again from the samples; the log's own headline is only compared with it. A
status word is never evidence. What the log does not know (who designed, ran and graded, which threshold
it is about) comes from the `defaults` of its entry in the manifest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tra_policy.model.moment import parse_moment
from tra_policy.readers.faults import fault, finding, listed, quoted
from tra_policy.readers.inspect_findings import graders, of_graders, of_log, of_reading, unborne
from tra_policy.readers.inspect_log import Log, at, open_log
from tra_policy.readers.inspect_scores import (
    Reading,
    Tally,
    headline_of,
    headlines,
    readings,
    tally,
)
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.source import Place
from tra_policy.words.suggest import did_you_mean

HEAD = 4096
OWN = ("kind", "statistic", "value", "counts", "interval")
_JSON_LOG = (
    re.compile(rb'"version"\s*:\s*[0-9]'),
    re.compile(rb'"eval"\s*:\s*\{'),
    re.compile(rb'"(?:run_id|eval_id|task|task_id)"\s*:'),
)
_NO_NAME = re.compile(r"[^A-Za-z0-9_.:/@+-]+")


def sniff(name: str, head: bytes) -> bool:
    """Whether a file looks like an Inspect log, by its name and its first bytes."""
    if head.startswith(b"PK"):
        return name.endswith(".eval") or b"_journal/start.json" in head
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and all(
        form.search(head) for form in _JSON_LOG
    )


def read(
    name: str, data: bytes, defaults: Mapping[str, object]
) -> tuple[list[dict[str, Any]], tuple[Diagnostic, ...]]:
    """Return one raw measurement for each score of a log, and what is wrong or odd about it.

    `defaults` are fields of a measurement; besides, `scorer` says which score is meant where there are
    several. What is read from the samples cannot be stated in them. A place whose pointer begins with
    `/defaults` means these; all other places are in the log.
    """
    log, said = open_log(name, data)
    if log is None:
        return [], said
    stated = [f for f in OWN if f in defaults and (f, defaults[f]) != ("kind", "measurement")]
    if stated:
        message = f"{listed(stated)} cannot be stated: it is read from the log"
        place = Place(name, pointer=f"/defaults/{stated[0]}")
        return [], (*said, fault("TRB054", message, place, "take it out"))
    chosen, mistakes = _chosen(name, readings(log), defaults)
    if mistakes:
        return [], (*said, *mistakes)
    counted = tally(log)
    findings = [*said, *of_log(name, log, counted, defaults), *_dates(name, log, defaults)]
    for reading in chosen:
        findings += of_reading(name, log, reading)
        findings += of_graders(name, log, reading, defaults)
    if not chosen:
        findings += unborne(name, log)
    several = len(chosen) > 1
    values = [_measurement(name, log, r, counted, defaults, several) for r in chosen or (None,)]
    return values, tuple(findings)


def _chosen(
    name: str, found: tuple[Reading, ...], defaults: Mapping[str, object]
) -> tuple[tuple[Reading, ...], tuple[Diagnostic, ...]]:
    """Return the scores that are meant: the one that is named, or all where no metric is stated."""
    names = [r.name for r in found]
    if "scorer" in defaults:
        wanted = defaults["scorer"]
        picked = tuple(r for r in found if r.name == wanted)
        if picked or not found:
            return picked, ()
        advice = did_you_mean(str(wanted), names, f"it has {listed(names, 20)}")
        place = Place(name, pointer="/defaults/scorer")
        return (), (fault("TRB055", f"the log has no score {quoted(wanted)}", place, advice),)
    if len(found) > 1 and "metric" in defaults:
        message = f"the log has {len(found)} scores ({listed(names)}), the entry states one metric"
        place = Place(name, pointer="/defaults/metric")
        return (), (fault("TRB055", message, place, "say which with `scorer`"),)
    return found, ()


def _measurement(
    path: str,
    log: Log,
    reading: Reading | None,
    counted: Tally,
    defaults: Mapping[str, object],
    several: bool,
) -> dict[str, Any]:
    head = log.head
    value: dict[str, Any] = {
        "kind": "measurement",
        "id": _name(path.rpartition("/")[2].rpartition(".")[0]),
        "benchmark": _name(at(head, "eval", "task")),
        "subject": _name(at(head, "eval", "model")),
        **dict(_times(log)),
        **{k: v for k, v in defaults.items() if k != "scorer"},
        "statistic": "mean",
    }
    if at(head, "eval", "task_version"):
        value.setdefault("benchmark_version", str(at(head, "eval", "task_version"))[:200])
    if reading is not None:
        headline = headline_of(log, reading)
        own = headline.metric if headline else "mean"
        value.setdefault("metric", _name(reading.name) if several else own)
        value["id"] = f"{value['id']}.{_name(reading.name)}" if several else value["id"]
        value |= _numbers(reading, counted)
    elif claimed := next((h for *_, h in headlines(log)), None):
        value.setdefault("metric", claimed.metric)
    value["note"] = "; ".join(_notes(log, reading, defaults))
    return value


def _numbers(reading: Reading, counted: Tally) -> dict[str, Any]:
    if reading.value is None:
        return {}
    counts = {
        "planned": counted.planned,
        "scored": reading.scored,
        "errored": reading.errored,
        "excluded": counted.planned - reading.scored - reading.errored,
    }
    # A mean of values between 0 and 1, or of repeated samples, is no proportion of independent trials.
    interval = {"interval": "from-counts"} if reading.binary else {}
    return {"value": reading.value, "counts": counts, **interval}


def _times(log: Log) -> Iterator[tuple[str, str]]:
    for field, name in (("started", "started_at"), ("ended", "completed_at")):
        stamp = at(log.head, "stats", name)
        if isinstance(stamp, str) and parse_moment(stamp):
            yield field, stamp


def _dates(path: str, log: Log, defaults: Mapping[str, object]) -> Iterator[Diagnostic]:
    known = dict(_times(log))
    for field in known:
        if field in defaults:
            message = f"`{field}` is stated in the log: {known[field]}"
            place = Place(path, pointer=f"/defaults/{field}")
            yield fault("TRB054", message, place, "take it out of the defaults")
    if "ended" not in known and "ended" not in defaults:
        message = "the log does not say when it ended, or says it without an offset from UTC"
        place = Place(path, pointer="/stats/completed_at")
        yield finding("TRB056", message, place, "state `ended` in its defaults", Severity.INFO)


def _notes(log: Log, reading: Reading | None, defaults: Mapping[str, object]) -> Iterator[str]:
    given = defaults.get("note")
    if isinstance(given, str) and given:
        yield given
    yield f"Inspect log of task {_word(at(log.head, 'eval', 'task'))}"
    yield f"model {_word(at(log.head, 'eval', 'model'))}"
    if reading is not None:
        yield f"score {_word(reading.name)}"
        yield from (f"graded by model {_word(model)}" for model in graders(log, reading.scorer))


def _word(value: Any) -> str:
    return quoted(value).strip("`")


def _name(value: Any) -> str:
    """Return the nearest thing to a name that a text can be made to be."""
    text = _NO_NAME.sub("-", value if isinstance(value, str) else "").strip("-_.:/@+")
    return text[:150] or "unnamed"
