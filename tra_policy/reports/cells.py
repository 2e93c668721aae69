"""Text from outside, put where it can do no harm: in a cell of a table, in a line of Markdown."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from textwrap import wrap

from tra_policy.reports.page import Page, harmless
from tra_policy.words.regex import regex

# A spreadsheet takes a cell that begins so for a formula, and runs it.
_FORMULA = ("=", "+", "-", "@")
# What Markdown would take for markup wherever it stands in a line.
_MARKUP = regex(r"[\\`*\[\]|]|~~|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
# What Markdown would take for the beginning of a list, a quotation or a heading.
_OPENS = regex(r"[>#=+*-]|\d+[.)]")
_GLUE = "\x00"


def cell(text: str) -> str:
    """Return text as a cell of a spreadsheet that is shown and never run."""
    said = harmless(text)
    return f"'{said}" if said.startswith(_FORMULA) else said


def table(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as comma-separated values, every cell harmless."""
    paper = StringIO()
    writer = csv.writer(paper, lineterminator="\n")
    writer.writerows([cell(text) for text in row] for row in rows)
    return paper.getvalue()


def markdown(text: str, page: Page) -> str:
    """Return text as words of Markdown that mean nothing but themselves."""
    return _MARKUP.sub(lambda found: f"\\{found[0]}", harmless(text, page))


def point(text: str, page: Page, depth: int = 0) -> str:
    """Return one point of a list in Markdown, wrapped; what is given is Markdown already.

    No line begins with a word that Markdown would take for markup there.
    """
    words = text.split(" ")
    glued = words[0] + "".join(
        f"{_GLUE if _OPENS.match(word) else ' '}{word}" for word in words[1:]
    )
    lines = wrap(
        glued,
        max(page.width, 40),
        initial_indent="  " * depth + "- ",
        subsequent_indent="  " * depth + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(line.replace(_GLUE, " ") for line in lines) + "\n"
