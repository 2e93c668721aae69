"""Policies: files, folders, Markdown fences and standard input, with the libraries that they use."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tra_policy.syntax.lines import counting_part, is_markdown
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.regex import regex
from tra_policy.words.source import Place, Source, Span
from tra_policy.words.suggest import did_you_mean
from tra_policy.workspace.codes import mistake
from tra_policy.workspace.opening import STDIN, is_file, is_folder, read_bytes, walk

LARGEST_POLICY = 4 * 1024 * 1024

_USE = regex(r"^[ \t]+use[ \t]+([A-Za-z][A-Za-z0-9._-]*)", re.MULTILINE)


def open_policies(
    paths: Iterable[str],
) -> tuple[tuple[tuple[Source, ...], ...], tuple[Diagnostic, ...]]:
    """Return one tuple of texts for each policy: the policy first, then the libraries that it uses.

    A path is a `.tra` file, a `.md` file (its `tra` fences, read as one text, each line at its place),
    a folder (every `.tra` file below it, in order of name), or `-` for standard input. Each file is
    opened once, however often it is named. A library `use NAME` is `NAME.tra` beside the policy, or
    else in the nearest folder `policies/tra/` upwards from it, or in that next to the package.
    """
    policies: list[tuple[Source, ...]] = []
    said: list[Diagnostic] = []
    seen: set[str] = set()
    for given in paths:
        if given == STDIN and STDIN in seen:
            message = "standard input is asked for twice"
            said.append(mistake(9, message, Place(STDIN), "name it once"))
            continue
        files, mistakes = _policy_files(given)
        said.extend(mistakes)
        for file in files:
            identity = _identity(file)
            if identity in seen:
                continue
            seen.add(identity)
            source, mistakes = _policy(file)
            said.extend(mistakes)
            if source is not None:
                libraries, mistakes = open_libraries(source)
                said.extend(mistakes)
                policies.append((source, *libraries))
    return tuple(policies), tuple(said)


def open_libraries(policy: Source) -> tuple[tuple[Source, ...], tuple[Diagnostic, ...]]:
    """Return the libraries that a policy uses, and those that they use, each once."""
    found: dict[str, Source] = {}
    said: list[Diagnostic] = []
    waiting = [policy]
    while waiting:
        user = waiting.pop(0)
        for use in _USE.finditer(counting_part(user)):
            name = use[1]
            if name in found or f"{name}.tra" == Path(policy.path).name:
                continue
            library, mistakes = _library(user, name, Span(user.path, use.start(1), use.end(1)))
            said.extend(mistakes)
            if library is not None:
                found[name] = library
                waiting.append(library)
    return tuple(found.values()), tuple(said)


def _identity(file: str) -> str:
    """Return what is the same for all names of one file."""
    try:
        return file if file == STDIN else os.path.realpath(file)
    except (OSError, ValueError):
        return file


def _policy_files(given: str) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    if given == STDIN or not is_folder(Path(given)):
        return (given,), ()
    found = tuple(sorted(p.as_posix() for p in walk(Path(given)) if p.suffix == ".tra"))
    if not found:
        message = f"there is no `.tra` file below `{given}`"
        return (), (mistake(5, message, Place(given)),)
    return found, ()


# By what they begin with: what people save a text as.
_OTHER_FILES = {
    b"PK\x03\x04": "a ZIP archive, such as a word processor writes",
    b"%PDF": "a PDF",
    b"{\\rtf": "an RTF document",
    b"\xd0\xcf\x11\xe0": "a document of an old word processor",
}


def _policy(given: str) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    data, mistakes = read_bytes(given, LARGEST_POLICY)
    if data is None:
        return None, mistakes
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, (mistake(3, f"`{given}` is UTF-16, not UTF-8", Place(given), "save as UTF-8"),)
    for begins, what in _OTHER_FILES.items():
        if data.startswith(begins):
            help = "a policy is plain text: save it as such, in a file that ends in `.tra`"
            return None, (mistake(3, f"`{given}` is {what}, not text", Place(given), help),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        place = Place(given, line, column)
        return None, (mistake(3, f"`{given}` is not UTF-8", place, "save it as UTF-8"),)
    source = Source(given, text)
    if is_markdown(given) and not counting_part(source).strip():
        message = f"there is no `tra` fence in `{given}`"
        return None, (mistake(5, message, Place(given), "it begins with ```` ```tra ````"),)
    return source, ()


def _library(user: Source, name: str, span: Span) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    places = list(_library_folders(user.path))
    for folder in places:
        file = folder / f"{name}.tra"
        if is_file(file):
            return _policy(_shown(file))
    known = [p.stem for folder in places for p in folder.glob("*.tra")]
    advice = did_you_mean(name, known, f"it would be `{name}.tra` beside the policy")
    missing = Diagnostic(
        "TRX006",
        f"the library `{name}` is not found",
        span,
        help=advice,
        place=user.place(span.start),
        input_error=True,
    )
    return None, (missing,)


def _library_folders(path: str) -> Iterator[Path]:
    beside = Path.cwd() if path == STDIN else Path(path).parent.absolute()
    package = Path(__file__).parent.parent
    yield beside
    for folder in (beside, *beside.parents, package):
        library = folder / "policies" / "tra"
        if is_folder(library):
            yield library


def _shown(file: Path) -> str:
    """Return a path as a user would type it: from the working folder on where it lies below that."""
    here = Path.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()
