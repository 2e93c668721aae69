"""JSON values as text, two blanks a level: what `json.dumps` with an indent writes, in less time.

The standard library writes with an indent value by value in Python; a report has millions of them.
"""

from __future__ import annotations

import math
from json.encoder import encode_basestring as _quoted
from typing import Any


def indented(value: Any) -> str:
    """Return the text of a value made of `dict list str int float bool None`."""
    return _text(value, "\n")


def _text(value: Any, pad: str) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        if not value:
            return "{}"
        inner = f"{pad}  "
        held = [f"{inner}{_name(name)}: {_text(member, inner)}" for name, member in value.items()]
        return f"{{{','.join(held)}{pad}}}"
    if isinstance(value, (list, tuple)):
        if not value:
            return "[]"
        inner = f"{pad}  "
        return f"[{','.join([inner + _text(member, inner) for member in value])}{pad}]"
    return _word(value)


def _name(name: Any) -> str:
    return _quoted(name) if isinstance(name, str) else _quoted(_word(name))


def _word(value: Any) -> str:
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float) and math.isfinite(value):
        return float.__repr__(value)
    raise ValueError(f"{value!r} cannot be written as JSON")
