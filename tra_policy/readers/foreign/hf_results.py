"""Reader of results in a Hugging Face model repository: `.eval_results/*.yaml`, or `model-index` of a card.

Both are claims of whoever edits the repository: a value without samples, counts or interval. A
`verifyToken` is noted and not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tra_policy.readers.document import Document, step
from tra_policy.readers.faults import fault, finding, quoted
from tra_policy.readers.given import Given, Read, Sketch
from tra_policy.readers.numbers import exact
from tra_policy.readers.plain_values import as_name, at, mapping, members, text, word
from tra_policy.readers.results import (
    RESULT_ASKS,
    RESULT_SKELETON,
    Result,
    chosen,
    claimed,
    completed,
    misstated,
    notes,
    statistic_named,
    stem,
)
from tra_policy.readers.text import decode
from tra_policy.readers.yaml_text import read_yaml
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.source import Place

NAME = "hf-results"
READS = "Hugging Face `.eval_results/*.yaml`, and the `model-index` of a model card"
TAKES = ("unit",)
MARKS = (b"model-index:", b"dataset:")
ASKS = (
    *RESULT_ASKS,
    "subject: the checkpoint; ended: when; unit: share (of 1) or percent (of 100)",
)
SKELETON = RESULT_SKELETON

OWN = ("kind", "value", "counts", "interval")
UNITS = ("share", "percent")
_ENTRIES = re.compile(rb"(?m)^-\s+dataset:\s*(?:$|\{)")
_VALUE = re.compile(rb"(?m)^\s+value:")
_INDEX = re.compile(rb"(?m)^model-index:")
_FENCE = re.compile(r"---[ \t]*\r?\n")


def sniff(name: str, head: bytes) -> bool:
    """Whether a file looks like results of a model repository."""
    if head.startswith((b"---\n", b"---\r\n", b"model-index:")):
        return bool(_INDEX.search(head))
    return bool(_ENTRIES.search(head) and _VALUE.search(head)) and not head.startswith(b"format:")


def read(given: Given) -> Read:
    """Return a measurement for every result; `unit` in the defaults says what its numbers are."""
    wrong = (*misstated(given, OWN), *_misused(given))
    if wrong:
        return Read(said=wrong, unread=1)
    document, said = _document(given)
    if document is None:
        return Read(said=said, unread=1)
    value = document.value
    indexed = isinstance(value, dict) and "model-index" in value
    found = list(_indexed(given, value) if indexed else _listed(given, value))
    results = [one for one in found if isinstance(one, Result)]
    broken = tuple(one for one in found if isinstance(one, Diagnostic))
    if not found:
        message = "this file holds no results of a model repository"
        return Read(said=(*said, fault("TRB040", message, Place(given.name))), unread=1)
    picked, mistakes = chosen(given, results)
    if any(m.input_error for m in mistakes):
        return Read(said=mistakes, unread=1)
    drafts, more = completed(given, picked, TAKES)
    findings = [*said, *broken, *mistakes, *more]
    if picked:
        message = f"{len(picked)} values are claims: the file holds no samples"
        findings.append(finding("TRB049", message, Place(given.name), severity=Severity.INFO))
    if picked and "ended" not in given.defaults:
        advice = "state `ended` in its defaults, if it is known"
        message = "the file does not say when the evaluations ended"
        findings.append(finding("TRB056", message, Place(given.name), advice, Severity.INFO))
    return Read(drafts, tuple(findings), len(broken))


def _misused(given: Given) -> Iterator[Diagnostic]:
    unit = given.defaults.get("unit", UNITS[0])
    if unit not in UNITS:
        place = Place(given.name, pointer="/defaults/unit")
        message = f"{quoted(unit)} is neither `share` (of 1) nor `percent` (of 100)"
        yield fault("TRB055", message, place)


def _document(given: Given) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Return a YAML file, or what stands between the fences above a model card."""
    most = given.limits.size
    with given.open() as stream:
        content, said = decode(given.name, stream.read(most + 1), given.limits)
    if content is None:
        return None, said
    opening = _FENCE.match(content)
    if opening:
        closing = _FENCE.search(content + "\n", opening.end())
        content = content[opening.end() : closing.start()] if closing else ""
    return read_yaml(given.name, content, given.limits)


