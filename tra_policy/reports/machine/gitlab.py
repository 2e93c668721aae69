"""GitLab's Code Quality report: a JSON array of issues, the headline as the first of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from tra_policy.reports.machine.rows import Row, Run, to_do

_SEVERITY = {"error": "major", "warning": "minor", "note": "info"}


def render(runs: Sequence[Run]) -> str:
    """Return the issues of all runs; what is met or does not apply is none."""
    return json.dumps([i for run in runs for i in _issues(run)], indent=2) + "\n"


def _issues(run: Run) -> Iterator[dict[str, Any]]:
    rows = list(to_do(run))
    placed = next((row for row in run.rows if row.path), None)
    if placed is not None:
        head = Row("finding", "headline", run.name, "", "", "note", run.headline, path=placed.path)
        yield _issue(head, f"headline {run.name}")
    for row in rows:
        # An issue without a file cannot be shown; it is put where the run begins.
        where = row if row.path or placed is None else placed
        yield _issue(row, row.fingerprint, where.path, where.line)


def _issue(row: Row, fingerprint: str, path: str = "", line: int = 0) -> dict[str, Any]:
    return {
        "description": f"{row.message}{f'; wanted: {row.help}' if row.help else ''}",
        "check_name": row.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITY[row.level],
        "location": {
            "path": (path or row.path).removeprefix("./"),
            "lines": {"begin": max(line or row.line, 1)},
        },
    }
