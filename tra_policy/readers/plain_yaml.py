"""YAML as people write records, to plain values: line by line, without the library.

To load the library takes longer than to read a bundle of the usual size. Read here are mappings and lists
by indentation, values that are plain, quoted or set off below a `|` or `>`, and brackets that close on their
line. Whatever else there is, and whatever may be a mistake, is `Doubtful`: then the library reads the text.
"""

from __future__ import annotations

from re import Match
from typing import Any

from tra_policy.readers.document import Limits, Mark, step
from tra_policy.readers.plain import MAYBE_NO_WORD, NotANumber, resolved
from tra_policy.words.regex import regex


class Doubtful(Exception):
    """A text that the library has to read. Never leaves the readers of YAML."""


_NAME = r"[A-Za-z_][A-Za-z0-9_./-]{0,200}"
_KEY = regex(rf"({_NAME}):(?: +|$)")
_QUOTED = regex(r"\"([^\"\\]*)\"|'((?:[^']|'')*)'(?!')")
_END_OF_QUOTED = {'"': regex(r'([^"]*)"'), "'": regex(r"((?:[^']|'')*)'(?!')")}
_IN_BRACKETS = regex(r"(?:[^,\[\]{}?:#]|:(?=[A-Za-z0-9/]))+")
DEEPEST = 100  # The library reads on without a stack.
# What else than a letter or a digit may begin a word beyond doubt.
_BEGINS = frozenset("_+.~$/(<=;^")


