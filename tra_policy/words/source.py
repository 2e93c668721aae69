"""A text and the places in it.

A `Span` is a pair of character offsets into one named text. Lines and columns are worked out only
when somebody asks, from the `Source` that holds the text, so that every later stage can carry a
place without carrying the text.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from tra_policy.words.noun import Noun, field


class Span(Noun):
    """A stretch of a text: `start` and `end` are character offsets, end exclusive."""

    path: str
    start: int
    end: int

    def to(self, other: Span) -> Span:
        """Return the stretch from the start of this span to the end of another one."""
        return Span(self.path, self.start, max(self.end, other.end))


NOWHERE = Span("", 0, 0)


class Place(Noun):
    """A place as people name it: a path, a line and a column, both counted from 1.

    `pointer` is a JSON Pointer (RFC 6901) where the place is inside a data file.
    """

    path: str
    line: int = 0
    column: int = 0
    pointer: str = ""

    def __str__(self) -> str:
        shown = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{shown} {self.pointer}" if self.pointer else shown


class Source(Noun):
    """A named text. `path` is what the user typed, or `-` for standard input."""

    path: str
    text: str = field(repr=False)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        starts = [0]
        at = self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return tuple(starts)

    def place(self, offset: int) -> Place:
        """Return the line and column of a character offset."""
        line = bisect_right(self._starts, offset) - 1
        return Place(self.path, line + 1, offset - self._starts[line] + 1)

    def line(self, number: int) -> str:
        """Return one line, counted from 1, without its line end; empty when there is none."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self._starts[number] - 1 if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def span(self, start: int, end: int) -> Span:
        """Return a span in this text."""
        return Span(self.path, start, end)
