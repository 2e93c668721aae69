"""The readers of foreign files, each imported when there is a file that may be one of its own.

A reader is one file in the folder `foreign`; which there are, and the marks of their files, is written down
in a table, so that a bundle without foreign files waits for none of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

from tra_policy.readers.held import HEAD
from tra_policy.readers.marks import MARKS

if TYPE_CHECKING:
    from tra_policy.readers.given import Reader


class _Readers(Mapping[str, "Reader"]):
    """The readers by name, in the order of their names."""

    def __getitem__(self, name: str) -> Reader:
        if name not in MARKS:
            raise KeyError(name)
        return _imported(name)

    def __iter__(self) -> Iterator[str]:
        return iter(MARKS)

    def __len__(self) -> int:
        return len(MARKS)

    def __contains__(self, name: object) -> bool:
        return name in MARKS


@cache
def _imported(name: str) -> Reader:
    return cast("Reader", import_module(f"tra_policy.readers.foreign.{name.replace('-', '_')}"))


LOADED: Mapping[str, Reader] = _Readers()


def recognised(name: str, data: bytes) -> str:
    """Return the reader that a file looks to be for; empty where none recognises it."""
    head = data[:HEAD]
    return next((one for one in _marked(name, head) if LOADED[one].sniff(name, head)), "")


def recognised_part(name: str, data: bytes) -> str:
    """Return the reader whose logs a file looks to be a part of, such as its samples."""
    head = data[:HEAD]
    for one in _marked(name, head):
        part = getattr(LOADED[one], "part", None)
        if part is not None and part(name, head):
            return one
    return ""


def _marked(name: str, head: bytes) -> Iterator[str]:
    """Yield the readers one of whose marks a file bears: in its first bytes, or at the end of its name."""
    for reader, marks in MARKS.items():
        if any(name.endswith(mark) if isinstance(mark, str) else mark in head for mark in marks):
            yield reader