class _Reading:
    """The lines that say something, the next of them, and what was noted and counted on the way.

    `at` is a place in `lines`; indentations and columns count from 0. A value is noted under its pointer,
    unless that is None; `base` is the pointer under which the members of a value are noted.
    """

    def __init__(self, text: str, limits: Limits) -> None:
        self.limits = limits
        self.deepest = min(limits.depth, DEEPEST)
        self.raw = text.split("\n")
        self.lines: list[tuple[int, str]] = []
        self.numbers: list[int] = []
        self.marks: dict[str, Mark] = {}
        self.at = self.count = 0
        self.whole_is_list = False
        for number, line in enumerate(self.raw, 1):
            # Tabs, other ends of lines and what no text may hold are not printable.
            if not line.isprintable():
                raise Doubtful
            words = line.strip(" ")
            if words and words[0] != "#":
                self.lines.append((len(line) - len(line.lstrip(" ")), words))
                self.numbers.append(number)

    def indent(self) -> int:
        """How deep the next line stands; -1 at the end."""
        return self.lines[self.at][0] if self.at < len(self.lines) else -1

    def at_dash(self) -> bool:
        """Whether the next line is an entry of a list."""
        words = self.lines[self.at][1]
        return words == "-" or words.startswith("- ")

    def note(self, pointer: str | None, at: int, column: int) -> None:
        """Count a value that stands in a line at a column."""
        self.count += 1
        if self.count > self.limits.nodes:
            raise Doubtful
        if pointer is not None:
            self.marks[pointer] = (self.numbers[at], column + 1)

    def below(self, pointer: str | None, depth: int) -> Any:
        """Read the mapping or list that begins at the next line."""
        indent = self.indent()
        self.note(pointer, self.at, indent)
        if depth >= self.deepest:
            raise Doubtful
        listed = self.at_dash()
        if not depth:
            self.whole_is_list = listed
        base = self.base(pointer, listed, depth)
        return (self.list_at if listed else self.mapping_at)(indent, base, depth)

    def base(self, pointer: str | None, listed: bool, depth: int) -> str | None:
        """Where the members of a value are noted: those of the whole, and of lists in a mapping."""
        return pointer if not depth or (listed and not self.whole_is_list) else None

    def mapping_at(self, indent: int, base: str | None, depth: int) -> dict[str, Any]:
        """Read the lines of a mapping at an indentation."""
        found: dict[str, Any] = {}
        while self.indent() == indent:
            words = self.lines[self.at][1]
            key = _KEY.match(words)
            if key is None or key[1] in found or not _is_name(key[1]):
                raise Doubtful
            name, after = key[1], key.end()
            pointer = step(base, name) if base is not None else None
            if after < len(words) and words[after] != "#":
                value = self.rest(words[after:], indent + after, indent, pointer, depth)
            else:
                line = self.at
                self.at += 1
                deeper = self.indent()
                if deeper > indent or (deeper == indent and self.at_dash()):
                    value = self.below(pointer, depth + 1)
                else:
                    value = None
                    self.note(pointer, line, indent + len(name) + 1)
            found[name] = value
        if self.indent() > indent:
            raise Doubtful
        return found

    def list_at(self, indent: int, base: str | None, depth: int) -> list[Any]:
        """Read the entries of a list at an indentation."""
        found: list[Any] = []
        while self.indent() == indent and self.at_dash():
            words = self.lines[self.at][1]
            rest = words[1:].lstrip(" ")
            column = indent + len(words) - len(rest)
            pointer = f"{base}/{len(found)}" if base is not None else None
            if rest.startswith("- ") or rest == "-" or _KEY.match(rest):
                # It goes on below, at the depth at which it begins here.
                self.lines[self.at] = (column, rest)
                found.append(self.below(pointer, depth + 1))
            elif rest and rest[0] != "#":
                found.append(self.rest(rest, column, indent, pointer, depth))
            else:
                line = self.at
                self.at += 1
                if self.indent() > indent:
                    found.append(self.below(pointer, depth + 1))
                else:
                    found.append(None)
                    self.note(pointer, line, indent + 1)
        if self.indent() > indent:
            raise Doubtful
        return found

    def rest(self, words: str, column: int, indent: int, pointer: str | None, depth: int) -> Any:
        """Read the value that the rest of the next line is."""
        first = words[0]
        if first in "[{":
            value, end = self.brackets(words, 0, column, pointer, depth + 1)
            _nothing_after(words, end)
        else:
            self.note(pointer, self.at, column)
            if first in "\"'":
                value = self.quoted(words, indent)
            elif first in "|>":
                value = self.set_off(words, indent)
            else:
                remark = words.find(" #")
                value = _word(self.folded(words, indent) if remark < 0 else words[:remark])
        self.at += 1
        # The line below goes on with this one, or is a mistake.
        if self.indent() > indent:
            raise Doubtful
        return value

    def after(self, number: int) -> None:
        """Go to the last line of those that say something up to a number."""
        while self.at + 1 < len(self.numbers) and self.numbers[self.at + 1] <= number:
            self.at += 1

    def folded(self, words: str, indent: int) -> str:
        """Return a plain value with the lines below that go on with it."""
        pieces = [words]
        number = self.numbers[self.at]
        while number < len(self.raw) and _depth(self.raw[number]) > indent:
            piece = self.raw[number].strip(" ")
            if piece[0] in "#-?:" or " #" in piece:
                raise Doubtful
            pieces.append(piece)
            number += 1
        self.after(number)
        return " ".join(pieces)

    def quoted(self, words: str, indent: int) -> str:
        """Return a quoted value, which may go on in the lines below."""
        found = _QUOTED.match(words)
        if found is not None:
            _nothing_after(words, found.end())
            return _unquoted(found)
        mark, text, breaks = words[0], words[1:], 0
        if not text or "\\" in text:
            raise Doubtful
        for number in range(self.numbers[self.at], len(self.raw)):
            line = self.raw[number].strip(" ")
            if not line:
                breaks += 1
                continue
            if "\\" in line or _depth(self.raw[number]) <= indent:
                raise Doubtful
            text += "\n" * breaks or " "
            breaks = 0
            found = _END_OF_QUOTED[mark].match(line)
            if found is None:
                text += line
                continue
            if not found[1]:
                raise Doubtful
            _nothing_after(line, found.end())
            self.after(number + 1)
            text += found[1]
            return text if mark == '"' else text.replace("''", "'")
        raise Doubtful

    def set_off(self, words: str, indent: int) -> str:
        """Return the value that stands below a `|` or a `>`."""
        stripped = words.startswith("-", 1)
        _nothing_after(words, 1 + stripped)
        begun = number = self.numbers[self.at]
        deep = _depth(self.raw[number]) if number < len(self.raw) else 0
        if deep <= indent:
            raise Doubtful
        text, breaks, between = "", 0, "\n" if words[0] == "|" else " "
        while number < len(self.raw):
            line = self.raw[number]
            if not line.strip(" "):
                if len(line) > deep:
                    raise Doubtful
                breaks += 1
            elif _depth(line) < deep:
                break
            else:
                if between == " " and line[deep] == " ":
                    raise Doubtful
                if number > begun:
                    text += "\n" * (breaks + (between == "\n")) or between
                text += line[deep:]
                breaks = 0
            number += 1
        if not stripped:
            # Without an end of the line there is none in the value.
            if number == len(self.raw) and not breaks:
                raise Doubtful
            text += "\n"
        self.after(number)
        return text

    def brackets(
        self, words: str, at: int, column: int, pointer: str | None, depth: int
    ) -> tuple[Any, int]:
        """Read what stands in brackets from a place in a line on; return it with its end."""
        self.note(pointer, self.at, column + at)
        if depth >= self.deepest:
            raise Doubtful
        listed = words[at] == "["
        base = self.base(pointer, listed, depth)
        end = "]" if listed else "}"
        members: list[Any] = []
        found: dict[str, Any] = {}
        at = _blank(words, at + 1)
        if words.startswith(end, at):
            return members if listed else found, at + 1
        while True:
            name, its = "", f"{base}/{len(members)}" if base is not None else None
            if not listed:
                key = _KEY.match(words, at)
                if key is None or key[1] in found or not _is_name(key[1]):
                    raise Doubtful
                name, at = key[1], key.end()
            first = words[at : at + 1]
            if first in ("[", "{"):
                value, at = self.brackets(words, at, column, its, depth + 1)
            else:
                self.note(its, self.at, column + at)
                value, at = _in_brackets(words, at)
            if listed:
                members.append(value)
            else:
                found[name] = value
            at = _blank(words, at)
            if words.startswith(end, at):
                return members if listed else found, at + 1
            if not words.startswith(",", at):
                raise Doubtful
            at = _blank(words, at + 1)


