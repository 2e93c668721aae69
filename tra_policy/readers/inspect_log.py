"""An Inspect log, as an archive or as JSON, opened: its head and its samples."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tra_policy.readers.archive import read_archive
from tra_policy.readers.faults import fault, quoted
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place

NEWEST = 2
KEPT = ("id", "epoch", "scores", "score", "error", "invalidation", "model_fallbacks")


@dataclass(frozen=True, slots=True)
class Log:
    """`head` is the log without its samples; `finished` is false where it was never closed."""

    head: dict[str, Any]
    samples: tuple[dict[str, Any], ...]
    finished: bool = True


class Garbled(ValueError):
    """A text that is not the JSON of a log. Its text is the message."""


def at(value: Any, *path: str | int) -> Any:
    """Return what a path leads to in plain values, or None where it leads nowhere."""
    for part in path:
        if isinstance(part, str) and isinstance(value, dict):
            value = value.get(part)
        elif isinstance(part, int) and isinstance(value, list) and -len(value) <= part < len(value):
            value = value[part]
        else:
            return None
    return value


def mapping(value: Any) -> dict[str, Any]:
    """Return a mapping as it is, and an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def members(value: Any) -> list[Any]:
    """Return a list as it is, and an empty one for anything else."""
    return value if isinstance(value, list) else []


def whole(value: Any) -> int | None:
    """Return a count, or None for what is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def open_log(path: str, data: bytes) -> tuple[Log | None, tuple[Diagnostic, ...]]:
    """Return a log of a version that can be read, or None and the reason."""
    packed = data.startswith(b"PK")
    log, said = (_archived if packed else _plain)(path, data)
    if log is None:
        return None, said
    version = whole(log.head.get("version"))
    if version is None or not isinstance(log.head.get("eval"), dict):
        message = "this is not an Inspect log: it has no `version` and `eval`"
        return None, (*said, fault("TRB040", message, Place(path)))
    if version > NEWEST:
        message = f"this Inspect log has version {version}; versions up to {NEWEST} are read"
        return None, (*said, fault("TRB042", message, Place(path, pointer="/version")))
    return log, said


def _archived(path: str, data: bytes) -> tuple[Log | None, tuple[Diagnostic, ...]]:
    found, said = read_archive(path, data, _wanted)
    if found is None:
        return None, said
    finished = "header.json" in found
    name = "header.json" if finished else "_journal/start.json"
    if name not in found:
        message = "this archive is not an Inspect log: it has no `header.json`"
        return None, (fault("TRB040", message, Place(path)),)
    mistakes: list[Diagnostic] = []
    opened: dict[str, Any] = {}
    for member, text in found.items():
        if member == name or member.startswith("samples/"):
            try:
                opened[member] = parsed(text) if member == name else _slim(parsed(text))
            except Garbled as error:
                message = f"the member {quoted(member)} cannot be read: {error}"
                mistakes.append(fault("TRB040", message, Place(path)))
    head = opened.pop(name, None)
    if not isinstance(head, dict):
        return None, tuple(mistakes) or (fault("TRB040", "its head is no mapping", Place(path)),)
    samples = tuple(s for s in opened.values() if s is not None)
    return Log(head, samples, finished), tuple(mistakes)


def _wanted(name: str) -> bool:
    sample = name.startswith("samples/") and name.endswith(".json")
    return sample or name in {"header.json", "_journal/start.json"}


def _plain(path: str, data: bytes) -> tuple[Log | None, tuple[Diagnostic, ...]]:
    try:
        head = parsed(data)
    except Garbled as error:
        return None, (fault("TRB040", f"this log cannot be read: {error}", Place(path)),)
    if not isinstance(head, dict):
        return None, (fault("TRB040", "this is not an Inspect log", Place(path)),)
    slim = map(_slim, members(head.pop("samples", None)))
    samples = tuple(sample for sample in slim if sample is not None)
    return Log(head, samples), ()


def _slim(sample: Any) -> dict[str, Any] | None:
    """Return a sample without its transcript, which is most of a log; None for what is none."""
    return {k: sample[k] for k in KEPT if k in sample} if isinstance(sample, dict) else None


def parsed(data: bytes) -> Any:
    """Return JSON as plain values; bare `NaN`, which such logs contain, is let through."""
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_no_twins)
    except UnicodeDecodeError as error:
        raise Garbled("it is not UTF-8") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Garbled(f"it is not JSON from {where} on") from error
    except RecursionError as error:
        raise Garbled("it is too deep") from error
    except Garbled:
        raise
    except ValueError as error:
        raise Garbled("it holds a number that is too long") from error


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise Garbled(f"{quoted(twin)} stands twice in one mapping")
    return found
