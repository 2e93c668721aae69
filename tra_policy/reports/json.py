"""The report as JSON: the contract `tra.report/1`, byte for byte the same for the same input.

One policy gives one object; several give an array of them, in the order they were named.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from tra_policy.reports.page import Page

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport, LintReport

_HOLDING = frozenset({dict, list, tuple})


def written(value: Any) -> str:
    """Return JSON values as text: the order as given, two blanks a level, one final line end.

    The encoder of the standard library writes a line each quickly only where it need not indent. What
    holds nothing that holds something else is given to it as one line, with line ends for blanks.
    """
    pieces: list[str] = []
    _put(value, "\n", pieces.append)
    return "".join(pieces) + "\n"


def _put(value: Any, line: str, put: Callable[[str], None]) -> None:
    """Put a value; `line` begins a line as far in as what is around the value."""
    kind = type(value)
    if kind is str:
        put(encode_basestring(value))
        return
    if kind not in _HOLDING or not value:
        put(_in_one("")(value))
        return
    inner = line + "  "
    is_dict = kind is dict
    begins, ends = ("{", "}") if is_dict else ("[", "]")
    if _HOLDING.isdisjoint(map(type, value.values() if is_dict else value)):
        put(f"{begins}{inner}{_in_one(inner)(value)[1:-1]}{line}{ends}")
        return
    before = begins + inner
    for held in value.items() if is_dict else value:
        if is_dict:
            name, held = held
            before = f"{before}{encode_basestring(name)}: "
        put(before)
        _put(held, inner, put)
        before = "," + inner
    put(line + ends)


@cache
def _in_one(inner: str) -> Callable[[Any], str]:
    """What writes a value without an indent, with this between its members."""
    separators = ("," + inner if inner else ", ", ": ")
    return json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=separators).encode


def render(reports: Sequence[CheckReport], page: Page) -> str:
    """Return the reports of a check."""
    del page
    values = [report.to_json() for report in reports]
    return written(values[0] if len(values) == 1 else values)


def render_lint(report: LintReport) -> str:
    """Return the report of a lint run."""
    return written(report.to_json())
