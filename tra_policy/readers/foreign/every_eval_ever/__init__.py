"""Reader of Every Eval Ever records, one measurement for each evaluation result.

`evaluator_relationship` says who ran an evaluation, as whoever converted it put it; it says nothing of
who designed the benchmark. A score with rows beside it is worked out again from them; without rows it is
kept as the claim that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tra_policy.readers.document import step
from tra_policy.readers.faults import fault, finding, quoted
from tra_policy.readers.foreign.every_eval_ever.instances import Instances, Scored, collect
from tra_policy.readers.foreign.every_eval_ever.told import notes_of, roles, source, statistic
from tra_policy.readers.foreign.every_eval_ever.units import portion, quantity, unit_of
from tra_policy.readers.given import Given, Read, Sketch
from tra_policy.readers.loose_json import document
from tra_policy.readers.numbers import close, decimal, exact, mean_of
from tra_policy.readers.plain_values import (
    as_name,
    at,
    mapping,
    members,
    since_epoch,
    text,
    whole,
)
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
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place

NAME = "every-eval-ever"
READS = "Every Eval Ever records, with their rows beside them"
TAKES = ()
MARKS = (b'"evaluation_id"',)
ASKS = (
    *RESULT_ASKS,
    "ended: when the evaluation ended; statistic: what a score is, where it is unstated",
)
SKELETON = RESULT_SKELETON

OWN = ("kind", "value", "counts", "interval")
_SEEN = ("0.2", "0.3")
# In the schema itself these names stand before mappings.
_RECORD = tuple(
    re.compile(f'"{name}"\\s*:\\s*{begins}'.encode())
    for name, begins in (("schema_version", '"'), ("evaluation_id", '"'), ("source_metadata", ""))
)
_ROW = tuple(
    re.compile(f'"{name}"\\s*:'.encode())
    for name in ("evaluation_id", "model_id", "sample_id", "interaction_type")
)


class _One(Noun):
    """One evaluation result, with the rows that bear it out where there are any."""

    index: int
    value: dict[str, Any]
    name: str
    scored: Scored | None

    @property
    def pointer(self) -> str:
        return f"/evaluation_results/{self.index}"

    @property
    def config(self) -> dict[str, Any]:
        return mapping(self.value.get("metric_config"))

    @property
    def unit(self) -> str:
        return unit_of(self.config)


def sniff(name: str, head: bytes) -> bool:
    """Whether a file looks like an aggregate record."""
    return all(form.search(head) for form in _RECORD)


def part(name: str, head: bytes) -> bool:
    """Whether a file looks like the rows of a record."""
    line = head.partition(b"\n")[0]
    return not sniff(name, head) and all(form.search(line) for form in _ROW)


def read(given: Given) -> Read:
    """Return one measurement for each evaluation result, and what is wrong or odd about it."""
    wrong = misstated(given, OWN)
    if wrong:
        return Read(said=wrong, unread=1)
    head, said = document(given, "this record")
    if said:
        return Read(said=said, unread=1)
    version = text(at(head, "schema_version"))
    if not isinstance(at(head, "evaluation_results"), list) or not version:
        message = "this is no Every Eval Ever record: it has no `evaluation_results`"
        return Read(said=(fault("TRB040", message, Place(given.name)),), unread=1)
    if not version.startswith(_SEEN):
        message = f"this record has schema version {quoted(version)}; 0.2 and 0.3 are read"
        place = Place(given.name, pointer="/schema_version")
        return Read(said=(fault("TRB042", message, place),), unread=1)
    instances = _instances(given, head)
    ones, broken = _ones(given, head, instances)
    results = [Result(one.name, _sketch(given, head, one, instances)) for one in ones]
    picked, mistakes = chosen(given, results)
    if any(m.input_error for m in mistakes):
        return Read(said=mistakes, unread=1)
    taken = {one.name for one in picked}
    findings = [*broken, *mistakes, *_of_rows(given, head, instances)]
    for one in ones:
        if one.name in taken:
            findings += _of_result(given, one)
    drafts, mistakes = completed(given, picked, TAKES)
    unread = len(broken) + (instances.unread if instances else 0)
    parts = (instances.name,) if instances else ()
    return Read(drafts, (*findings, *mistakes), unread, parts)


def _instances(given: Given, head: Any) -> Instances | None:
    detailed = mapping(at(head, "detailed_evaluation_results"))
    name = text(detailed.get("file_path")).rpartition("/")[2]
    beside = given.beside(name) if name else None
    if beside is None:
        return None
    algorithm = text(detailed.get("hash_algorithm")) or "sha256"
    return collect(beside, text(at(head, "evaluation_id")), algorithm)


def _ones(
    given: Given, head: Any, instances: Instances | None
) -> tuple[list[_One], tuple[Diagnostic, ...]]:
    """Return the results, each with a name of its own, and a mistake for each that is none."""
    found: list[_One] = []
    said: list[Diagnostic] = []
    used: set[str] = set()
    held = members(at(head, "evaluation_results"))
    titles = [text(at(one, "evaluation_name")) for one in held]
    for index, value in enumerate(held):
        if not isinstance(value, dict) or not titles[index]:
            place = Place(given.name, pointer=f"/evaluation_results/{index}")
            said.append(fault("TRB040", "this is no evaluation result: it has no name", place))
            continue
        own = text(value.get("evaluation_result_id"))
        name = own or titles[index]
        name = name if name not in used else f"{name}#{index}"
        used.add(name)
        scored = None
        if instances is not None:
            alone = titles.count(titles[index]) == 1
            scored = instances.by_id.get(own) if own else None
            scored = scored or (instances.by_name.get(titles[index]) if alone else None)
        found.append(_One(index, value, name, scored))
    return found, tuple(said)


def _sketch(given: Given, head: Any, one: _One, instances: Instances | None) -> Sketch:
    sketch = Sketch(given.name, kind="measurement", id=stem(given))
    title = one.value.get("evaluation_name")
    sketch.put("benchmark", as_name(title), f"{one.pointer}/evaluation_name")
    sketch.put("subject", as_name(at(head, "model_info", "id")), "/model_info/id")
    for field in ("metric_id", "metric_name", "metric_kind"):
        if text(one.config.get(field)):
            where = f"{one.pointer}/metric_config/{field}"
            sketch.put("metric", as_name(one.config[field]), where)
            break
    written = since_epoch(at(head, "retrieved_timestamp"))
    if written:
        sketch.put("recorded", written, "/retrieved_timestamp", "seconds since 1970")
    if found := roles(head, one.config):
        sketch.put("roles", found, "/source_metadata", "who ran it, as it says")
    if published := source(head):
        sketch.put("source", published, "/source_metadata/source_name")
    named = _statistic(one)
    sketch.put("statistic", named, f"{one.pointer}/metric_config")
    if one.scored and one.scored.values and instances and named == "mean":
        _count(sketch, one, instances)
    elif claim := quantity(at(one.value, "score_details", "score"), one.unit):
        sketch.put("value", claim, f"{one.pointer}/score_details/score", "as the record says it")
        _interval(sketch, one)
    sketch.put("note", notes(*notes_of(head, one.value)), one.pointer)
    return sketch


def _count(sketch: Sketch, one: _One, instances: Instances) -> None:
    assert one.scored is not None
    listed = members(at(one.value, "source_data", "sample_ids"))
    stated = whole(at(one.value, "score_details", "uncertainty", "num_samples")) or 0
    planned = max(one.scored.rows, len(listed), stated)
    where = "*/evaluation/score"
    counted(sketch, one.scored.values, planned, one.scored.errored, where, instances.name)


def _statistic(one: _One) -> str:
    """Return what a score is; a mean where it says so, or where its rows have it as their mean."""
    named = statistic(one.config)
    if named:
        return named
    mean = mean_of(one.scored.values) if one.scored else None
    stated = exact(at(one.value, "score_details", "score"))
    if mean is None or stated is None:
        return "unstated"
    return "mean" if close(mean, stated) or close(mean, portion(stated, one.unit)) else "unstated"


def _interval(sketch: Sketch, one: _One) -> None:
    """Put in a published interval; without its level it says nothing."""
    where = "score_details", "uncertainty", "confidence_interval"
    held = mapping(at(one.value, *where))
    level = exact(held.get("confidence_level"))
    lower, upper = (quantity(held.get(name), one.unit) for name in ("lower", "upper"))
    if lower and upper and level is not None and 0 < level < 1:
        interval = {
            "lower": lower,
            "upper": upper,
            "level": f"{decimal(level * 100)}%",
            "sides": "two",
        }
        sketch.put("interval", interval, step(one.pointer, "/".join(where)).replace("~1", "/"))


def _of_rows(given: Given, head: Any, instances: Instances | None) -> Iterator[Diagnostic]:
    detailed = mapping(at(head, "detailed_evaluation_results"))
    if instances is None:
        if detailed:
            message = f"its rows are not listed beside it: {quoted(detailed.get('file_path'))}"
            place = Place(given.name, pointer="/detailed_evaluation_results/file_path")
            advice = "list the file as well, with `reader: attachment`"
            yield finding("TRB044", message, place, advice)
        return
    yield from instances.said
    place = Place(instances.name)
    stated = text(detailed.get("checksum")).lower()
    if stated and instances.digest and stated != instances.digest:
        message = "its rows are not those that the record was written with"
        yield finding("TRB044", message, place, "their checksum is another one")
    rows = whole(detailed.get("total_rows"))
    if rows is not None and rows != instances.rows + instances.unread:
        message = f"the record tells of {rows:,} rows, there are {instances.rows:,}"
        yield finding("TRB044", message, place, "the missing ones count as excluded")
    if instances.strangers:
        message = f"{instances.strangers:,} rows are of another evaluation"
        yield finding("TRB044", message, place, "they are left out")


def _of_result(given: Given, one: _One) -> Iterator[Diagnostic]:
    place = Place(given.name, pointer=f"{one.pointer}/score_details/score")
    score = at(one.value, "score_details", "score")
    stated, shown = exact(score), quoted(one.name)
    if _statistic(one) != "mean" and "statistic" not in given.defaults:
        message = f"the record does not say that {shown} is a mean over samples: {quoted(score)}"
        advice = "`statistic` in its defaults says what it is"
        yield finding("TRB051", message, place, advice)
    elif one.scored is None or not one.scored.values:
        message = f"the record says that {shown} is {quoted(score)}"
        advice = "no row bears this out: it is kept as a claim, without counts"
        yield finding("TRB049", message, place, advice)
    else:
        mean = mean_of(one.scored.values)
        close_to = stated is not None and mean is not None
        if not close_to or not (close(mean, stated) or close(mean, portion(stated, one.unit))):  # type: ignore[arg-type]
            message = f"the record says that {shown} is {quoted(score)}; its rows give "
            message += decimal(mean) if mean is not None else "nothing"
            yield finding("TRB043", message, place, "what the rows give is used")
        if one.scored.unusable:
            message = f"{shown} has no usable value in {one.scored.unusable:,} rows"
            yield finding("TRB050", message, place, "they count as excluded")
    there = whole(at(one.value, "source_data", "samples_number"))
    used = len(members(at(one.value, "source_data", "sample_ids")))
    if there and 0 < used < there and "derived" not in given.defaults:
        message = f"{used:,} of the {there:,} samples of its dataset were used for {shown}"
        place = Place(given.name, pointer=f"{one.pointer}/source_data/sample_ids")
        advice = "say in its `defaults` who chose them: `derived: {how: subset, by: [...]}`"
        yield finding("TRB052", message, place, advice)
    known = (roles({}, one.config), mapping(given.defaults.get("roles")))
    if at(one.config, "llm_scoring") and not any(k.get("grader_model_of") for k in known):
        message = f"{shown} was graded by a model, and the record does not say whose"
        place = Place(given.name, pointer=f"{one.pointer}/metric_config/llm_scoring")
        yield finding("TRB053", message, place, severity=Severity.INFO)
