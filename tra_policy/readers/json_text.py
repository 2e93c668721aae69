"""JSON text to plain values with their places."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from tra_policy.readers.document import LIMITS, Document, Limits, Mark, Marks, step
from tra_policy.readers.faults import MOST_SAID, fault, quoted
from tra_policy.readers.plain import LONGEST_NUMBER
from tra_policy.readers.quick_json import Doubtful, decoded_with_places, decoder_for
from tra_policy.readers.text import has_control, has_half_pair
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, field, replace
from tra_policy.words.regex import regex
from tra_policy.words.source import Place, Source

_BLANK = regex(r"[ \t\r\n]*")
_NUMBER = regex(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORD = regex(r"[-+]?[A-Za-z_][A-Za-z0-9_]*")
_WORDS = {"true": True, "false": False, "null": None}
_NOT_FINITE = frozenset({"NaN", "Infinity", "-Infinity", "+Infinity"})
_SAID = (
    ("Unterminated", "a quote is opened and never closed", ""),
    ("control character", "a control character stands in a text", "write it as `\\u001b`"),
    ("escape", "a backslash is followed by what is no escape", "write `\\\\` for a backslash"),
)
_scan: Callable[[str, int, bool], tuple[str, int]] = scanstring


class _Stop(Exception):
    """A mistake after which nothing that follows can be trusted. Never leaves this module."""


class _Reading(Noun, frozen=False):
    source: Source
    limits: Limits
    marks: dict[str, Mark] = field(default_factory=dict)
    keys: dict[str, Mark] = field(default_factory=dict)
    said: list[Diagnostic] = field(default_factory=list)
    count: int = 0

    def mark(self, at: int) -> Mark:
        place = self.source.place(at)
        return place.line, place.column

    def say(
        self, at: int, pointer: str, message: str, advice: str = "", code: str = "TRB002"
    ) -> None:
        place = Place(self.source.path, *self.mark(at), pointer)
        self.said.append(fault(code, message, place, advice))
        if len(self.said) >= MOST_SAID:
            raise _Stop

    def stop(
        self, at: int, pointer: str, message: str, advice: str = "", code: str = "TRB002"
    ) -> None:
        self.say(at, pointer, message, advice, code)
        raise _Stop

    def skip(self, at: int) -> int:
        found = _BLANK.match(self.source.text, at)
        return found.end() if found else at

    def value(self, at: int, pointer: str, depth: int, kept: bool) -> tuple[Any, int]:
        """Read one value that begins at `at`; return it and where it ends."""
        text = self.source.text
        self.count += 1
        if self.count > self.limits.nodes:
            message = f"this file holds more than {self.limits.nodes:,} values"
            self.stop(at, pointer, message, code="TRB003")
        if kept:
            self.marks[pointer] = self.mark(at)
        match text[at : at + 1]:
            case "":
                self.stop(at, pointer, "the text ends in the middle", "was the file cut off?")
            case "{" | "[" if depth >= self.limits.depth:
                message = f"this is more than {self.limits.depth} levels deep"
                self.stop(at, pointer, message, code="TRB003")
            case "{":
                return self._mapping(at, pointer, depth, kept)
            case "[":
                return self._list(at, pointer, depth, kept)
            case '"':
                return self._string(at, pointer)
            case _:
                return self._bare(at, pointer)
        raise _Stop

    def _string(self, at: int, pointer: str) -> tuple[str, int]:
        try:
            found, end = _scan(self.source.text, at + 1, True)
        except JSONDecodeError as error:
            for part, message, advice in _SAID:
                if part in error.msg:
                    self.stop(error.pos, pointer, message, advice)
            self.stop(error.pos, pointer, "this text cannot be read")
            raise _Stop from error
        if has_half_pair(found):
            self.say(at, pointer, "half of a character stands in this text", "write the whole one")
            return found.encode("utf-8", "replace").decode(), end
        return found, end

    def _bare(self, at: int, pointer: str) -> tuple[Any, int]:
        text = self.source.text
        word = _WORD.match(text, at)
        if word and word[0] in _WORDS:
            return _WORDS[word[0]], word.end()
        if word and word[0] in _NOT_FINITE:
            advice = "leave a number out that is not known"
            self.say(at, pointer, f"`{word[0]}` is not a number that can be compared", advice)
            return None, word.end()
        number = _NUMBER.match(text, at)
        if number is None:
            shown = quoted(word[0] if word else text[at])
            advice = "JSON texts stand in double quotes" if word or text[at] == "'" else ""
            self.stop(at, pointer, f"{shown} stands where a value belongs", advice)
            raise _Stop
        if len(number[0]) > LONGEST_NUMBER:
            self.say(at, pointer, f"a number with {len(number[0])} digits is too long to be meant")
            return 0, number.end()
        if number[1] is None and number[2] is None:
            return int(number[0]), number.end()
        found = float(number[0])
        if not math.isfinite(found):
            self.say(at, pointer, f"{quoted(number[0])} is too large a number")
            return 0, number.end()
        return found, number.end()

    def _list(self, at: int, pointer: str, depth: int, kept: bool) -> tuple[list[Any], int]:
        found: list[Any] = []
        text, at = self.source.text, self.skip(at + 1)
        if text[at : at + 1] == "]":
            return found, at + 1
        while True:
            value, at = self.value(at, step(pointer, len(found)), depth + 1, kept)
            found.append(value)
            at = self.skip(at)
            if text[at : at + 1] == "]":
                return found, at + 1
            at = self.skip(self._comma(at, pointer, "list", "]"))

    def _mapping(self, at: int, pointer: str, depth: int, kept: bool) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        text, at = self.source.text, self.skip(at + 1)
        if text[at : at + 1] == "}":
            return found, at + 1
        while True:
            if text[at : at + 1] != '"':
                self._no_name(at, pointer)
            begun = at
            key, at = self._string(at, pointer)
            keeps = self._name(begun, key, pointer, found, kept)
            at = self.skip(at)
            if text[at : at + 1] != ":":
                self.stop(at, pointer, f"a `:` is missing after {quoted(key)}")
            value, at = self.value(self.skip(at + 1), step(pointer, key), depth + 1, keeps)
            found.setdefault(key, value)
            at = self.skip(at)
            if text[at : at + 1] == "}":
                return found, at + 1
            at = self.skip(self._comma(at, pointer, "mapping", "}"))

    def _no_name(self, at: int, pointer: str) -> None:
        if at >= len(self.source.text):
            self.stop(at, pointer, "the text ends in the middle", "was the file cut off?")
        if self.source.text[at] == "}":
            self.stop(at, pointer, "a comma stands before the closing brace", "take it out")
        self.stop(at, pointer, "a name in double quotes belongs here")

    def _comma(self, at: int, pointer: str, what: str, closing: str) -> int:
        if at >= len(self.source.text):
            self.stop(at, pointer, "the text ends in the middle", "was the file cut off?")
        if self.source.text[at] != ",":
            self.stop(at, pointer, f"a `,` or `{closing}` is missing in this {what}")
        return at + 1

    def _name(self, at: int, key: str, pointer: str, found: dict[str, Any], kept: bool) -> bool:
        inside = step(pointer, key)
        if key in found:
            line = self.keys.get(inside, (0, 0))[0]
            advice = f"the first one is in line {line}" if line else ""
            message = f"{quoted(key)} stands twice in one mapping"
            self.say(at, pointer, message, advice, "TRB004")
            return False
        if has_control(key):
            self.say(at, pointer, f"a control character stands in the name {quoted(key)}")
        if kept:
            self.keys[inside] = self.mark(at)
        return kept


def read_json(
    path: str, text: str, limits: Limits = LIMITS
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Return the values of a JSON text, or None where they cannot be trusted, and all mistakes."""
    try:
        value, begun = decoded_with_places(decoder_for(text), text, limits)
    except Doubtful:
        return read_slowly(path, text, limits)
    source = Source(path, text)
    places = {pointer: source.place(at) for pointer, at in begun.items()}
    marks = {pointer: (place.line, place.column) for pointer, place in places.items()}
    return Document(path, value, marks, placed=partial(places_in, text)), ()


def read_slowly(
    path: str, text: str, limits: Limits = LIMITS
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Do the same value by value, noting the place of each."""
    reading = _Reading(Source(path, text), limits)
    try:
        value, at = reading.value(reading.skip(0), "", 0, True)
        at = reading.skip(at)
        if at < len(text):
            advice = "one record a line is NDJSON: name the file `.ndjson`"
            reading.stop(at, "", "something stands after the end of the document", advice)
    except _Stop:
        return None, tuple(reading.said)
    return Document(path, value, reading.marks, reading.keys), tuple(reading.said)


def places_in(text: str) -> tuple[Marks, Marks]:
    """Return the places of the values and of the names of a text that was read without a mistake."""
    document, _ = read_slowly("", text, replace(LIMITS, nodes=len(text) + 1, depth=len(text) + 1))
    return (document.marks, document.keys) if document is not None else ({}, {})
