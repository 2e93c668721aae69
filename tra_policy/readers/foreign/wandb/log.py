"""The log that a W&B run writes: rows of history, the summary, settings, and whether it ended.

A log is a chain of blocks, each of them with its checksum; a record is a protocol buffer, in one piece or in
several. What follows damage is not believed.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from tra_policy.readers.foreign.wandb.history import MOST_METRICS, STEP, TooMany
from tra_policy.readers.given import Given
from tra_policy.readers.loose_json import Garbled, parsed
from tra_policy.readers.plain_values import mapping, since_epoch
from tra_policy.readers.protobuf import Damaged, fields

VERSION = 0
# Four letters, two bytes and a version stand before the first record.
_BEGIN = 7
_BLOCK = 32 * 1024
_HEAD = struct.Struct("<IHB")
_WHOLE, _FIRST, _MIDDLE, _LAST = 1, 2, 3, 4
_DEEPEST = 10
# Fields of a record, and of what it holds, by number.
_HISTORY, _SUMMARY, _CONFIG, _RUN, _EXIT, _ENVIRONMENT = 2, 3, 5, 17, 18, 26
_KEY, _NESTED, _JSON = 1, 2, 16
_UPDATE, _REMOVE = 1, 2
_RUN_CONFIG, _RUN_GIT = 4, 21
_STARTED, _PROGRAM, _GIT = 3, 6, 9
_COMMIT = 2


class Log:
    """A log that is read once: `rows` yields the history, and the rest is known when it is through."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.summary: dict[str, Any] = {}
        self.config: dict[str, Any] = {}
        self.changed: set[str] = set()
        self.metadata: dict[str, Any] = {}
        self.ended = False
        self.broken = ""
        self.garbled = 0
        self.count = 0

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the rows of the history; `broken` says afterwards why it was not read to its end."""
        try:
            with self.given.open() as stream:
                for number, record in enumerate(self._records(stream), 1):
                    for kind, value in fields(record):
                        if not isinstance(value, bytes):
                            continue
                        if kind == _HISTORY:
                            yield number, self._row(value)
                        else:
                            self._take(kind, value)
        except Damaged as error:
            self.broken = str(error) or "a record in it is damaged"

    def _records(self, stream: BinaryIO) -> Iterator[bytes]:
        head = stream.read(_BEGIN)
        if len(head) < _BEGIN or head[-1] != VERSION:
            raise Damaged("it is of another version")
        at, held, going_on, most = _BEGIN, b"", False, self.given.limits.line
        while True:
            left = _BLOCK - at % _BLOCK
            if left < _HEAD.size:
                at += len(stream.read(left))
                continue
            head = stream.read(_HEAD.size)
            if not head.strip(b"\x00"):
                if stream.read(1):
                    raise Damaged("it has a gap")
                if going_on:
                    raise Damaged("it ends in the middle of a record")
                return
            if len(head) < _HEAD.size:
                raise Damaged("it ends in the middle of a record")
            checksum, length, kind = _HEAD.unpack(head)
            piece = stream.read(length)
            at += _HEAD.size + length
            if len(piece) < length:
                raise Damaged("it ends in the middle of a record")
            if length > left - _HEAD.size or zlib.crc32(head[-1:] + piece) != checksum:
                raise Damaged("a record in it is damaged")
            begins = kind in (_WHOLE, _FIRST)
            if kind not in (_WHOLE, _FIRST, _MIDDLE, _LAST) or begins == going_on:
                raise Damaged("a record in it is damaged")
            held, going_on = held + piece, kind in (_FIRST, _MIDDLE)
            if len(held) > most:
                raise Damaged(f"a record is longer than the {most:,} bytes read")
            if not going_on:
                self.count += 1
                if self.count > self.given.limits.lines:
                    raise Damaged(f"it has more than the {self.given.limits.lines:,} records read")
                yield held
                held = b""

    def _take(self, kind: int, value: bytes) -> None:
        if kind == _SUMMARY:
            self._update(self.summary, value)
        elif kind == _CONFIG:
            self._configure(value)
        elif kind == _EXIT:
            self.ended = True
        elif kind == _RUN:
            for number, part in fields(value):
                if number == _RUN_CONFIG and isinstance(part, bytes):
                    self._configure(part)
                elif number == _RUN_GIT and isinstance(part, bytes):
                    self._commit(part)
        elif kind == _ENVIRONMENT:
            self._describe(value)

    def _row(self, value: bytes) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for number, part in fields(value):
            if number == 1 and isinstance(part, bytes):
                path, held = self._item(part)
                _put(row, path, held)
            elif number == 2 and isinstance(part, bytes):
                step = next((v for n, v in fields(part) if n == 1 and isinstance(v, int)), 0)
                row.setdefault(STEP, step)
        return row

    def _update(self, held: dict[str, Any], value: bytes) -> None:
        for number, part in fields(value):
            if not isinstance(part, bytes):
                continue
            path, said = self._item(part)
            if number == _UPDATE:
                _put(held, path, said)
            elif number == _REMOVE and path:
                held.pop(path[0], None)
        if len(held) > MOST_METRICS:
            raise TooMany(f"it has more than the {MOST_METRICS:,} metrics read")

    def _configure(self, value: bytes) -> None:
        """Take settings; one that had another value before was changed on the way."""
        before = dict(self.config)
        self._update(self.config, value)
        self.config.pop("_wandb", None)
        self.changed |= {k for k, v in self.config.items() if k in before and before[k] != v}

    def _describe(self, value: bytes) -> None:
        for number, part in fields(value):
            if not isinstance(part, bytes):
                continue
            if number == _STARTED:
                seconds = next((v for n, v in fields(part) if n == 1), 0)
                self.metadata.setdefault("startedAt", since_epoch(seconds))
            elif number == _PROGRAM:
                self.metadata.setdefault("program", part.decode("utf-8", "replace"))
            elif number == _GIT:
                self._commit(part)

    def _commit(self, value: bytes) -> None:
        for number, part in fields(value):
            if number == _COMMIT and isinstance(part, bytes) and part:
                self.metadata["git"] = {"commit": part.decode("utf-8", "replace")}

    def _item(self, value: bytes) -> tuple[list[str], Any]:
        """Return the names that lead to a value, and the value; what is no JSON is counted."""
        path: list[str] = []
        found: Any = None
        for number, part in fields(value):
            if not isinstance(part, bytes):
                continue
            if number in (_KEY, _NESTED):
                path.append(part.decode("utf-8", "replace"))
            elif number == _JSON:
                try:
                    found = parsed(part)
                except Garbled:
                    self.garbled += 1
        return path[:_DEEPEST], found


def _put(held: dict[str, Any], path: list[str], value: Any) -> None:
    for name in path[:-1]:
        inner = mapping(held.get(name))
        held[name] = inner
        held = inner
    if path:
        held[path[-1]] = value
