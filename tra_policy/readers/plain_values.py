"""Reaching into plain values of which nothing is known."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from tra_policy.readers.faults import quoted

LONGEST_NAME = 150
_NO_NAME = re.compile(r"[^A-Za-z0-9_.:/@+-]+")


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
    """Return a count, or None for what is none; `200.0` is one, as some tools write it."""
    if isinstance(value, float) and value.is_integer() and 0 <= value < 2**53:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def text(value: Any) -> str:
    """Return a text as it is, and an empty one for anything else."""
    return value if isinstance(value, str) else ""


def word(value: Any) -> str:
    """Return a stranger's value on one line, without control characters, shortened."""
    return quoted(value).strip("`")


def as_name(value: Any) -> str:
    """Return the nearest thing to a name that a text can be made to be."""
    found = _NO_NAME.sub("-", value if isinstance(value, str) else "").strip("-_.:/@+")
    return found[:LONGEST_NAME].rstrip("-_.:/@+") or "unnamed"


def since_epoch(seconds: Any) -> str:
    """Return seconds since 1970 (a number, or the text of one) as a moment in UTC; empty if none."""
    try:
        number = float(seconds) if isinstance(seconds, (int, float, str)) else 0.0
        if isinstance(seconds, bool) or not 0 < number < 253_402_300_800:
            return ""
        return datetime.fromtimestamp(number, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return ""
