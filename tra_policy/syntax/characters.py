"""Characters that make a text read differently from what it says."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.edits import Edit, Fix
from tra_policy.words.regex import regex
from tra_policy.words.source import Source

_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVISIBLE = "\u00ad\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Spaces that stand together are one mistake: texts from word processors are full of them.
_SUSPECT = regex(
    f"[{_SPACES}]+|[{_BIDI}{_INVISIBLE}\u2028\u2029\u0085\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]"
)
# To look for one of many characters costs less than to compile what says where it is.
_CONTROLS = "".join(map(chr, (*range(0x09), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0xA0))))
_SUSPECTS = frozenset(f"{_BIDI}{_INVISIBLE}{_SPACES}{_CONTROLS}\u2028\u2029")
_LONE_RETURN = regex(r"\r(?!\n|$)")
_QUOTED = regex(r'"[^"]*"')
_WORD = regex(r'[^\s,"]*[^\x00-\x7f][^\s,"]*')
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
# These two are hyphens by their names; another dash may be meant to set apart.
_HYPHENS = "\u2010\u2011"
SMART_QUOTES = "“”„‟«»"


def confusable(source: Source, text: str) -> Iterator[Diagnostic]:
    """Yield a mistake for every character that is refused wherever it stands, at its place.

    `text` is the part of the source that counts, of the same length: all else blanked out. A byte
    order mark at the very beginning is fine.
    """
    for found in () if _SUSPECTS.isdisjoint(text) else _SUSPECT.finditer(text):
        chars = found.group()
        verb = "stands" if len(chars) == 1 else "stand"
        message = f"{_what(chars)} {verb} here: {name_of(chars[0])}"
        one = "type it again as a plain space, or take it out"
        help = one if len(chars) == 1 else "type them again as plain spaces, or take them out"
        put = " " * len(chars) if chars[0] in _SPACES else ""
        fixable = chars[0] in _SPACES or chars[0] in _INVISIBLE
        yield _refused(
            source, found.start(), found.end(), message, help, put if fixable else None, not put
        )
    alone = _LONE_RETURN.search(text) if "\r" in text else None
    if alone is not None:
        at = alone.start()
        message = "a line ends in a carriage return alone"
        yield _refused(source, at, at + 1, message, "save the file with the line ends of today")


def unquoted(line: str) -> str:
    """Return a line with what stands in quotes blanked out."""
    return _QUOTED.sub(lambda m: '"' + "\x00" * (len(m[0]) - 2) + '"', line)


def look_alikes(source: Source, start: int, line: str) -> Iterator[Diagnostic]:
    """Yield a mistake for every word outside quotes with a letter or dash that is not a plain one.

    `line` is one line without its comment, which begins at `start` in the source.
    """
    if line.isascii() or any(quote in line for quote in SMART_QUOTES):
        return
    bare = _QUOTED.sub(lambda m: " " * len(m[0]), line)
    for found in _WORD.finditer(bare):
        odd = next((c for c in found.group() if _odd(c)), "")
        if not odd or _SUSPECT.search(found.group()):
            continue
        first, last = start + found.start(), start + found.end()
        if odd in _DASHES:
            message = f"the dash in `{found.group()}` is not a plain one: {name_of(odd)}"
            plain = "".join("-" if char in _DASHES else char for char in found.group())
            sure = odd in _HYPHENS
            yield _refused(source, first, last, message, "write `-`", plain, not sure)
        else:
            message = f"`{odd}` in `{found.group()}` is not a plain letter: {name_of(odd)}"
            help = "names are plain letters, digits and `-`, `_`, `.`; quotes may hold any letter"
            yield _refused(source, first, last, message, help)


def _odd(char: str) -> bool:
    if char.isascii():
        return False
    return char.isalnum() or char in _DASHES or unicodedata.combining(char) > 0


def _refused(
    source: Source,
    start: int,
    end: int,
    message: str,
    help: str,
    put: str | None = None,
    doubtful: bool = False,
) -> Diagnostic:
    """Return a mistake in characters; `put` is what to write for them, where that is known."""
    span = source.span(start, end)
    fix = () if put is None else (Fix(help, (Edit(span, put),), safe=not doubtful),)
    return Diagnostic("TRA003", message, span, help=help, input_error=True, fixes=fix)


def _what(chars: str) -> str:
    if chars in _BIDI:
        return "a character that reverses the direction of the text"
    if chars[0] in _SPACES:
        several = len(chars) > 1
        return (
            "spaces that are not plain spaces" if several else "a space that is not a plain space"
        )
    return "an invisible character"


def name_of(char: str) -> str:
    """Return what a character is called."""
    return unicodedata.name(char, f"U+{ord(char):04X}").lower()
