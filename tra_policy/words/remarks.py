"""A comment of a text, and the line that it speaks of."""

from __future__ import annotations

from tra_policy.words.noun import Noun
from tra_policy.words.source import Span


class Remark(Noun):
    """A comment, from its `#` on. `of` is what it speaks of; None where nothing follows it.

    A comment behind a line speaks of that line, one that stands alone of the next line below. The line
    that says the version of the language stands for the whole text.
    """

    text: str
    span: Span
    of: Span | None
