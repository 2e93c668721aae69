"""Characters that make a text read differently from what it says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Source

_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u180e"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_SUSPECT = re.compile(
    f"[{_BIDI}{_INVISIBLE}{_SPACES}\u2028\u2029\u0085\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]"
)


def confusable(source: Source, text: str) -> Iterator[Diagnostic]:
    """Yield a mistake for every character that is refused, at its place.

    `text` is the part of the source that counts, of the same length: all else blanked out. A byte
    order mark at the very beginning is fine.
    """
    for found in _SUSPECT.finditer(text):
        at, char = found.start(), found.group()
        if at == 0 and char == "\ufeff":
            continue
        yield Diagnostic(
            "TRA003",
            f"{_what(char)} stands here: {_name(char)}",
            source.span(at, at + 1),
            help="type it again as a plain space or take it out",
            input_error=True,
        )


def _what(char: str) -> str:
    if char in _BIDI:
        return "a character that reverses the direction of the text"
    if char in _SPACES:
        return "a space that is not a plain space"
    return "an invisible character"


def _name(char: str) -> str:
    return unicodedata.name(char, f"U+{ord(char):04X}").lower()
