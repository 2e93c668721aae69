"""Bytes to text: UTF-8 or a clear refusal."""

from __future__ import annotations

import codecs

from tra_policy.readers.document import LIMITS, Limits
from tra_policy.readers.faults import fault
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.regex import regex
from tra_policy.words.source import Place

_CONTROL = regex("[\x00-\x1f\x7f-\x9f]")
_HALF_PAIR = regex("[\ud800-\udfff]")
# The longer marks first: the mark of UTF-32 begins with that of UTF-16.
_FOREIGN = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def decode(
    path: str, data: bytes, limits: Limits = LIMITS
) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Return the text of a UTF-8 file without its byte order mark, or the reason why there is none."""
    if len(data) > limits.size:
        return None, (too_large(path, limits.size),)
    for mark, encoding in _FOREIGN:
        if data.startswith(mark):
            message = f"this file is {encoding}, not UTF-8"
            return None, (fault("TRB001", message, Place(path, 1, 1), "save it as UTF-8"),)
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        return body.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        before = body[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        message = f"byte 0x{body[error.start]:02x} is not UTF-8"
        return None, (fault("TRB001", message, Place(path, line, column), "save it as UTF-8"),)


def too_large(path: str, most: int) -> Diagnostic:
    """Return the mistake that a file has more than `most` bytes."""
    message = f"this file is larger than the {most:,} bytes that are read"
    return fault("TRB003", message, Place(path))


def has_control(name: str) -> bool:
    """Whether a name holds a control character (C0, DEL or C1)."""
    return _CONTROL.search(name) is not None


def has_half_pair(text: str) -> bool:
    """Whether a text holds half of a surrogate pair, which no file can store."""
    return _HALF_PAIR.search(text) is not None
