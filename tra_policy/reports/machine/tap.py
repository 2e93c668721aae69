"""The Test Anything Protocol, version 14: a test point for each item, thresholds and findings as remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tra_policy.reports.machine.rows import Row, Run

_NOT_OK = ("error", "warning")


def render(runs: Sequence[Run]) -> str:
    """Return one plan over the items of all runs."""
    points = [(run, row) for run in runs for row in run.rows if _is_point(row)]
    lines = ["TAP version 14", f"1..{len(points)}"]
    last = ""
    for run in runs:
        lines += [f"# {_one_line(run.headline)}"] if run.headline != last else []
        last = run.headline
        for name, ids in run.names:
            lines += [f"# {name}: {_one_line(', '.join(ids))}"] if ids else []
    for number, (run, row) in enumerate(points, start=1):
        lines += _point(number, row, run.name if len(runs) > 1 else "")
    lines += [
        f"# {_one_line(row.message)}" for run in runs for row in run.rows if not _is_point(row)
    ]
    return "\n".join(lines) + "\n"


def _is_point(row: Row) -> bool:
    return row.kind == "item" or (row.kind == "finding" and row.level in _NOT_OK)


def _point(number: int, row: Row, run: str) -> Iterator[str]:
    held = row.level not in _NOT_OK
    about = f"{run}: {row.rule}" if run else row.rule
    said = _one_line(f"{about} - {row.message}").replace("#", "\\#")
    skipped = row.outcome in ("not-applicable", "not-yet-due", "waived")
    directive = f" # SKIP {row.outcome}" if skipped else ""
    # What does not gate is a hope: a runner shows it and does not fail.
    if row.kind == "item" and not row.gates and row.level != "none":
        directive, held = " # TODO does not gate", False
    yield f"{'ok' if held else 'not ok'} {number} - {said}{directive}"
    if not held and (row.help or row.path):
        yield "  ---"
        if row.path:
            yield f"  at: {_quoted(f'{row.path}:{row.line}:{row.column}')}"
        if row.help:
            yield f"  wanted: {_quoted(row.help)}"
        yield "  ..."


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _quoted(text: str) -> str:
    doubled = _one_line(text).replace("'", "''")
    return f"'{doubled}'"
