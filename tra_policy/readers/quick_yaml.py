"""YAML text to plain values without a note of every place, where the text is beyond doubt.

Whatever may be a mistake, and whatever is rare (anchors, tags, several documents), is `Doubtful`: then
`yaml12` reads the text again, notes the place of every value, and says what is wrong and where.
"""

from __future__ import annotations

from typing import Any

import yaml

from tra_policy.readers.document import Limits, Mark, step
from tra_policy.readers.plain import MAYBE_NO_WORD, NotANumber, resolved
from tra_policy.readers.text import has_control, has_half_pair
from tra_policy.words.regex import regex

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HALF_PAIR = regex("[\ud800-\udfff]")
_BEGINS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class Doubtful(Exception):
    """A text that has to be read event by event. Never leaves the readers of YAML."""


class _Reading:
    """The values that were read, the one that is open, and those around it."""

    __slots__ = (
        "around",
        "base",
        "count",
        "escapes",
        "held",
        "key",
        "limits",
        "marks",
        "names",
        "root",
    )

    def __init__(self, limits: Limits, escapes: bool) -> None:
        self.limits = limits
        self.escapes = escapes
        self.root: Any = None
        self.held: Any = None
        self.key: str | None = None
        # Where the members of the open value stand in the whole, if their places are noted.
        self.base: str | None = None
        self.around: list[tuple[Any, str | None, str | None]] = []
        self.marks: dict[str, Mark] = {}
        self.names: set[str] = set()
        self.count = 0

    def scalar(self, event: Any) -> None:
        if event.tag is not None or event.anchor is not None:
            raise Doubtful
        text: str = event.value
        if self.escapes and event.style and has_half_pair(text):
            raise Doubtful
        value: Any = text
        if not event.style and (not text or text[0] in MAYBE_NO_WORD):
            try:
                value = resolved(text)
            except NotANumber as error:
                raise Doubtful from error
        if self.key is None and type(self.held) is dict:
            self.name(value)
        else:
            self.put(value, event)

    def name(self, value: Any) -> None:
        if not isinstance(value, str) or value in self.held:
            raise Doubtful
        if value not in self.names:
            if has_control(value):
                raise Doubtful
            self.names.add(value)
        self.key = value

    def put(self, value: Any, event: Any) -> str | None:
        """Put a value where it belongs; return its pointer where its place is noted."""
        self.count += 1
        if self.count > self.limits.nodes:
            raise Doubtful
        pointer: str | None = None
        if not self.around:
            self.root, pointer = value, ""
        elif type(self.held) is dict:
            assert self.key is not None
            pointer = step(self.base, self.key) if self.base is not None else None
            self.held[self.key] = value
            self.key = None
        else:
            pointer = f"{self.base}/{len(self.held)}" if self.base is not None else None
            self.held.append(value)
        if pointer is not None:
            mark = event.start_mark
            self.marks[pointer] = (mark.line + 1, mark.column + 1)
        return pointer

    def begin(self, event: Any, value: Any) -> None:
        if event.tag is not None or event.anchor is not None:
            raise Doubtful
        if self.key is None and type(self.held) is dict:
            raise Doubtful
        if len(self.around) >= self.limits.depth:
            raise Doubtful
        pointer = self.put(value, event)
        outermost = pointer == "" or (type(self.root) is dict and type(value) is list)
        self.around.append((self.held, None, self.base))
        self.held, self.base = value, pointer if outermost else None

    def end(self) -> None:
        self.held, self.key, self.base = self.around.pop()


def read_quickly(text: str, limits: Limits) -> tuple[Any, dict[str, Mark]]:
    """Return the value of a text and the places of its outermost values, by pointer.

    Those are the whole, its members, and the members of a list in a mapping. Raise `Doubtful` where
    that is not all that is to be said of the text.
    """
    if not text.isascii() and _HALF_PAIR.search(text):
        raise Doubtful
    reading = _Reading(limits, "\\" in text)
    documents = 0
    try:
        for event in yaml.parse(text, Loader=LOADER):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                reading.scalar(event)
            elif kind in _BEGINS:
                reading.begin(event, {} if kind is yaml.MappingStartEvent else [])
            elif kind in _ENDS:
                reading.end()
            elif kind is yaml.AliasEvent:
                raise Doubtful
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise Doubtful
    except yaml.YAMLError as error:
        raise Doubtful from error
    return reading.root, reading.marks
