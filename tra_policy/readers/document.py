"""A data text that was read: its plain values, with the place of every one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tra_policy.words.noun import Noun, field
from tra_policy.words.source import Place

Mark = tuple[int, int]


class Limits(Noun):
    """How large and how deep a text may be, and how many values its aliases may grow into.

    The second group is for foreign files: the bytes of one that is a single document, of a line, the
    number of lines; members of an archive and what they unpack to, of which one is held at a time; the
    most that a member may grow, unless it stays below `free`; the records that one file may give. The
    last are the files of a bundle, and their bytes together.
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


LIMITS = Limits()


class Document(Noun):
    """Plain values (`dict list str int float bool None`), and lines and columns by JSON Pointer.

    `keys` holds the places of the names in mappings, under the pointer of their value.
    """

    path: str
    value: Any
    marks: Mapping[str, Mark] = field(default_factory=dict)
    keys: Mapping[str, Mark] = field(default_factory=dict)

    def place(self, pointer: str = "", *, of_key: bool = False) -> Place:
        """Return the place of a value, or of its name; of the nearest value around it if unknown."""
        if of_key and pointer in self.keys:
            return Place(self.path, *self.keys[pointer], pointer)
        around = pointer
        while around not in self.marks and around:
            around = around.rpartition("/")[0]
        line, column = self.marks.get(around, (1, 1))
        return Place(self.path, line, column, pointer)


def step(pointer: str, name: str | int) -> str:
    """Return the pointer to a member of what `pointer` points to (RFC 6901)."""
    return f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"
