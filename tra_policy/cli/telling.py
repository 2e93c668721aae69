"""Telling the person at the door what is wrong, on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping

from tra_policy.cli import codes
from tra_policy.cli.exits import Exit
from tra_policy.cli.terminal import When, err, page_of
from tra_policy.reports.findings import render
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Source


def tell(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, Source] | None = None,
    colour: When = "auto",
) -> None:
    """Write diagnostics to standard error."""
    found = list(diagnostics)
    err(render(found, sources or {}, page_of(sys.stderr, colour), count=len(found) > 1))


def refuse(*mistakes: Diagnostic) -> Exit:
    """Tell of mistakes that end the run, and return its code."""
    tell(mistakes)
    return Exit.INVALID


def own_up(error: BaseException) -> Exit:
    """Tell of a bug: what it was in one line and where, the whole trace only when asked for."""
    import traceback

    if os.environ.get("TRA_DEBUG"):
        traceback.print_exception(error)
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "tra_policy" in frame.filename]
    at = f" at {_module(ours[-1].filename)}:{ours[-1].lineno}" if ours else ""
    words = " ".join(str(error).split())[:200]
    what = f"{type(error).__name__}{at}{f': {words}' if words else ''}"
    said = Diagnostic(
        codes.BUG.code,
        f"something went wrong inside the tool, and there is no verdict: {what}",
        help=codes.BUG.remedy,
    )
    tell([said])
    return Exit.BUG


def _module(file_name: str) -> str:
    """Return the end of a file's path, which is the same on every machine."""
    parts = file_name.replace("\\", "/").split("/")
    start = parts.index("tra_policy") if "tra_policy" in parts else len(parts) - 1
    return "/".join(parts[max(start, 0) :])
