"""The report as JSON: the contract `tra.report/1`, byte for byte the same for the same input.

One policy gives one object; several give an array of them, in the order they were named.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from tra_policy.reports.page import Page

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport, LintReport

_HOLDING = frozenset({dict, list, tuple})
_LINE = 400  # letters of what is put on one line though it holds what holds something else
_ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def written(value: Any) -> str:
    """Return JSON values as text: the order as given, two blanks a level, one final line end.

    A line is one thing: a finding, a record, a list of names, what a proof says with numbers. So it is
    found whole, and the encoder of the standard library, which is quick only where it need not indent,
    writes almost all of it.
    """
    pieces: list[str] = []
    _put(value, "\n", pieces.append)
    return "".join(pieces) + "\n"


def _put(value: Any, line: str, put: Callable[[str], None]) -> None:
    """Put a value; `line` begins a line as far in as what is around the value."""
    kind = type(value)
    if kind not in _HOLDING:
        put(encode_basestring(value) if kind is str else _ENCODE(value))
        return
    is_dict = kind is dict
    inside = [held for held in (value.values() if is_dict else value) if type(held) in _HOLDING]
    if not any(inside):
        put(_ENCODE(value))
        return
    if all(map(_is_flat, inside)) and len(whole := _ENCODE(value)) <= _LINE:
        put(whole)
        return
    inner = line + "  "
    before = ("{" if is_dict else "[") + inner
    for held in value.items() if is_dict else value:
        if is_dict:
            name, held = held
            before = f"{before}{encode_basestring(name)}: "
        put(before)
        _put(held, inner, put)
        before = "," + inner
    put(line + ("}" if is_dict else "]"))


def _is_flat(value: Any) -> bool:
    return _HOLDING.isdisjoint(map(type, value.values() if type(value) is dict else value))


def render(reports: Sequence[CheckReport], page: Page) -> str:
    """Return the reports of a check."""
    del page
    values = [report.to_json() for report in reports]
    return written(values[0] if len(values) == 1 else values)


def render_lint(report: LintReport) -> str:
    """Return the report of a lint run."""
    return written(report.to_json())
