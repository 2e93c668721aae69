"""What an unquoted YAML scalar means under the core schema of YAML 1.2.

`no`, `on`, `2026-05-26`, `1:30` and `012` are what a reader takes them for: two words, a day, a text and
the number twelve. YAML 1.1 would have made them false, true, a date object, ninety and ten.
"""

from __future__ import annotations

import math

from tra_policy.words.regex import regex

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_INTEGER = regex(r"[-+]?[0-9]+")
_OCTAL = regex(r"0o[0-7]+")
_HEXADECIMAL = regex(r"0x[0-9a-fA-F]+")
_FLOAT = regex(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = regex(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_ENDS_NOT_FINITE = frozenset("fFnN")
LONGEST_NUMBER = 400
# A plain scalar that begins otherwise is a word.
MAYBE_NO_WORD = frozenset("0123456789+-.~nNtTfF")


class NotANumber(ValueError):
    """A scalar that stands for no number that can be compared. Its text is the message."""


def resolved(text: str) -> str | int | float | bool | None:
    """Return the value of an unquoted scalar; raise `NotANumber` for infinities and giants."""
    if text in _NULL:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if text[-1:] in _ENDS_NOT_FINITE and _NOT_FINITE.fullmatch(text):
        raise NotANumber(f"`{text}` is not a number that can be compared")
    whole = _is_whole(text)
    if not whole and not (_is_float(text) and _FLOAT.fullmatch(text)):
        return text
    if len(text) > LONGEST_NUMBER:
        raise NotANumber(f"a number with {len(text)} digits is too long to be meant")
    if whole:
        base = {"0o": 8, "0x": 16}.get(text[:2], 10)
        return int(text, base)
    number = float(text)
    if not math.isfinite(number):
        raise NotANumber(f"`{text[:40]}` is too large a number")
    return number


def _is_whole(text: str) -> bool:
    if text.isdigit() and text.isascii():
        return True
    if text[:2] in ("0o", "0x"):
        return bool(_OCTAL.fullmatch(text) or _HEXADECIMAL.fullmatch(text))
    return text[:1] in ("+", "-") and _INTEGER.fullmatch(text) is not None


def _is_float(text: str) -> bool:
    """Whether Python takes it, which takes more: a day, say, needs no expression to be none."""
    try:
        float(text)
    except ValueError:
        return False
    return True
