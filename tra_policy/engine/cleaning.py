"""A damaged file of lines: the lines that are rows go on, the others are counted and placed.

Only files that the database refuses come here, so it may take its time: every line is read strictly.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, NoReturn

from tra_policy.engine.partial import MOST_PLACED, Fault

LONGEST_LINE = 16 * 1024 * 1024
# A file with more lines than this that are no rows is not one of rows.
MOST_FAULTY = 100_000
_MARK = b"\xef\xbb\xbf"
_MOST_DIGITS = 400
Path = tuple[str, ...]


def cleaned(
    source: BinaryIO, into: BinaryIO, compressed: bool, paths: Sequence[Path] = ()
) -> tuple[int, int, tuple[Fault, ...]]:
    """Copy the lines that are rows; return how many they are, how many are none, and the first of these.

    `source` are the bytes of the file; the copy is never compressed. Blank lines are let be. What a path
    leads through has to be an object. Raise `OSError` where the file breaks off: how many rows were still
    to come nobody knows.
    """
    rows = faulty = 0
    faults: list[Fault] = []
    for number, line in enumerate(_lines(source, compressed), 1):
        if not line.strip():
            continue
        why = (
            "it is longer than a line may be" if len(line) > LONGEST_LINE else fault_of(line, paths)
        )
        if why:
            faulty += 1
            if len(faults) < MOST_PLACED:
                faults.append((number, why))
            if faulty > MOST_FAULTY:
                raise OSError(0, f"more than {MOST_FAULTY:,} of its lines are no rows")
            continue
        rows += 1
        into.write(line.rstrip(b"\r\n") + b"\n")
    return rows, faulty, tuple(faults)


def _lines(source: BinaryIO, compressed: bool) -> Iterator[bytes]:
    stream: Any = gzip.GzipFile(fileobj=source) if compressed else source
    number = 0
    try:
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            # Other files of a bundle may begin with a byte order mark, too.
            yield line.removeprefix(_MARK) if number == 1 else line
            while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_LINE + 1)
    except EOFError as error:
        raise OSError(0, f"it breaks off behind line {number:,}") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise OSError(0, f"it is no gzip, or damaged, behind line {number:,}") from error


def has_null(source: BinaryIO, compressed: bool) -> bool:
    """Whether some line is `null`, which the database takes for a row that states nothing."""
    return any(len(line) < 100 and line.strip() == b"null" for line in _lines(source, compressed))


def fault_of(line: bytes, paths: Sequence[Path] = ()) -> str:
    """Return why a line is no row; empty where it is one."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return "it is not UTF-8 text"
    try:
        value = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_number, parse_int=whole
        )
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        return "it is nested too deep"
    except UnicodeEncodeError:
        return "it holds half a character"
    except ValueError as error:
        return str(error) if isinstance(error, _Refused) else "it is not JSON"
    if not isinstance(value, dict):
        return "it is not a JSON object"
    return next((why for path in paths if (why := _not_through(value, path))), "")


def _not_through(value: dict[str, Any], path: Path) -> str:
    """Return why a path does not lead through a value; what is missing is not stated, and no fault."""
    held: Any = value
    for name in path[:-1]:
        held = held.get(name)
        if held is None:
            return ""
        if not isinstance(held, dict):
            return f"`{name}` is no object in it, and `{path[-1]}` is asked of it"
    return ""


class _Refused(ValueError):
    """A line that is JSON to some, and not to others."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Refused("a name stands twice in it")
    return found


def _no_number(text: str) -> NoReturn:
    raise _Refused(f"`{text}` is not a JSON number")


def whole(text: str) -> int | str:
    """Return a whole number; as it is written where it has more digits than any number needs."""
    return int(text) if len(text) <= _MOST_DIGITS else text
