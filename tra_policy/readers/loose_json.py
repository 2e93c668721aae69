"""JSON that other tools have written, as plain values without places.

Bare `NaN` is let through, because such tools write it; what reads it has to ask. A name that stands
twice, a depth or a number beyond all measure, and another encoding are refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from tra_policy.readers.document import Limits
from tra_policy.readers.faults import MOST_SAID, fault, quoted
from tra_policy.readers.given import Given
from tra_policy.readers.plain import LONGEST_NUMBER
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place


class Garbled(ValueError):
    """A text that is not the JSON that it should be. Its text is the message."""


def parsed(data: bytes) -> Any:
    """Return JSON as plain values; raise `Garbled` with the reason where there are none."""
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_no_twins, parse_int=_whole)
    except UnicodeDecodeError as error:
        raise Garbled("it is not UTF-8") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Garbled(f"it is not JSON from {where} on") from error
    except RecursionError as error:
        raise Garbled("it is too deep") from error


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise Garbled("it holds a number that is too long")
    return int(digits)


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise Garbled(f"{quoted(twin)} stands twice in one mapping")
    return found


def document(given: Given, what: str) -> tuple[Any, tuple[Diagnostic, ...]]:
    """Return the value of a file that is one JSON document, or None and the reason."""
    most = given.limits.log
    if given.size > most:
        message = f"{what} has {given.size:,} bytes, more than the {most:,} that are read"
        return None, (fault("TRB003", message, Place(given.name)),)
    with given.open() as stream:
        data = stream.read(most + 1)
    try:
        return parsed(data), ()
    except Garbled as error:
        return None, (fault("TRB040", f"{what} cannot be read: {error}", Place(given.name)),)


def lines(stream: BinaryIO, limits: Limits) -> Iterator[tuple[int, bytes | None]]:
    """Yield number and bytes of every line that is not blank; None for one that is too long.

    No more than one line is held at a time.
    """
    number = 0
    while line := stream.readline(limits.line + 1):
        number += 1
        if len(line) > limits.line:
            while line and not line.endswith(b"\n"):
                line = stream.readline(limits.line + 1)
            yield number, None
        elif line.strip():
            yield number, line


class Rows:
    """The rows of an NDJSON file, one at a time; what could not be read is counted and said."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.said: list[Diagnostic] = []
        self.unread = 0
        self.count = 0

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        limits = self.given.limits
        with self.given.open() as stream:
            for number, line in lines(stream, limits):
                if self.count + self.unread >= limits.lines:
                    self._say(number, f"this file has more than the {limits.lines:,} lines read")
                    return
                if line is None:
                    self._say(number, f"this line is longer than the {limits.line:,} bytes read")
                    continue
                if number == 1 and line.startswith((b"\xff\xfe", b"\xfe\xff")):
                    self._say(number, "this file is UTF-16, not UTF-8", "TRB001")
                    return
                row = self._row(number, line)
                if row is not None:
                    self.count += 1
                    yield number, row

    def _row(self, number: int, line: bytes) -> dict[str, Any] | None:
        try:
            row = parsed(line)
        except Garbled as error:
            cut_off = "" if line.endswith(b"\n") else "was the file cut off?"
            self._say(number, f"this line cannot be read: {error}", advice=cut_off)
            return None
        if not isinstance(row, dict):
            self._say(number, "this line is no mapping of names to values")
            return None
        return row

    def refuse(self, number: int, message: str) -> None:
        """Count a row that was yielded as one that cannot be read after all."""
        self.count -= 1
        self._say(number, message)

    def _say(self, number: int, message: str, code: str = "TRB058", advice: str = "") -> None:
        self.unread += 1
        if self.unread < MOST_SAID:
            place = Place(self.given.name, number, 1)
            self.said.append(fault(code, message, place, advice))

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that was said, with how many more there are than are shown."""
        hidden = self.unread - len(self.said)
        if not hidden:
            return tuple(self.said)
        message = f"and {hidden:,} more lines with mistakes"
        return (*self.said, fault("TRB017", message, Place(self.given.name)))
