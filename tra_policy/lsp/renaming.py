"""A declared name changed wherever it stands, or the reason why that would not do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tra_policy.lsp.index import Declared, Use
from tra_policy.lsp.reading import Parsed, Reading, parsed, read
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.edits import Edit, Fix, applied
from tra_policy.words.noun import Noun
from tra_policy.words.regex import regex
from tra_policy.words.source import Source

NAME = regex(r"[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*")
_PLAIN = "a name is letters, digits and `-`, `_`, `.` between them, and begins with a letter"


class Renamed(Noun):
    """The edits by path; or, with none, why the name stays."""

    edits: Mapping[str, tuple[Edit, ...]]
    refusal: str = ""


def nameable(reading: Reading, offset: int) -> Use | str:
    """Return what would be renamed at an offset, or why nothing can be."""
    use = reading.index.at(reading.source.path, offset)
    if use is None:
        return "there is no name here"
    if use.slot.what == "library":
        return "a library is named after its file: rename that"
    if use.key is None:
        return f"`{use.name}` is not declared in these texts"
    return use


def renamed(readings: Sequence[Reading], offset: int, new: str) -> Renamed:
    """Return the edits that give the name at an offset another one.

    `readings` are the document first, then every other one in which the name may stand. Each must
    mean the same afterwards: where one cannot be read any more, or a name would be taken for another,
    nothing is changed.
    """
    here = readings[0]
    use = nameable(here, offset)
    if isinstance(use, str):
        return Renamed({}, use)
    assert use.key is not None
    if not NAME.fullmatch(new):
        return Renamed({}, f"`{new}` cannot be a name: {_PLAIN}")
    declared = here.index.declared[use.key]
    old = use.name
    if new == old:
        return Renamed({})
    edits: dict[str, dict[Edit, None]] = {}
    touched = []
    for reading in readings:
        held = reading.index.declared.get(use.key)
        if held is None or held.span != declared.span:
            continue
        refusal = _taken(reading, declared, new) or _unread(reading, old)
        if refusal:
            return Renamed({}, refusal)
        touched.append(reading)
        for span in reading.index.places(use.key):
            edits.setdefault(span.path, {})[Edit(span, new)] = None
    final = {path: tuple(held) for path, held in edits.items()}
    for reading in touched:
        refusal = _broken(reading, final)
        if refusal:
            return Renamed({}, refusal)
    return Renamed(final)


def _taken(reading: Reading, declared: Declared, new: str) -> str:
    owner = declared.name.rpartition(".")[0] if declared.category == "metric" else ""
    wanted = f"{owner}.{new}" if owner else new
    for other in reading.index.declared.values():
        apart = other.category in ("source", "metric") or declared.category in ("source", "metric")
        if apart and other.category != declared.category:
            continue
        if other.name.casefold() == wanted.casefold() and other.key != declared.key:
            return f"`{new}` is taken: there is a {other.category} of that name"
    return ""


def _unread(reading: Reading, old: str) -> str:
    """A line that could not be read may hold the name, and nobody knows as what."""
    word = re.compile(rf"(?<![\w.-]){re.escape(old)}(?![\w-])")
    for line in reading.index.lost_lines():
        if word.search(line.text):
            place = _source(reading, line.span.path).place(line.span.start)
            return f"line {place.line} of `{place.path}` names `{old}`, and cannot be read: correct it first"
    return ""


def _broken(reading: Reading, edits: Mapping[str, tuple[Edit, ...]]) -> str:
    """Return what would be wrong in a text afterwards that is not wrong before."""
    own = _edited(reading.own, edits)
    libraries = [_edited(held, edits) for held in reading.libraries.values()]
    after = read(own, libraries, reading.opening)
    before = _counted(reading.text.diagnostics)
    for code, found in _by_code(after.text.diagnostics).items():
        if len(found) > before.get(code, 0):
            return f"the text could not be read any more: {found[-1].message}"
    return ""


def _edited(held: Parsed, edits: Mapping[str, tuple[Edit, ...]]) -> Parsed:
    mine = edits.get(held.source.path, ())
    if not mine:
        return held
    text, _ = applied(held.source, [Fix("rename", (edit,)) for edit in mine])
    return parsed(Source(held.source.path, text))


def _by_code(said: Sequence[Diagnostic]) -> dict[str, list[Diagnostic]]:
    found: dict[str, list[Diagnostic]] = {}
    for one in said:
        found.setdefault(one.code, []).append(one)
    return found


def _counted(said: Sequence[Diagnostic]) -> dict[str, int]:
    return {code: len(found) for code, found in _by_code(said).items()}


def _source(reading: Reading, path: str) -> Source:
    held = (reading.source, *(one.source for one in reading.libraries.values()))
    return next((source for source in held if source.path == path), reading.source)
