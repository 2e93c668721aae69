"""The report as JSON: the contract `tra.report/1`, byte for byte the same for the same input.

One policy gives one object; several give an array of them, in the order they were named.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tra_policy.reports.indented import indented
from tra_policy.reports.page import Page

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport, LintReport


def written(value: Any) -> str:
    """Return JSON values as text: the order as given, two blanks a level, one final line end."""
    return indented(value) + "\n"


def render(reports: Sequence[CheckReport], page: Page) -> str:
    """Return the reports of a check."""
    del page
    values = [report.to_json() for report in reports]
    return written(values[0] if len(values) == 1 else values)


def render_lint(report: LintReport) -> str:
    """Return the report of a lint run."""
    return written(report.to_json())
