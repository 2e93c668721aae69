"""Reader of TensorBoard event files: how far a training run was logged, from its scalars alone.

No measurement is made of what a run logs about itself: the record is the run, with the steps and times that
its log covers. Images, texts and graphs are passed over.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

from tra_policy.readers.document import step
from tra_policy.readers.faults import fault, finding, listed, printable
from tra_policy.readers.given import Given, Read, Sketch
from tra_policy.readers.plain_values import since_epoch
from tra_policy.readers.protobuf import Damaged, fields
from tra_policy.readers.results import DEFAULTS, noted, notes, placed, stem
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, field
from tra_policy.words.source import Place

NAME = "tensorboard"
READS = "TensorBoard event files"
TAKES: tuple[str, ...] = ()
MARKS = (b"brain.Event:",)
ASKS = ("id: the name of the run; base_model, stages: what the file does not say",)
SKELETON: dict[str, Any] = {}

_FIRST = b"brain.Event:"
_MOST_TAGS = 10_000
# A scalar is far shorter; summing up a picture byte by byte takes long and tells nothing of the scalars.
_CHECKED = 4096


class _Broken(Damaged):
    """The reason why nothing that follows can be read. Its text is the message."""


class _Log(Noun, frozen=False):
    """What the events come to: the steps of each tag that were logged, and the times around them."""

    steps: dict[str, tuple[int, int]] = field(default_factory=dict)
    began: float = 0.0
    ended: float = 0.0
    events: int = 0
    back: int = 0


def sniff(name: str, head: bytes) -> bool:
    """Whether a file begins as an event file does."""
    return _FIRST in head[:64]


def read(given: Given) -> Read:
    """Return the training run that an event file is of."""
    log, said = _Log(), list[Diagnostic]()
    try:
        with given.open() as stream:
            for payload in _records(stream, given.limits.line):
                if log.events >= given.limits.lines:
                    raise _Broken(f"it has more than the {given.limits.lines:,} events read")
                _take(log, payload)
    except (Damaged, struct.error) as error:
        why = str(error) if isinstance(error, _Broken) else "an event in it is damaged"
        message = f"this event file cannot be read to its end: {why}, after {log.events:,} events"
        said.append(fault("TRB040", message, Place(given.name)))
    if not log.events:
        return Read(said=tuple(said), unread=len(said))
    if log.back:
        message = f"its log goes back {log.back:,} times"
        advice = "was a part of the run done again?"
        said.append(finding("TRB065", message, Place(given.name), advice))
    return Read(
        (placed(_sketch(given, log).draft()),), tuple(said), sum(d.input_error for d in said)
    )


def _records(stream: BinaryIO, longest: int) -> Iterator[bytes]:
    """Yield the payload of every record: its length, a checksum, itself, another checksum."""
    while opening := stream.read(12):
        if len(opening) < 12:
            raise _Broken("it ends in the middle of an event")
        length = int.from_bytes(opening[:8], "little")
        if _masked(opening[:8]) != int.from_bytes(opening[8:], "little"):
            raise _Broken("the length of an event is damaged")
        if length > longest:
            raise _Broken(f"an event is longer than the {longest:,} bytes read")
        payload, closing = stream.read(length), stream.read(4)
        if len(payload) < length or len(closing) < 4:
            raise _Broken("it ends in the middle of an event")
        if length <= _CHECKED and _masked(payload) != int.from_bytes(closing, "little"):
            raise _Broken("an event is damaged")
        yield payload


def _table() -> tuple[int, ...]:
    found = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
        found.append(value)
    return tuple(found)


_CRC = _table()


def _masked(data: bytes) -> int:
    """Return the checksum that event files use: CRC-32C, turned and moved."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _CRC[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    crc ^= 0xFFFFFFFF
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def _take(log: _Log, payload: bytes) -> None:
    """Count an event: 1 is its time, 2 its step, 5 what it logs."""
    held = list(fields(payload))
    log.events += 1
    when = next((v for n, v in held if n == 1 and isinstance(v, bytes) and len(v) == 8), None)
    if when is not None:
        seconds = struct.unpack("<d", when)[0]
        if since_epoch(seconds):
            log.began = min(log.began or seconds, seconds)
            log.ended = max(log.ended, seconds)
    at = next((v for n, v in held if n == 2 and isinstance(v, int)), 0)
    for number, summary in held:
        if number != 5 or not isinstance(summary, bytes):
            continue
        for inner, value in fields(summary):
            if inner == 1 and isinstance(value, bytes):
                _count(log, value, at)


def _count(log: _Log, value: bytes, at: int) -> None:
    tag = next((v for n, v in fields(value) if n == 1 and isinstance(v, bytes)), b"")
    name = tag.decode("utf-8", "replace")[:200]
    if name not in log.steps and len(log.steps) >= _MOST_TAGS:
        raise _Broken(f"it has more than {_MOST_TAGS:,} tags")
    first, last = log.steps.get(name, (at, at))
    log.back += 1 if at < last else 0
    log.steps[name] = (min(first, at), max(last, at))


def _sketch(given: Given, log: _Log) -> Sketch:
    sketch = Sketch(given.name, kind="training_run", id=stem(given))
    spans = log.steps.values()
    words = [f"{log.events:,} events of TensorBoard with {len(log.steps):,} tags"]
    if log.steps:
        first, last = min(s for s, _ in spans), max(s for _, s in spans)
        words += [f"steps {first:,} to {last:,}", f"tags {listed(sorted(log.steps), 10)}"]
    if log.began:
        words.append(f"logged from {since_epoch(log.began)} to {since_epoch(log.ended)}")
    sketch.put("note", printable(notes(*words)), "")
    for name, value in given.defaults.items():
        if name == "note":
            noted(sketch, value)
        elif name != "kind":
            sketch.put(name, value, step(DEFAULTS, name), "stated by a person")
    return sketch