def _listed(given: Given, value: Any) -> Iterator[Result | Diagnostic]:
    for index, entry in enumerate(members(value)):
        pointer = f"/{index}"
        dataset = mapping(at(entry, "dataset"))
        name, number = text(dataset.get("id")), exact(at(entry, "value"))
        task = text(dataset.get("task_id")) or text(dataset.get("config"))
        if not name or number is None:
            yield _broken(given, pointer, "`dataset.id` and a number as `value`")
            continue
        sketch = Sketch(given.name, kind="measurement", id=stem(given))
        title = f"{name}/{task}" if task and task != "default" else name
        sketch.put("benchmark", as_name(title), f"{pointer}/dataset/id")
        if text(dataset.get("revision")):
            sketch.put(
                "benchmark_version", word(dataset["revision"]), f"{pointer}/dataset/revision"
            )
        sketch.value["statistic"] = "unstated"
        _claim(given, sketch, number, f"{pointer}/value")
        _sourced(sketch, mapping(at(entry, "source")), f"{pointer}/source")
        words = [f"Hugging Face result on {word(title)}"]
        for field in ("date", "notes"):
            if entry.get(field) is not None:
                words.append(f"{field} {word(entry[field])}")
        if entry.get("verifyToken"):
            words.append("it has a token of the hub, which was not checked")
        sketch.put("note", notes(*words), pointer)
        yield Result(title, sketch)


def _indexed(given: Given, value: Any) -> Iterator[Result | Diagnostic]:
    for number, model in enumerate(members(at(value, "model-index"))):
        for index, result in enumerate(members(at(model, "results"))):
            base = f"/model-index/{number}/results/{index}"
            for place, metric in enumerate(members(at(result, "metrics"))):
                pointer = f"{base}/metrics/{place}"
                yield _metric(given, model, result, metric, (base, pointer))


def _metric(
    given: Given, model: Any, result: Any, metric: Any, pointers: tuple[str, str]
) -> Result | Diagnostic:
    base, pointer = pointers
    dataset = mapping(at(result, "dataset"))
    name = text(dataset.get("type")) or text(dataset.get("name"))
    number, kind = exact(at(metric, "value")), text(at(metric, "type"))
    if not name or number is None:
        return _broken(given, pointer, "a dataset and a number as `value`")
    sketch = Sketch(given.name, kind="measurement", id=stem(given))
    title = "/".join(part for part in (name, text(dataset.get("config"))) if part)
    sketch.put("benchmark", as_name(title), f"{base}/dataset/type")
    sketch.put("subject", as_name(at(model, "name")), "/model-index/*/name")
    if kind:
        sketch.put("metric", as_name(kind), f"{pointer}/type")
    named = statistic_named(kind) or statistic_named(text(at(metric, "name")))
    sketch.put("statistic", named or "unstated", f"{pointer}/type")
    _claim(given, sketch, number, f"{pointer}/value")
    _sourced(sketch, mapping(at(result, "source")), f"{base}/source")
    words = [f"model card of {word(at(model, 'name'))}", f"dataset {word(title)}"]
    if text(dataset.get("split")):
        words.append(f"split {word(dataset['split'])}")
    if at(metric, "verified") or at(metric, "verifyToken"):
        words.append("it says that the hub verified it, which was not checked")
    sketch.put("note", notes(*words), pointer)
    return Result(f"{title}/{kind}" if kind else title, sketch)


def _broken(given: Given, pointer: str, wanted: str) -> Diagnostic:
    message = f"this is no result: it needs {wanted}"
    return fault("TRB040", message, Place(given.name, pointer=pointer))


def _claim(given: Given, sketch: Sketch, number: Any, pointer: str) -> None:
    unit = given.defaults.get("unit", "")
    how = f"as the file says it, read as {unit}" if unit else "as the file says it, without a unit"
    sketch.put("value", claimed(number, unit), pointer, how)


def _sourced(sketch: Sketch, source: dict[str, Any], pointer: str) -> None:
    for field in ("name", "url", "org"):
        if text(source.get(field)):
            sketch.put("source", word(source[field]), step(pointer, field))
            return
