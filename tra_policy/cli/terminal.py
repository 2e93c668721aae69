"""Where output goes: what page a stream offers, and writing to it without a fuss."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal, TextIO

import click

from tra_policy.cli import codes
from tra_policy.reports.page import Page
from tra_policy.words.diagnostic import Diagnostic

if TYPE_CHECKING:
    from pathlib import Path


class Unwritable(click.ClickException):
    """Output has nowhere to go."""


When = Literal["auto", "always", "never"]
PIPED = 100
NARROWEST = 40


def page_of(stream: TextIO, colour: When, environ: Mapping[str, str] = os.environ) -> Page:
    """Return the page that a stream offers.

    `--color` goes before NO_COLOR, that before FORCE_COLOR, that before what the terminal is.
    A pipe is 100 columns wide unless COLUMNS says otherwise.
    """
    return Page(
        width=max(_width(stream, environ), NARROWEST),
        colour=wants_colour(stream.isatty(), colour, environ),
        ascii=not _knows_unicode(stream.encoding or "ascii"),
    )


def wants_colour(is_terminal: bool, colour: When, environ: Mapping[str, str]) -> bool:
    """Return whether to write colour."""
    if colour != "auto":
        return colour == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return environ["FORCE_COLOR"] not in {"0", "false"}
    return is_terminal and environ.get("TERM") != "dumb"


def _width(stream: TextIO, environ: Mapping[str, str]) -> int:
    given = environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return int(given)
    if not stream.isatty():
        return PIPED
    from shutil import get_terminal_size

    return get_terminal_size((PIPED, 24)).columns


def _knows_unicode(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name.startswith("utf")
    except LookupError:
        return False


def write(text: str, stream: TextIO) -> None:
    """Write text as UTF-8 whatever the locale; a reader that has gone away is no mistake."""
    data = text.encode("utf-8", "backslashreplace")
    try:
        stream.flush()
        binary = getattr(stream, "buffer", None)
        if binary is None:
            stream.write(text)
        else:
            binary.write(data)
        stream.flush()
    except BrokenPipeError:
        _let_go(stream)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        _let_go(stream)
        raise Unwritable(f"cannot write the result: {reason}") from error


def _let_go(stream: TextIO) -> None:
    """Point a stream whose reader is gone at nothing, so that the interpreter's last flush is quiet."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, stream.fileno())
    os.close(nothing)


def attend_to_streams() -> None:
    """Give the process the standard streams that it was started without."""
    if None not in (sys.stdin, sys.stdout, sys.stderr):
        return
    from pathlib import Path

    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115


def out(text: str) -> None:
    """Write a result."""
    write(text, sys.stdout)


def err(text: str) -> None:
    """Write something about the run that is not its result."""
    write(text, sys.stderr)


def clashes(outputs: Iterable[tuple[str, str]], read: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield why files must not be written: they are inputs of this very run, or named twice."""
    from pathlib import Path

    inputs = [Path(path).resolve() for path in read if path]
    seen: set[Path] = set()
    for _, path in outputs:
        real = Path(path).resolve()
        why = "is written twice" if real in seen else ""
        if any(real.is_relative_to(one) for one in inputs):
            why = "is read by this run"
        if why:
            yield codes.mistake(codes.UNWRITTEN, f"`{path}` {why}", "name another file")
        seen.add(real)


def write_file(path: str, text: str, *, new: bool = False) -> list[Diagnostic]:
    """Write a text as it is to a file; return what stood in the way. `new` never replaces one."""
    from pathlib import Path

    try:
        with Path(path).open("x" if new else "w", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        return [codes.mistake(codes.UNWRITTEN, f"cannot write `{path}`: {reason}")]
    return []
