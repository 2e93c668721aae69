"""Opening what the command line names: policies, their libraries, a bundle of evidence.

What cannot be opened is a mistake with its path; the rest is opened all the same.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tra_policy import driver
from tra_policy.cli import codes
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place, Source
from tra_policy.words.suggest import did_you_mean

if TYPE_CHECKING:
    from tra_policy.model.evidence.bundle import Evidence

STDIN = "-"
ENDING = ".tra"
LARGEST = 8_000_000
_USES = re.compile(r"^[ \t]+use[ \t]+([A-Za-z][A-Za-z0-9_.-]*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Opened:
    """The texts that were read, by path, and what was said on the way."""

    sources: dict[str, Source] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


def open_sources(paths: Sequence[str]) -> tuple[list[Source], Opened]:
    """Return the policy texts that paths name; a folder stands for the policies in it."""
    sources: dict[str, Source] = {}
    mistakes: list[Diagnostic] = []
    for given in paths:
        for path in _policies_at(given):
            read = _read(path) if path else _nothing_in(given)
            if isinstance(read, Source):
                sources.setdefault(read.path, read)
            else:
                mistakes.append(read)
    return list(sources.values()), Opened(sources, tuple(mistakes))


def open_policies(paths: Sequence[str]) -> tuple[list[driver.Text], Opened]:
    """Return the policies that paths name, with the libraries that they use."""
    sources, opened = open_sources(paths)
    known = dict(opened.sources)
    mistakes = list(opened.diagnostics)
    texts = []
    for source in sources:
        libraries, more = _libraries(source)
        known.update((library.path, library) for library in libraries.values())
        mistakes.extend(more)
        texts.append(driver.read(source, libraries))
    return texts, Opened(known, tuple(dict.fromkeys(mistakes)))


def open_evidence(path: str) -> tuple[Evidence | None, Opened]:
    """Return the evidence in a bundle; None where its manifest could not be understood."""
    from tra_policy.workspace import open_bundle

    evidence, sources, diagnostics = open_bundle(path)
    return evidence, Opened(dict(sources), tuple(diagnostics))


def _policies_at(given: str) -> Iterator[str]:
    """Yield the paths that one argument stands for; an empty path for a folder without policies."""
    folder = Path(given)
    if given == STDIN or not folder.is_dir():
        yield given
        return
    found = sorted(str(path) for path in folder.rglob(f"*{ENDING}") if not _is_hidden(path, folder))
    yield from found or [""]


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _nothing_in(folder: str) -> Diagnostic:
    message = f"there is no policy in the folder `{folder}`"
    help = f"policies are files that end in `{ENDING}`; `tra init` writes one to start from"
    return codes.mistake(codes.UNREAD, message, help)


def _read(path: str) -> Source | Diagnostic:
    """Return a text, or what stands in the way of reading it."""
    try:
        if path == STDIN:
            data = _limited(sys.stdin.buffer)
        else:
            with Path(path).open("rb") as file:
                data = _limited(file)
    except FileNotFoundError:
        return codes.mistake(codes.UNREAD, f"there is no file `{path}`", _neighbour(path))
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "it is not a path").lower()
        return codes.mistake(codes.UNREAD, f"cannot read `{path}`: {reason}")
    if len(data) > LARGEST:
        message = f"`{path}` is larger than {LARGEST // 1_000_000} MB, which no policy is"
        return codes.mistake(codes.UNREAD, message)
    try:
        text = data.decode("utf-8-sig" if data[:3] == b"\xef\xbb\xbf" else "utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place = Place(path, line, error.start - data.rfind(b"\n", 0, error.start))
        help = "save the file as UTF-8"
        return codes.mistake(codes.UNREAD, "not UTF-8 from here on", help, place)
    return Source(path, text)


def _limited(file: BinaryIO) -> bytes:
    return file.read(LARGEST + 1)


def _neighbour(path: str) -> str:
    """Return a hint at a file of nearly the same name in the same folder."""
    folder = Path(path).parent
    try:
        names = [one.name for one in folder.iterdir()] if folder.is_dir() else []
    except OSError:
        return ""
    return did_you_mean(Path(path).name, names)


def _libraries(source: Source) -> tuple[dict[str, Source], list[Diagnostic]]:
    """Return the libraries that a policy uses, and those that they use in turn.

    A library that cannot be found is left to the policy's own `use` line to complain about.
    """
    found: dict[str, Source] = {}
    mistakes: list[Diagnostic] = []
    waiting = [(name, source) for name in _USES.findall(source.text)]
    while waiting:
        name, user = waiting.pop()
        path = None if name in found else _library(name, user)
        if path is None:
            continue
        read = _read(str(path))
        if isinstance(read, Diagnostic):
            mistakes.append(read)
            continue
        found[name] = read
        waiting.extend((more, read) for more in _USES.findall(read.text))
    return found, mistakes


def _library(name: str, user: Source) -> Path | None:
    """Return where a library stands: beside its user, or in the nearest `policies/tra` upwards."""
    start = Path() if user.path == STDIN else Path(user.path).parent
    beside = start / f"{name}{ENDING}"
    upwards = (
        folder / "policies" / "tra" / f"{name}{ENDING}"
        for folder in (start, *(Path(p) for p in _parents(start)))
    )
    return next((path for path in (beside, *upwards) if path.is_file()), None)


def _parents(folder: Path) -> Iterator[Path]:
    if folder.is_absolute():
        yield from folder.parents
        return
    here = Path.cwd() / folder
    yield from here.parents
