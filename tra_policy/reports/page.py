"""The sheet that a report is written on: how wide, with colour or without, in which characters.

Who knows the terminal fills this in; a report only reads it.
"""

from __future__ import annotations

import unicodedata

from tra_policy.words.noun import Noun

NARROW = 80
_IN_ASCII = str.maketrans(
    {
        "§": "sec. ",
        "–": "-",
        "—": "--",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "…": "...",
        "×": "x",
        "≥": ">=",
        "≤": "<=",
    }
)


class Page(Noun):
    """Columns, colour, and whether only ASCII characters can be shown."""

    width: int = 100
    colour: bool = False
    ascii: bool = False

    @property
    def narrow(self) -> bool:
        """Whether columns of a table have to give way to lines."""
        return self.width < NARROW


PLAIN = Page()


def harmless(text: str, page: Page = PLAIN) -> str:
    """Return text from outside with everything that a terminal could act on made visible.

    Control and format characters (escape sequences, bidi overrides, zero-width marks) become `\\x1b`
    or `\\u202e`; on an ASCII page every other character does. White space becomes single blanks.
    """
    return shown_exactly(in_ascii(" ".join(text.split()), page), page)


def in_ascii(text: str, page: Page) -> str:
    """Return the common signs of printed English as ASCII writes them, where the page asks for it."""
    return text.replace("§ ", "§").translate(_IN_ASCII) if page.ascii else text


def shown_exactly(text: str, page: Page = PLAIN) -> str:
    """Return text as `harmless` does, white space kept: tabs as four blanks."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(char, page) for char in text)


def _visible(char: str, page: Page) -> str:
    if char.isascii():
        if char == "\t":
            return "    "
        return char if char.isprintable() else f"\\x{ord(char):02x}"
    if page.ascii or unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return char.encode("ascii", "backslashreplace").decode("ascii")
    return char


def cells(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(_cells(char) for char in text)


def _cells(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
