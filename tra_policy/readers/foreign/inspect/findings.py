"""What a person should know about an Inspect log beside its numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from tra_policy.readers.faults import finding, quoted
from tra_policy.readers.foreign.inspect.log import Log, limits_hit
from tra_policy.readers.foreign.inspect.scores import (
    Headline,
    Reading,
    Tally,
    headline_of,
    headlines,
    number_of,
)
from tra_policy.readers.numbers import close, decimal
from tra_policy.readers.plain_values import at, mapping, members, whole
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.source import Place

_GRADER_WORDS = ("model", "models", "grader", "judge", "grader_model", "judge_model")
# Inspect's own scorers that ask a model, and take the evaluated one where none is named.
_GRADED_BY_MODEL = ("model_graded_qa", "model_graded_fact")


def of_log(
    path: str, log: Log, tally: Tally, defaults: Mapping[str, object]
) -> Iterator[Diagnostic]:
    """Yield what is odd about the log as a whole."""

    def said(code: str, message: str, pointer: str, advice: str = "") -> Diagnostic:
        return finding(code, message, Place(path, pointer=pointer), advice)

    status = log.head.get("status")
    if not log.finished:
        advice = "what was not run counts as excluded"
        yield said("TRB045", "this log was never finished", "", advice)
    elif status != "success":
        yield said("TRB045", f"the log's status is {quoted(status)}", "/status")
    if len(tally.logged) < tally.planned:
        message = f"{tally.planned:,} samples were planned, the log holds {len(tally.logged):,}"
        yield said("TRB044", message, "/samples", "the missing ones count as excluded")
    if tally.lost:
        message = f"its own list of samples names {_samples(tally.lost)} that it does not hold"
        yield said("TRB044", message, "/samples", "the missing ones count as excluded")
    if tally.unplanned:
        message = f"{_samples(tally.unplanned)} that the log does not plan"
        yield said("TRB044", f"it holds {message}", "/eval/dataset/sample_ids")
    if tally.repeated:
        message = f"{_samples(tally.repeated)} that it holds already"
        yield said("TRB044", f"it holds {message}", "/samples", "the first of each counts")
    yield from _edits(log, said)
    if at(log.head, "eval", "revision", "dirty") is True:
        message = "it was run from code with changes that are in no revision"
        yield said("TRB047", message, "/eval/revision/dirty")
    replaced = sum(1 for s in log.samples if s.get("model_fallbacks"))
    if replaced:
        message = f"another model than the evaluated one answered in {_samples(replaced)}"
        yield said("TRB048", message, "/samples")
    ended = Counter(limits_hit(log))
    if ended:
        shown = ", ".join(f"{quoted(name)} in {count:,}" for name, count in sorted(ended.items()))
        message = f"a limit ended {_samples(ended.total())}: {shown}"
        place = Place(path, pointer="/samples")
        yield finding("TRB057", message, place, severity=Severity.INFO)
    if at(log.head, "results", "early_stopping"):
        yield said("TRB045", "the run was stopped early", "/results/early_stopping")
    if "derived" not in defaults:
        yield from _part(log, said)


def _samples(count: int) -> str:
    return "one sample" if count == 1 else f"{count:,} samples"


def _edits(log: Log, said: Any) -> Iterator[Diagnostic]:
    edited = sum(1 for s in log.samples if _edited(s))
    if edited:
        yield said("TRB046", f"scores were edited after the run in {_samples(edited)}", "/samples")
    invalid = sum(1 for s in log.samples if s.get("invalidation"))
    if invalid:
        message = f"{_samples(invalid)} declared invalid after the run"
        yield said("TRB046", message, "/samples", "they count as excluded")
    if log.head.get("invalidated") is True:
        yield said("TRB046", "the log was declared invalid", "/invalidated")
    for name, what in (("log_updates", "edited"), ("config_updates", "retuned while it ran")):
        updates = members(log.head.get(name))
        if updates:
            authors = {str(at(u, "provenance", "author") or "nobody named") for u in updates}
            by = ", ".join(quoted(a) for a in sorted(authors))
            yield said("TRB046", f"the log was {what} {len(updates)} times, by {by}", f"/{name}")


def _edited(sample: Mapping[str, Any]) -> bool:
    return any(members(at(score, "history")) for score in mapping(sample.get("scores")).values())


def _part(log: Log, said: Any) -> Iterator[Diagnostic]:
    there = whole(at(log.head, "eval", "dataset", "samples"))
    ids = at(log.head, "eval", "dataset", "sample_ids")
    config = mapping(at(log.head, "eval", "config"))
    asked = [len(ids)] if isinstance(ids, list) else []
    asked += [n for n in (whole(config.get("limit")),) if n is not None]
    if there and asked and min(asked) < there:
        message = f"{min(asked):,} of the {there:,} samples of its dataset were asked for"
        advice = "say in its `defaults` who chose them: `derived: {how: subset, by: [...]}`"
        yield said("TRB052", message, "/eval/config/limit", advice)


def of_reading(path: str, log: Log, reading: Reading) -> Iterator[Diagnostic]:
    """Yield what is odd about one score: a headline that the samples do not bear out."""
    headline = headline_of(log, reading)
    name, mean = quoted(reading.name), reading.mean
    if reading.unusable:
        message = f"{name} has no usable value in {_samples(reading.unusable)}"
        advice = "they count as excluded"
        yield finding("TRB050", message, Place(path, pointer="/samples"), advice)
    if headline is None or mean is None:
        return
    place = Place(path, pointer=headline.pointer)
    if not headline.of_means:
        message = (
            f"the log's {headline.metric} of {name} takes the {quoted(headline.reducer)} "
            f"of its epochs: {_shown(headline)}"
        )
        advice = f"their mean is used: {decimal(mean)}"
        yield finding("TRB051", message, place, advice)
        return
    own = number_of(headline.value)
    if own is None or not close(own, mean):
        message = (
            f"the log says that the {headline.metric} of {name} is {_shown(headline)}; "
            f"its samples give {decimal(mean)}"
        )
        yield finding("TRB043", message, place, "what the samples give is used")


def _shown(headline: Headline) -> str:
    value = headline.value
    return "`NaN`" if isinstance(value, float) and math.isnan(value) else quoted(value)


def unborne(path: str, log: Log) -> Iterator[Diagnostic]:
    """Yield the finding that no sample bears the log's headline out."""
    found = [(name, headline) for _, name, headline in headlines(log)]
    if not found:
        advice = "the measurement has no value"
        yield finding("TRB049", "the log holds no score", Place(path, pointer="/samples"), advice)
    for name, headline in found:
        message = f"the log says that the {headline.metric} of {quoted(name)} is {_shown(headline)}"
        place = Place(path, pointer=headline.pointer)
        advice = "no sample bears this out, so the measurement has no value"
        yield finding("TRB049", message, place, advice)