def _is_name(text: str) -> bool:
    return text[0] not in MAYBE_NO_WORD or isinstance(resolved(text), str)


def _word(text: str) -> Any:
    """Return what an unquoted word stands for."""
    text = text.rstrip(" ")
    first = text[:1]
    if not (first.isalnum() or first in _BEGINS or (first == "-" and text[1:2].isalnum())):
        raise Doubtful
    if ": " in text or text.endswith(":"):
        raise Doubtful
    return resolved(text) if first in MAYBE_NO_WORD else text


def _in_brackets(words: str, at: int) -> tuple[Any, int]:
    """Return a quoted or plain value in brackets, with its end."""
    if words.startswith(('"', "'"), at):
        found = _QUOTED.match(words, at)
        if found is None:
            raise Doubtful
        return _unquoted(found), found.end()
    found = _IN_BRACKETS.match(words, at)
    if found is None:
        raise Doubtful
    return _word(found[0]), found.end()


def _unquoted(found: Match[str]) -> str:
    return found[1] if found[1] is not None else found[2].replace("''", "'")


def _depth(line: str) -> int:
    """How deep a line stands; -1 where it says nothing."""
    words = line.lstrip(" ")
    return len(line) - len(words) if words else -1


def _blank(words: str, at: int) -> int:
    while words.startswith(" ", at):
        at += 1
    return at


def _nothing_after(words: str, end: int) -> None:
    rest = words[end:]
    if rest and not (rest[0] == " " and rest.lstrip(" ")[0] == "#"):
        raise Doubtful


def read_lines(text: str, limits: Limits) -> tuple[Any, dict[str, Mark]]:
    """Return the value of a text and the places of its outermost values, by pointer.

    Those are the whole, its members, and the members of a list in a mapping. Raise `Doubtful` where
    that is not all that is to be said of the text.
    """
    reading = _Reading(text, limits)
    if not reading.lines:
        raise Doubtful
    try:
        value = reading.below("", 0)
    except NotANumber as error:
        raise Doubtful from error
    if reading.at < len(reading.lines):
        raise Doubtful
    return value, reading.marks
