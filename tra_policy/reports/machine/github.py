"""Annotations for GitHub Actions: workflow commands, one a line, the headline first.

GitHub shows ten of each level a step, so the most pressing come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tra_policy.reports.machine.rows import Row, Run, to_do

_COMMAND = {"error": "error", "warning": "warning", "note": "notice"}


def render(runs: Sequence[Run]) -> str:
    """Return the commands of all runs."""
    return "".join(f"{line}\n" for run in runs for line in _lines(run))


def _lines(run: Run) -> Iterator[str]:
    yield f"::notice title={_property(run.name)}::{_data(run.headline)}"
    for row in to_do(run):
        yield _line(row)


def _line(row: Row) -> str:
    where = [f"file={_property(row.path)}"] if row.path else []
    where += [f"line={row.line}"] if row.path and row.line else []
    where += [f"col={row.column}"] if row.path and row.line and row.column else []
    where.append(f"title={_property(row.rule)}")
    said = f"{row.message}\nwanted: {row.help}" if row.help else row.message
    return f"::{_COMMAND[row.level]} {','.join(where)}::{_data(said)}"


def _data(text: str) -> str:
    shown = "".join(c if c.isprintable() or c in "\r\n" else "�" for c in text)
    return shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
