"""The table of report formats: a name, and the function that writes it.

A format is imported when it is asked for, so that JSON does not pay for the terminal's libraries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from tra_policy.reports.page import Page

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport

Render = Callable[["Sequence[CheckReport]", Page], str]


def _text() -> Render:
    from tra_policy.reports.text import render

    return render


def _json() -> Render:
    from tra_policy.reports.json import render

    return render


FORMATS: Mapping[str, Callable[[], Render]] = MappingProxyType({"text": _text, "json": _json})
