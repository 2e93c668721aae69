"""A damaged file of lines: the lines that are rows go on, the others are counted and placed.

Only files that the database refuses come here, so it may take its time: every line is read strictly.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, NoReturn

from tra_policy.engine.partial import MOST_PLACED, Fault

LONGEST_LINE = 64 * 1024 * 1024


def cleaned(
    source: BinaryIO, into: BinaryIO, compressed: bool
) -> tuple[int, int, tuple[Fault, ...]]:
    """Copy the lines that are rows; return how many they are, how many are none, and the first of these.

    `source` are the bytes of the file; the copy is never compressed. Blank lines are let be.
    """
    rows = faulty = 0
    faults: list[Fault] = []
    for number, line in enumerate(_lines(source, compressed), 1):
        if not line.strip():
            continue
        why = "it is longer than a line may be" if len(line) > LONGEST_LINE else fault_of(line)
        if why:
            faulty += 1
            if len(faults) < MOST_PLACED:
                faults.append((number, why))
            continue
        rows += 1
        into.write(line.rstrip(b"\r\n") + b"\n")
    return rows, faulty, tuple(faults)


def _lines(source: BinaryIO, compressed: bool) -> Iterator[bytes]:
    stream: Any = gzip.GzipFile(fileobj=source) if compressed else source
    try:
        while line := stream.readline(LONGEST_LINE + 1):
            yield line
            while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_LINE + 1)
    except (EOFError, OSError):
        # What is broken off is one line that is none: how many were to come nobody knows.
        yield b"{"


def fault_of(line: bytes) -> str:
    """Return why a line is no row; empty where it is one."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return "it is not UTF-8 text"
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        return "it is nested too deep"
    except UnicodeEncodeError:
        return "it holds half a character"
    except ValueError as error:
        return str(error) if isinstance(error, _Refused) else "it is not JSON"
    return "" if isinstance(value, dict) else "it is not a JSON object"


class _Refused(ValueError):
    """A line that is JSON to some, and not to others."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Refused("a name stands twice in it")
    return found


def _no_number(text: str) -> NoReturn:
    raise _Refused(f"`{text}` is not a JSON number")
