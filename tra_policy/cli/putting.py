"""Putting a changed text back: into its file at one stroke, or shown as a difference."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tra_policy.cli import codes
from tra_policy.reports.page import Page, shown_exactly
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Source


def put(path: str, text: str) -> list[Diagnostic]:
    """Replace the text of a file that is there; return what stood in the way.

    The file is the old one or the new one at every moment, and keeps its mode; a link stays a link.
    """
    import shutil
    import tempfile

    real = Path(os.path.realpath(path))
    beside = ""
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{real.name[:100]}.", dir=real.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(real, beside)
        _check_writable(real)
        os.replace(beside, real)  # noqa: PTH105
    except OSError as error:
        if beside:
            with suppress(OSError):
                Path(beside).unlink()
        reason = (error.strerror or "no reason given").lower()
        return [codes.mistake(codes.UNWRITTEN, f"cannot write `{path}`: {reason}")]
    return []


def _check_writable(path: Path) -> None:
    """Raise where a file may not be written to, although its folder may: replacing it would not ask."""
    with path.open("r+b"):
        pass


def difference(source: Source, text: str, page: Page) -> str:
    """Return what a new text changes of a source, as a unified diff; empty where that is nothing."""
    return "".join(_difference(source, text, page))


def _difference(source: Source, text: str, page: Page) -> Iterator[str]:
    from difflib import unified_diff

    before, after = source.text.splitlines(keepends=True), text.splitlines(keepends=True)
    path = shown_exactly(source.path, page)
    for line in unified_diff(before, after, path, path):
        colour = {"+": "32", "-": "31", "@": "36"}.get(line[:1]) if page.colour else None
        bare = line[:1] + shown_exactly(line[1:].rstrip("\n"), page)
        missing = "" if line.endswith("\n") else "\n\\ no line end at the end of the file"
        yield (f"\x1b[{colour}m{bare}\x1b[0m" if colour else bare) + missing + "\n"
