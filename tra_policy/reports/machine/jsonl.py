"""One JSON object a line: the run first, then its rows. For streams, logs and quick filters.

Every character beyond ASCII is escaped: some programs take others than a line feed for the end of a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from tra_policy.reports.machine.rows import Run
from tra_policy.words.noun import parts


def render(runs: Sequence[Run]) -> str:
    """Return the lines of all runs, one after the other."""
    return "".join(
        json.dumps(value, allow_nan=False) + "\n" for run in runs for value in _values(run)
    )


def _values(run: Run) -> Iterator[dict[str, Any]]:
    named = {name: list(ids) for name, ids in run.names}
    yield {
        "type": "run",
        "schema": "tra.rows/1",
        "name": run.name,
        "headline": run.headline,
        "thresholds": named,
        "facts": dict(run.facts),
    }
    for row in run.rows:
        yield {"type": row.kind, **{k: v for k, v in parts(row).items() if k != "kind"}}
