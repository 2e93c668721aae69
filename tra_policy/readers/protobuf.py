"""The fields of a protocol buffer, told apart without its schema."""

from __future__ import annotations

from collections.abc import Iterator


class Damaged(ValueError):
    """The bytes are no protocol buffer."""


def fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield number and value of every field, none of them looked into; raise `Damaged` where there is none.

    Numbers of fixed size come as their bytes.
    """
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        match key & 7:
            case 0:
                number, at = _varint(data, at)
                yield key >> 3, number
                continue
            case 1:
                size = 8
            case 2:
                size, at = _varint(data, at)
            case 5:
                size = 4
            case _:
                raise Damaged
        if at + size > len(data):
            raise Damaged
        yield key >> 3, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    found = shift = 0
    while at < len(data) and shift < 64:
        found |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if not data[at - 1] & 0x80:
            return found, at
    raise Damaged
