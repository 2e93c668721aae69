"""The table of report formats: a name, and the function that writes it.

A format is imported when it is asked for, so that JSON does not pay for the terminal's libraries. What
programs read is made of the same rows for a check and for a lint run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from tra_policy.reports.page import Page

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport, LintReport
    from tra_policy.reports.machine.rows import Run

Render = Callable[["Sequence[CheckReport]", Page], str]
OfRows = Callable[["Sequence[Run]"], str]

# The module below `machine/`, and its function.
MACHINE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "jsonl": ("jsonl", "render"),
        "sarif": ("sarif", "render"),
        "sarif-hosted": ("sarif", "render_hosted"),
        "junit": ("junit", "render"),
        "tap": ("tap", "render"),
        "github": ("github", "render"),
        "gitlab": ("gitlab", "render"),
        "markdown": ("markdown", "render"),
        "csv": ("csv", "render"),
        "oscal": ("oscal", "render"),
    }
)


def of_rows(name: str) -> OfRows:
    """Return the function that writes rows in a format for programs."""
    module, function = MACHINE[name]
    found: OfRows = getattr(import_module(f"tra_policy.reports.machine.{module}"), function)
    return found


def lint_in(name: str, report: LintReport) -> str:
    """Return a lint run in a format for programs."""
    from tra_policy.reports.machine.rows import run_of_lint

    return of_rows(name)([run_of_lint(report)])


def _text() -> Render:
    from tra_policy.reports.text import render

    return render


def _json() -> Render:
    from tra_policy.reports.json import render

    return render


def _html() -> Render:
    from tra_policy.reports.html import render

    return render


def _machine(name: str) -> Callable[[], Render]:
    def loaded() -> Render:
        from tra_policy.reports.machine.rows import run_of

        write = of_rows(name)
        return lambda reports, page: write([run_of(report) for report in reports])

    return loaded


FORMATS: Mapping[str, Callable[[], Render]] = MappingProxyType(
    {
        "text": _text,
        "json": _json,
        "html": _html,
        **{name: _machine(name) for name in MACHINE},
    }
)
