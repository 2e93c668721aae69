"""NDJSON text to plain values, one a line. A bad line is one mistake; the others are still read."""

from __future__ import annotations

import json
from functools import partial
from json import JSONDecoder
from typing import Any

from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import Defect
from tra_policy.readers.alike import LEAST_LINES, Alike, Known
from tra_policy.readers.document import LIMITS, Document, Limits, Marks
from tra_policy.readers.faults import MOST_SAID, fault
from tra_policy.readers.json_text import places_in, read_slowly
from tra_policy.readers.quick_json import Doubtful, decoded, decoder_for
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, replace
from tra_policy.words.source import Place


class Line(Noun):
    """A line that was read at once, with the record in it."""

    record: Record
    path: str
    number: int
    text: str
    defects: tuple[Defect, ...] = ()

    # It stands by itself, and where it came from.
    pointer = ""
    origin = None
    drawn = ()
    parts = ()

    @property
    def place(self) -> Place:
        """Where the record stands."""
        return Place(self.path, self.number, 1)

    @property
    def document(self) -> Document:
        """What the long way makes of it."""
        return _document(self.path, json.loads(self.text), self.text, self.number - 1)


def read_ndjson(
    path: str, text: str, limits: Limits = LIMITS
) -> tuple[tuple[Document, ...], int, tuple[Diagnostic, ...]]:
    """Return a document for every line that could be read, how many could not, and all mistakes.

    A line whose mistake leaves no value is counted as unread. Blank lines are let be.
    """
    found, unread, said = read_lines(path, text, limits, None)
    return tuple(one for one in found if isinstance(one, Document)), unread, said


def read_lines(
    path: str,
    text: str,
    limits: Limits,
    known: Known | None,
    defects: tuple[Defect, ...] = (),
) -> tuple[tuple[Document | Line, ...], int, tuple[Diagnostic, ...]]:
    """Do the same, but read the records of lines that are like others at once, where there is `known`.

    `defects` are those of the file.
    """
    found: list[Document | Line] = []
    said: list[Diagnostic] = []
    unread = hidden = 0
    lines = text.split("\n")
    decoder = _decoder(text)
    alike = None
    if decoder is not None and known is not None and len(lines) >= LEAST_LINES:
        alike = Alike(decoder, limits, known)
    at = 0
    while at < len(lines):
        if alike is not None and (records := alike.read(lines, at)):
            placed = zip(
                records, range(at + 1, len(lines) + 1), lines[at : at + len(records)], strict=False
            )
            found.extend(Line(one, path, n, text, defects) for one, n, text in placed)
            at += len(records)
            continue
        number, line = at, lines[at]
        at += 1
        if not line.strip():
            continue
        if (quickly := _quickly(decoder, path, line, number, limits)) is not None:
            found.append(quickly)
            if alike is not None:
                alike.learn(line, quickly.value)
            continue
        document, mistakes = read_slowly(path, line, limits)
        if len(said) >= MOST_SAID:
            hidden += 1 if mistakes else 0
            unread += 1 if document is None else 0
            if document is not None:
                found.append(_lower(document, number))
            continue
        cut_off = number == len(lines) - 1 and document is None
        said.extend(_moved(d, number, cut_off) for d in mistakes)
        if document is None:
            unread += 1
            continue
        found.append(_lower(document, number))
    if hidden:
        said.append(fault("TRB017", f"and {hidden:,} more lines with mistakes", Place(path)))
    return tuple(found), unread, tuple(said)


def _decoder(text: str) -> JSONDecoder | None:
    try:
        return decoder_for(text)
    except Doubtful:
        return None


def _quickly(
    decoder: JSONDecoder | None, path: str, line: str, number: int, limits: Limits
) -> Document | None:
    """A line beyond doubt, whose inner places are found when they are asked for; else None."""
    try:
        value = decoded(decoder or decoder_for(line), line, limits)
    except Doubtful:
        return None
    return _document(path, value, line, number)


def _document(path: str, value: Any, line: str, number: int) -> Document:
    column = len(line) - len(line.lstrip(" \t\r")) + 1
    return Document(path, value, {"": (number + 1, column)}, placed=partial(_placed, line, number))


def _placed(line: str, number: int) -> tuple[Marks, Marks]:
    marks, keys = places_in(line)
    return _lowered(marks, number), _lowered(keys, number)


def _lower(document: Document, lines: int) -> Document:
    marks, keys = _lowered(document.marks, lines), _lowered(document.keys, lines)
    return Document(document.path, document.value, marks, keys)


def _lowered(marks: Marks, lines: int) -> Marks:
    return {pointer: (line + lines, column) for pointer, (line, column) in marks.items()}


def _moved(said: Diagnostic, lines: int, cut_off: bool) -> Diagnostic:
    place = said.place and replace(said.place, line=said.place.line + lines)
    advice = "was the file cut off?" if cut_off and not said.help else said.help
    return replace(said, place=place, help=advice)
