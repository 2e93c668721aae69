"""A data text that was read: its plain values, with the place of every one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from tra_policy.words.noun import Noun, field
from tra_policy.words.source import Place

Mark = tuple[int, int]
Marks = Mapping[str, Mark]


class Limits(Noun):
    """How large and how deep a text may be, and how many values its aliases may grow into.

    The second group is for foreign files: the bytes of one that is a single document, of a line, the
    number of lines; members of an archive and what they unpack to, of which one is held at a time; the
    most that a member may grow, unless it stays below `free`; the records that one file may give. Then
    the files of a bundle, and their bytes together.

    The last are for counting the rows of tables: bytes of memory, threads (0: as many as there are cores),
    and the kinds of rows that are told apart.
    """

    size: int = 10 * 1024 * 1024
    depth: int = 50
    nodes: int = 1_000_000

    log: int = 256 * 1024 * 1024
    line: int = 8 * 1024 * 1024
    lines: int = 2_000_000
    members: int = 200_000
    member: int = 256 * 1024 * 1024
    unpacked: int = 16 * 1024 * 1024 * 1024
    ratio: int = 200
    free: int = 10 * 1024 * 1024
    records: int = 10_000

    files: int = 100_000
    bundle: int = 64 * 1024 * 1024 * 1024

    memory: int = 1024 * 1024 * 1024
    threads: int = 0
    cells: int = 2_000_000


LIMITS = Limits()


class Document(Noun):
    """Plain values (`dict list str int float bool None`), and lines and columns by JSON Pointer.

    `keys` holds the places of the names in mappings, under the pointer of their value. Where there is
    `placed`, the two hold the outermost places only, and it finds all of them.
    """

    path: str
    value: Any
    marks: Marks = field(default_factory=dict)
    keys: Marks = field(default_factory=dict)
    placed: Callable[[], tuple[Marks, Marks]] | None = field(default=None, compare=False)

    @cached_property
    def _all(self) -> tuple[Marks, Marks]:
        return self.placed() if self.placed is not None else (self.marks, self.keys)

    def place(self, pointer: str = "", *, of_key: bool = False) -> Place:
        """Return the place of a value, or of its name; of the nearest value around it if unknown."""
        if not of_key and pointer in self.marks:
            return Place(self.path, *self.marks[pointer], pointer)
        marks, keys = self._all
        if of_key and pointer in keys:
            return Place(self.path, *keys[pointer], pointer)
        around = pointer
        while around not in marks and around:
            around = around.rpartition("/")[0]
        line, column = marks.get(around, (1, 1))
        return Place(self.path, line, column, pointer)


def step(pointer: str, name: str | int) -> str:
    """Return the pointer to a member of what `pointer` points to (RFC 6901)."""
    return f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"
