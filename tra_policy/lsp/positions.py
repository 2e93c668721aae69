"""Places as editors count them: lines from 0, columns in the units of an encoding."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import Literal

from tra_policy.words.noun import Noun
from tra_policy.words.regex import regex

Encoding = Literal["utf-8", "utf-16", "utf-32"]
Position = tuple[int, int]

# The protocol knows three line ends; a policy knows two of them, and refuses the third.
_LINE_END = regex(r"\r\n|\n|\r")
_BEYOND = "\uffff"


class Positions(Noun):
    """The lines of a text. Offsets are in characters, positions are (line, units from its start)."""

    text: str
    encoding: Encoding = "utf-16"

    @cached_property
    def _lines(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Where the lines start, and where they end without their line end."""
        found = [(m.start(), m.end()) for m in _LINE_END.finditer(self.text)]
        starts = (0, *(end for _, end in found))
        return starts, (*(start for start, _ in found), len(self.text))

    @property
    def lines(self) -> int:
        """How many lines there are; a text without any character has one."""
        return len(self._lines[0])

    def position(self, offset: int) -> Position:
        """Return the position of an offset; one outside the text is moved to its nearest end."""
        starts, ends = self._lines
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(starts, offset) - 1
        return line, self.units(self.text[starts[line] : min(offset, ends[line])])

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a position; one behind the end of a line is the end of that line.

        A column in the middle of a character is its start.
        """
        starts, ends = self._lines
        if line < 0:
            return 0
        if line >= len(starts):
            return len(self.text)
        held = self.text[starts[line] : ends[line]]
        if self.encoding == "utf-32" or held.isascii():
            return starts[line] + min(max(column, 0), len(held))
        left = column
        for at, char in enumerate(held):
            left -= self.units(char)
            if left < 0:
                return starts[line] + at
        return ends[line]

    def units(self, text: str) -> int:
        """Return how long a text is in the units of the encoding."""
        if self.encoding == "utf-32" or text.isascii():
            return len(text)
        if self.encoding == "utf-8":
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) + sum(char > _BEYOND for char in text)

    def start_of_line(self, offset: int) -> int:
        """Return where the line of an offset starts."""
        starts, _ = self._lines
        return starts[bisect_right(starts, min(max(offset, 0), len(self.text))) - 1]
