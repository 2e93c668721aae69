"""What a reader of foreign files is given, and what it hands back.

A reader is a module in `foreign/` with

- `NAME`: what the manifest calls it;
- `READS`: what it reads, in a few words for people;
- `ASKS`: lines for the person who has to fill in the `defaults`; `SKELETON`: defaults to begin with, none
  of which says anything yet;
- `TAKES`: the names in `defaults` that are for the reader itself and no field of a record;
- `MARKS`: what its files bear, at least one of them: bytes among the first of a file, or a text at the end
  of its name. A file without any is neither sniffed at nor taken for a part (`mark_table.py`);
- `sniff(name, head)`: whether a file looks like one of its own, by name and first bytes;
- `part(name, head)`: whether it looks like a file that belongs to one of its own, such as the samples
  of a results file (a reader whose logs are single files has no such function);
- `read(given)`: the records, what is wrong or odd, how much could not be read.

It opens nothing itself: it is handed binary streams, and holds as little of them as its format allows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, Protocol

from tra_policy.model.evidence.bundle import Drawn
from tra_policy.readers.document import LIMITS, Limits, step
from tra_policy.readers.held import HEAD
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, field


def _nothing(name: str) -> Given | None:
    return None


class Given(Noun):
    """A foreign file, opened when it is needed; `beside` finds files that are listed next to it.

    `name` is how places show it. What `beside` is asked for is a path from the folder of this file on.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]
    defaults: Mapping[str, Any] = field(default_factory=dict)
    limits: Limits = LIMITS
    beside: Callable[[str], Given | None] = _nothing

    @property
    def base(self) -> str:
        """The name of the file without its folders."""
        return self.name.rpartition("/")[2]

    def head(self) -> bytes:
        """The first bytes."""
        with self.open() as stream:
            return stream.read(HEAD)


class Draft(Noun):
    """A record before its shape is checked, with where each of its values comes from."""

    value: dict[str, Any]
    drawn: tuple[Drawn, ...] = ()


class Read(Noun):
    """What came of a file. `unread` counts what could not be read; each has a mistake that says so.

    `parts` are the names of other files that the records rest on as well.
    """

    drafts: tuple[Draft, ...] = ()
    said: tuple[Diagnostic, ...] = ()
    unread: int = 0
    parts: tuple[str, ...] = ()


class Reader(Protocol):
    """A module in `foreign/`."""

    NAME: str
    READS: str
    TAKES: tuple[str, ...]
    MARKS: tuple[bytes | str, ...]
    ASKS: tuple[str, ...]
    SKELETON: Mapping[str, Any]

    def sniff(self, name: str, head: bytes) -> bool:
        """Whether a file looks like one that it reads."""

    def read(self, given: Given) -> Read:
        """Return what a file holds."""


class Sketch:
    """A record in the making: every value is put in together with where it was found."""

    __slots__ = ("_file", "drawn", "value")

    def __init__(self, file: str, **fixed: Any) -> None:
        self.value: dict[str, Any] = dict(fixed)
        self.drawn: dict[str, Drawn] = {}
        self._file = file

    def put(self, name: str, value: Any, pointer: str = "", how: str = "", file: str = "") -> None:
        """Set a field, found at a pointer in a file; `how` says what was done to it on the way."""
        self.value[name] = value
        self.drawn[name] = Drawn(step("", name), file or self._file, pointer, how)

    def drop(self, name: str) -> None:
        """Take a field out again."""
        self.value.pop(name, None)
        self.drawn.pop(name, None)

    def draft(self) -> Draft:
        """Return the record as it is now."""
        return Draft(dict(self.value), tuple(self.drawn.values()))
