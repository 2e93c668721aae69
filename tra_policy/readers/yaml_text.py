"""YAML text to plain values: line by line where that is enough, by the library elsewhere."""

from __future__ import annotations

from functools import partial

from tra_policy.readers.document import LIMITS, Document, Limits, Marks
from tra_policy.readers.plain_yaml import Doubtful, read_lines
from tra_policy.words.diagnostic import Diagnostic


def read_yaml(
    path: str, text: str, limits: Limits = LIMITS
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Return the values of a YAML text, or None where they cannot be trusted, and all mistakes."""
    try:
        value, marks = read_lines(text, limits)
    except Doubtful:
        from tra_policy.readers import yaml12

        return yaml12.read_yaml(path, text, limits)
    return Document(path, value, marks, placed=partial(_places_in, text)), ()


def _places_in(text: str) -> tuple[Marks, Marks]:
    from tra_policy.readers.yaml12 import places_in

    return places_in(text)
