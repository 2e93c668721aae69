"""An Inspect log, as an archive or as JSON, opened: its head and its samples without transcripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from tra_policy.readers.archive import Archive, Bounds, Refused, refused
from tra_policy.readers.faults import MOST_SAID, fault, quoted
from tra_policy.readers.given import Given
from tra_policy.readers.loose_json import Garbled, document, parsed
from tra_policy.readers.plain_values import mapping, members, whole
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place

if TYPE_CHECKING:
    from pydantic_core import SchemaValidator

NEWEST = 2
HEADER, START, SUMMARIES = "header.json", "_journal/start.json", "summaries.json"
PIECES = "_journal/summaries/"
KEPT = (
    "id",
    "epoch",
    "scores",
    "score",
    "error",
    "invalidation",
    "model_fallbacks",
    "limit",
)
# May not stand twice in a sample: the two could say two things. Where it does, it is looked at closely.
_ONCE = b'"scores":'


class Log(Noun):
    """`head` is the log without its samples; `finished` is false where it was never closed.

    `summarised` are the samples that the log's own list of them names, None where it has none. `unread`
    counts samples that are there and could not be read.
    """

    head: dict[str, Any]
    samples: tuple[dict[str, Any], ...]
    finished: bool = True
    summarised: frozenset[tuple[str, int]] | None = None
    unread: int = 0
    packed: bool = False


def open_log(given: Given) -> tuple[Log | None, tuple[Diagnostic, ...]]:
    """Return a log of a version that can be read, or None and the reason."""
    log, said = (_archived if given.head().startswith(b"PK") else _plain)(given)
    if log is None:
        return None, said
    version = whole(log.head.get("version"))
    if version is None or not isinstance(log.head.get("eval"), dict):
        message = "this is not an Inspect log: it has no `version` and `eval`"
        return None, (*said, fault("TRB040", message, Place(given.name)))
    if version > NEWEST:
        message = f"this Inspect log has version {version}; versions up to {NEWEST} are read"
        return None, (*said, fault("TRB042", message, Place(given.name, pointer="/version")))
    return log, said


def _archived(given: Given) -> tuple[Log | None, tuple[Diagnostic, ...]]:
    limits = given.limits
    bounds = Bounds(limits.members, limits.unpacked, limits.ratio, limits.free, limits.member)
    with given.open() as stream:
        try:
            archive = Archive(stream, bounds)
        except Refused as refusal:
            return None, (refused(given.name, refusal),)
        finished = HEADER in archive
        name = HEADER if finished else START
        if name not in archive:
            message = f"this archive is not an Inspect log: it has no `{HEADER}`"
            return None, (fault("TRB040", message, Place(given.name)),)
        try:
            head = parsed(archive.read(name))
        except (Garbled, Refused) as error:
            return None, (_unreadable(given, name, error),)
        if not isinstance(head, dict):
            return None, (fault("TRB040", "its head is no mapping", Place(given.name)),)
        samples, said, unread = _samples(given, archive)
        summarised, more = _summarised(given, archive)
    return Log(head, samples, finished, summarised, unread, True), (*said, *more)


def _samples(
    given: Given, archive: Archive
) -> tuple[tuple[dict[str, Any], ...], tuple[Diagnostic, ...], int]:
    found: list[dict[str, Any]] = []
    said: list[Diagnostic] = []
    unread = 0
    for name in archive.names:
        if not (name.startswith("samples/") and name.endswith(".json")):
            continue
        try:
            sample = _skimmed(archive.read(name))
        except (Garbled, Refused) as error:
            unread += 1
            if len(said) < MOST_SAID:
                said.append(_unreadable(given, name, error))
            continue
        if sample is not None:
            found.append(sample)
    if unread > len(said):
        message = f"and {unread - len(said):,} more samples that cannot be read"
        said.append(fault("TRB017", message, Place(given.name)))
    return tuple(found), tuple(said), unread


def _unreadable(given: Given, member: str, error: Exception) -> Diagnostic:
    if isinstance(error, Refused):
        return refused(given.name, error)
    message = f"the member {quoted(member)} cannot be read: {error}"
    return fault("TRB040", message, Place(given.name))


def _summarised(
    given: Given, archive: Archive
) -> tuple[frozenset[tuple[str, int]] | None, tuple[Diagnostic, ...]]:
    """Return the samples that the log lists: piece by piece as it was written, or else in one."""
    pieces = [name for name in archive.names if name.startswith(PIECES)]
    pieces = pieces or [name for name in (SUMMARIES,) if name in archive]
    found: set[tuple[str, int]] = set()
    for name in pieces:
        try:
            listed = _listed(archive.read(name))
        except (Garbled, Refused) as error:
            return None, (_unreadable(given, name, error),)
        found.update(key_of(one) for one in listed if isinstance(one, dict))
    return frozenset(found) if pieces else None, ()


def _listed(data: bytes) -> list[Any]:
    try:
        return members(_fields(("id", "epoch"), several=True).validate_json(data))
    except ValueError:
        return members(parsed(data))


def _plain(given: Given) -> tuple[Log | None, tuple[Diagnostic, ...]]:
    head, said = document(given, "this log")
    if head is None and said:
        return None, said
    if not isinstance(head, dict):
        return None, (fault("TRB040", "this is not an Inspect log", Place(given.name)),)
    slim = map(_slim, members(head.pop("samples", None)))
    samples = tuple(sample for sample in slim if sample is not None)
    return Log(head, samples), ()


def _skimmed(data: bytes) -> dict[str, Any] | None:
    """Return what is kept of a sample, without making values of its transcript where that can be."""
    if data.find(_ONCE) != data.rfind(_ONCE):
        return _slim(parsed(data))
    try:
        return _slim(_fields(KEPT).validate_json(data))
    except ValueError:
        # Not JSON, not UTF-8, too deep: the slow way knows why, or knows better.
        return _slim(parsed(data))


@cache
def _fields(names: tuple[str, ...], several: bool = False) -> SchemaValidator:
    from pydantic_core import SchemaValidator, core_schema

    # Every other field is passed over without becoming a value: transcripts are most of a log.
    field = core_schema.typed_dict_field(core_schema.any_schema(), required=False)
    one = core_schema.typed_dict_schema(dict.fromkeys(names, field))
    return SchemaValidator(core_schema.list_schema(one) if several else one)


def _slim(sample: Any) -> dict[str, Any] | None:
    """Return a sample without its transcript, which is most of a log; None for what is none."""
    if not isinstance(sample, dict):
        return None
    slim = {k: sample[k] for k in KEPT if sample.get(k) is not None}
    for name in ("error", "invalidation", "model_fallbacks"):
        if name in slim:
            slim[name] = bool(slim[name])
    if isinstance(slim.get("scores"), dict):
        slim["scores"] = {name: _score(held) for name, held in slim["scores"].items()}
    if "score" in slim:
        slim["score"] = _score(slim["score"])
    return slim


def _score(score: Any) -> Any:
    if not isinstance(score, dict):
        return score
    slim = {"value": score.get("value")}
    if score.get("history"):
        slim["history"] = members(score["history"])[:1]
    return slim


def key_of(sample: dict[str, Any]) -> tuple[str, int]:
    """Return what tells a sample from others: its id and its epoch."""
    return str(sample.get("id")), whole(sample.get("epoch")) or 1


def limits_hit(log: Log) -> Iterator[str]:
    """Yield for every sample that a limit ended which limit that was."""
    for sample in log.samples:
        limit = sample.get("limit")
        if limit:
            named = mapping(limit).get("type") if isinstance(limit, dict) else limit
            yield named if isinstance(named, str) else json.dumps(named)
