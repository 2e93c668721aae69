"""NDJSON text to plain values, one a line. A bad line is one mistake; the others are still read."""

from __future__ import annotations

from dataclasses import replace

from tra_policy.readers.document import LIMITS, Document, Limits
from tra_policy.readers.json_text import read_json
from tra_policy.words.diagnostic import Diagnostic


def read_ndjson(
    path: str, text: str, limits: Limits = LIMITS
) -> tuple[tuple[Document, ...], int, tuple[Diagnostic, ...]]:
    """Return a document for every line that could be read, how many could not, and all mistakes.

    A line whose mistake leaves no value is counted as unread. Blank lines are let be.
    """
    documents: list[Document] = []
    said: list[Diagnostic] = []
    unread = 0
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        document, mistakes = read_json(path, line, limits)
        cut_off = number == len(lines) - 1 and document is None
        said.extend(_moved(d, number, cut_off) for d in mistakes)
        if document is None:
            unread += 1
            continue
        marks = {p: (a + number, b) for p, (a, b) in document.marks.items()}
        keys = {p: (a + number, b) for p, (a, b) in document.keys.items()}
        documents.append(Document(path, document.value, marks, keys))
    return tuple(documents), unread, tuple(said)


def _moved(said: Diagnostic, lines: int, cut_off: bool) -> Diagnostic:
    place = said.place and replace(said.place, line=said.place.line + lines)
    advice = "was the file cut off?" if cut_off and not said.help else said.help
    return replace(said, place=place, help=advice)
