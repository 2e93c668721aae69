"""The rows of a history that was exported as CSV, one at a time, as JSON lines would give them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

from tra_policy.readers.faults import fault, listed
from tra_policy.readers.loose_json import Rows, lines
from tra_policy.words.source import Place

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,4})?")
_NO_NUMBER = re.compile(r"[-+]?(?:nan|inf|infinity)", re.IGNORECASE)
MOST_COLUMNS = 10_000


def header(line: bytes) -> list[str]:
    """Return the names of the columns that a first line gives; none where it is no line of a table."""
    try:
        return next(csv.reader([line.decode("utf-8-sig")], strict=True), [])
    except (UnicodeDecodeError, csv.Error):
        return []


class Table(Rows):
    """The rows of a table with a head, as mappings; an empty cell is left out of its row."""

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        with self.given.open() as stream:
            self._number = 0
            held = csv.reader(self._texts(lines(stream, self.given.limits)), strict=True)
            names = self._head(held)
            while names:
                try:
                    cells = next(held)
                except StopIteration:
                    return
                except csv.Error:
                    self._say(self._number, "this line cannot be read: its quotes do not match")
                    continue
                if len(cells) != len(names):
                    message = (
                        f"this line has {len(cells):,} cells, the head of the table {len(names):,}"
                    )
                    self._say(self._number, message)
                elif self.count + self.unread >= self.given.limits.lines:
                    message = f"this file has more than the {self.given.limits.lines:,} lines read"
                    self._say(self._number, message)
                    return
                else:
                    self.count += 1
                    pairs = zip(names, cells, strict=True)
                    # The column without a name is the number of the row, as whoever exported it counts.
                    yield self._number, {name: _value(c) for name, c in pairs if name and c}

    def _head(self, held: Iterator[list[str]]) -> list[str]:
        try:
            names = next(held, [])
        except csv.Error:
            names = []
        twice = (
            sorted({name for name in names if names.count(name) > 1}) if len(names) <= 200 else []
        )
        if len(names) > 200 and len(set(names)) < len(names):
            twice = ["a column"]
        wrong = ""
        if not names:
            wrong = "it has no head"
        elif len(names) > MOST_COLUMNS:
            wrong = f"it has more than the {MOST_COLUMNS:,} columns read"
        elif twice:
            wrong = f"{listed(twice)} stands twice in its head"
        if wrong:
            self.unread += 1
            message = f"this table cannot be read: {wrong}"
            self.said.append(fault("TRB040", message, Place(self.given.name, 1, 1)))
        return [] if wrong else names

    def _texts(self, held: Iterator[tuple[int, bytes | None]]) -> Iterator[str]:
        """Yield the lines as text; one that is none is counted, and passed over."""
        for number, line in held:
            self._number = number
            if line is None:
                most = self.given.limits.line
                self._say(number, f"this line is longer than the {most:,} bytes read")
                continue
            try:
                yield line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError:
                self._say(number, "this line cannot be read: it is not UTF-8")


def _value(cell: str) -> Any:
    if _NO_NUMBER.fullmatch(cell):
        return float("nan")
    return float(cell) if _NUMBER.fullmatch(cell) else cell
