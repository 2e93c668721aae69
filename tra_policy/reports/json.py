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

_WORDS = {None: "null", True: "true", False: "false"}


def written(value: Any) -> str:
    """Return JSON values as text: the order as given, two blanks a level, one final line end.

    The encoder of the standard library says the same, and takes five times as long for it where it has
    to indent.
    """
    pieces: list[str] = []
    _put(value, "\n", pieces.append)
    return "".join(pieces) + "\n"


def _put(value: Any, line: str, put: Callable[[str], None]) -> None:
    """Put a value; `line` begins a line as far in as what is around the value."""
    kind = type(value)
    if kind is str:
        put(encode_basestring(value))
    elif kind is dict and value:
        inner = line + "  "
        before = "{" + inner
        for name, held in value.items():
            put(f"{before}{encode_basestring(name)}: ")
            _put(held, inner, put)
            before = "," + inner
        put(line + "}")
    elif (kind is list or kind is tuple) and value:
        inner = line + "  "
        before = "[" + inner
        for held in value:
            put(before)
            _put(held, inner, put)
            before = "," + inner
        put(line + "]")
    elif value is None or value is True or value is False:
        put(_WORDS[value])
    else:
        # A number, or what is empty.
        put(json.dumps(value, allow_nan=False))


def render(reports: Sequence[CheckReport], page: Page) -> str:
    """Return the reports of a check."""
    del page
    values = [report.to_json() for report in reports]
    return written(values[0] if len(values) == 1 else values)


def render_lint(report: LintReport) -> str:
    """Return the report of a lint run."""
    return written(report.to_json())