def graders(log: Log, scorer: str) -> tuple[str, ...]:
    """Return the models that graded, as far as the log names them."""
    found: list[str] = []
    for entry in members(at(log.head, "results", "scores")):
        if scorer in (at(entry, "scorer"), at(entry, "name")):
            found += _models(at(entry, "params"))
    for entry in members(at(log.head, "eval", "scorers")):
        if at(entry, "name") == scorer:
            found += _models(at(entry, "options")) + _models(at(entry, "params"))
    roles = mapping(at(log.head, "eval", "model_roles"))
    for role in ("grader", "judge"):
        found += _models({"model": roles.get(role)})
    if not found and _own_name(scorer) in _GRADED_BY_MODEL:
        found = _models({"model": at(log.head, "eval", "model")})
    return tuple(dict.fromkeys(found))


def _own_name(scorer: str) -> str:
    return scorer.rpartition("/")[2]


def _models(params: Any) -> list[str]:
    found: list[str] = []
    for word in _GRADER_WORDS:
        held = at(params, word)
        for one in held if isinstance(held, list) else [held]:
            name = at(one, "model") if isinstance(one, dict) else one
            if isinstance(name, str) and name:
                found.append(name)
    return found


def of_graders(
    path: str, log: Log, reading: Reading, defaults: Mapping[str, object]
) -> Iterator[Diagnostic]:
    """Yield that a model graded, where nobody says whose model it is."""
    models = graders(log, reading.scorer)
    if not models or at(defaults.get("roles"), "grader_model_of"):
        return
    place = Place(path, pointer="/eval/model_roles")
    shown = ", ".join(quoted(m) for m in models)
    advice = "say whose model that is in its `defaults`: `roles: {grader_model_of: [...]}`"
    if at(log.head, "eval", "model") in models:
        message = f"{quoted(reading.name)} was graded by the evaluated model itself, {shown}"
        yield finding("TRB053", message, place, advice)
    else:
        message = f"{quoted(reading.name)} was graded by {shown}"
        yield finding("TRB053", message, place, advice, Severity.INFO)
