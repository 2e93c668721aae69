"""A table for spreadsheets (RFC 4180), with the headline in its first row of data.

A cell that a spreadsheet would take for a formula is put behind an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from tra_policy.reports.machine.rows import Run

COLUMNS = (
    "policy", "kind", "id", "about", "title", "outcome", "level", "gates", "due", "owner", "message",
    "wanted", "path", "line", "column", "fingerprint",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(runs: Sequence[Run]) -> str:
    """Return the header, then for each run its headline and its rows."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for run in runs:
        head = [run.name, "headline", "", "", "", "", "", "", "", "", run.headline]
        table.writerow([*map(_plain, head), *[""] * (len(COLUMNS) - len(head))])
        for row in run.rows:
            cells = (
                run.name,
                row.kind,
                row.rule,
                row.name,
                row.title,
                row.outcome,
                row.level,
                "yes" if row.gates else "no",
                row.due,
                ", ".join(row.owner),
                row.message,
                row.help,
                row.path,
                str(row.line or ""),
                str(row.column or ""),
                row.fingerprint,
            )
            table.writerow(map(_plain, cells))
    return text.getvalue()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
