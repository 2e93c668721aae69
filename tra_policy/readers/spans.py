"""The words that a mistake is about, where only the place of the first one is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import replace
from tra_policy.words.regex import regex
from tra_policy.words.source import Source

# A quoted text, an opening bracket, or a plain value up to what ends one: `: `, `, `, ` #`, a bracket.
_WORDS = regex(
    r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[\[{]|(?:[^\s:,\]}]|[:,](?=\S)|[ \t](?![\s#]))+"""
)


def spanned(said: Iterable[Diagnostic], texts: Mapping[str, Source]) -> tuple[Diagnostic, ...]:
    """Return diagnostics with the words that stand at their places, in texts that are at hand."""
    starts = {path: _starts(source.text) for path, source in texts.items()}
    return tuple(_spanned(one, texts, starts) for one in said)


def _starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]


def _spanned(
    said: Diagnostic, texts: Mapping[str, Source], starts: Mapping[str, list[int]]
) -> Diagnostic:
    place = said.place
    if said.span is not None or place is None or not place.line or place.path not in texts:
        return said
    source, lines = texts[place.path], starts[place.path]
    if place.line > len(lines):
        return said
    start = lines[place.line - 1] + max(place.column - 1, 0)
    found = _WORDS.match(source.text, start, start + len(source.line(place.line)))
    end = found.end() if found else min(start + 1, len(source.text))
    line_end = lines[place.line] - 1 if place.line < len(lines) else len(source.text)
    return replace(said, span=source.span(start, max(min(end, line_end), start)))
