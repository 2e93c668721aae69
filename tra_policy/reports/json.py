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
_SAID = {None: "null", True: "true", False: "false"}
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def written(value: Any) -> str:
    """Return JSON values as text: the order as given, two blanks a level, one final line end.

    The encoder of the standard library goes through Python for every value where it has to indent.
    """
    pieces: list[str] = []
    _put(value, "\n", pieces.append)
    return "".join(pieces) + "\n"


def _put(value: Any, line: str, put: Callable[[str], None]) -> None:
    """Put a value; `line` begins a line as far in as what is around the value."""
    if type(value) not in _HOLDING or not value:
        put(_in_one(value))
        return
    inner = line + "  "
    if type(value) is dict:
        before = "{" + inner
        for name, held in value.items():
            kind = type(held)
            if kind is str:
                put(f"{before}{encode_basestring(name)}: {encode_basestring(held)}")
            elif kind in _HOLDING and held:
                put(f"{before}{encode_basestring(name)}: ")
                _put(held, inner, put)
            else:
                put(f"{before}{encode_basestring(name)}: {_in_one(held)}")
            before = "," + inner
        put(line + "}")
        return
    before = "[" + inner
    for held in value:
        put(before)
        _put(held, inner, put)
        before = "," + inner
    put(line + "]")


def _in_one(value: Any) -> str:
    """Return what holds nothing as text."""
    if type(value) is str:
        return encode_basestring(value)
    found = _SAID.get(value) if value is None or type(value) is bool else None
    return found or _ENCODER.encode(value)


def render(reports: Sequence[CheckReport], page: Page) -> str:
    """Return the reports of a check."""
    del page
    values = [report.to_json() for report in reports]
    return written(values[0] if len(values) == 1 else values)


def render_lint(report: LintReport) -> str:
    """Return the report of a lint run."""
    return written(report.to_json())
