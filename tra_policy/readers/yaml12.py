"""YAML text to plain values with their places.

The parser is libyaml's where it is there. Its events are read one by one rather than composed, so that
depth and growth are bounded before anything is built.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import yaml

from tra_policy.readers.document import LIMITS, Document, Limits, Mark, Marks, step
from tra_policy.readers.faults import MOST_SAID, fault, quoted
from tra_policy.readers.plain import NotANumber, resolved
from tra_policy.readers.quick_yaml import LOADER, Doubtful, read_quickly
from tra_policy.readers.text import has_control, has_half_pair
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, field, replace
from tra_policy.words.source import Place

# What the parser says, in part, and what that means to a person: message, advice.
_SAID = (
    ("control characters", "a control character stands in the text", "in double quotes: `\\x1b`"),
    ("special characters", "a control character stands in the text", "in double quotes: `\\x1b`"),
    ("unknown escape", "a backslash is followed by an unknown letter", "use single quotes"),
    ("escape", "an escape after a backslash is not complete", "use single quotes"),
    ("Unicode character", "an escape stands for no character", ""),
    ("unexpected end of stream", "a quote is opened and never closed", ""),
    ("unexpected document", "a quote is opened and never closed", ""),
    ("mapping values are not allowed", "a second `:` stands here", "put the value in quotes"),
    ("cannot start any token", "a value cannot begin like this", "no tabs; or put it in quotes"),
    ("',' or ']'", "a list in brackets is not closed", ""),
    ("',' or '}'", "a mapping in braces is not closed", ""),
    ("could not find expected ':'", "a name without a `:` after it", "write `name: value`"),
    ("tag", "tags are not read", "write the value without `!`"),
    ("expected key", "this line does not fit the lines above it", "check how deep it is indented"),
    ("'-' indicator", "this line does not fit the list above it", "check how deep it is indented"),
    ("<block end>", "this line does not fit the lines above it", "check how deep it is indented"),
    ("directive", "a `%` line is not read", "take it out"),
    ("YAML version", "a `%` line is not read", "take it out"),
)


class _Stop(Exception):
    """A mistake after which nothing that follows can be trusted. Never leaves this module."""


class _Open(Noun, frozen=False):
    """A mapping or list that is being read."""

    value: Any
    pointer: str
    begun: int
    anchor: str | None
    kept: bool
    key: str | None = None
    drops: bool = False
    height: int = 1


class _Reading(Noun, frozen=False):
    path: str
    limits: Limits
    marks: dict[str, Mark] = field(default_factory=dict)
    keys: dict[str, Mark] = field(default_factory=dict)
    said: list[Diagnostic] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    # Value, number of values in it, height; None while the anchored value is still being read.
    anchors: dict[str, tuple[Any, int, int] | None] = field(default_factory=dict)
    count: int = 0
    root: Any = None
    documents: int = 0

    def say(self, mark: Any, message: str, advice: str = "", code: str = "TRB002") -> None:
        pointer = self.open[-1].pointer if self.open else ""
        place = Place(self.path, mark.line + 1, mark.column + 1, pointer)
        self.said.append(fault(code, message, place, advice))
        if len(self.said) >= MOST_SAID:
            raise _Stop

    def stop(self, mark: Any, message: str, advice: str = "", code: str = "TRB003") -> None:
        self.say(mark, message, advice, code)
        raise _Stop

    def take(self, event: yaml.Event) -> None:
        """Read one event."""
        mark = event.start_mark
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.stop(mark, f"the tag {quoted(tag)} is not read", "leave it out", "TRB002")
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    advice = "one file holds one document: take the `---` out"
                    self.stop(mark, "a second document begins here", advice, "TRB002")
            case yaml.ScalarEvent():
                if self._expects_key():
                    self._key(event)
                else:
                    self._grow(mark, 1)
                    self._anchored(event.anchor, value := self._scalar(event), 1, 0)
                    self._put(value, mark, 0)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._begin(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                done = self.open.pop()
                self._anchored(done.anchor, done.value, self.count - done.begun, done.height)
                self._close(done.height)
            case yaml.AliasEvent():
                self._alias(event)
            case _:
                pass

    def _expects_key(self) -> bool:
        return (
            bool(self.open) and self.open[-1].key is None and isinstance(self.open[-1].value, dict)
        )

    def _grow(self, mark: Any, by: int) -> None:
        self.count += by
        if self.count > self.limits.nodes:
            message = f"this file grows to more than {self.limits.nodes:,} values"
            self.stop(mark, message, "aliases (`*name`) repeat what they stand for")

    def _anchored(self, anchor: str | None, value: Any, size: int, height: int) -> None:
        if anchor is not None:
            self.anchors[anchor] = (value, size, height)

    def _pointer(self) -> str:
        if not self.open:
            return ""
        around = self.open[-1]
        inside = len(around.value) if isinstance(around.value, list) else around.key or ""
        return step(around.pointer, inside)

    def _kept(self) -> bool:
        return not self.open or (self.open[-1].kept and not self.open[-1].drops)

    def _put(self, value: Any, mark: Any, height: int) -> None:
        if self._kept():
            self.marks.setdefault(self._pointer(), (mark.line + 1, mark.column + 1))
        if not self.open:
            self.root = value
            return
        around = self.open[-1]
        if isinstance(around.value, list):
            around.value.append(value)
        elif not around.drops:
            around.value[around.key] = value
        self._close(height)

    def _close(self, height: int) -> None:
        """Go on in the mapping or list around a value that is complete."""
        if self.open:
            around = self.open[-1]
            around.key, around.drops = None, False
            around.height = max(around.height, height + 1)

    def _begin(self, event: Any, value: Any) -> None:
        mark = event.start_mark
        if self._expects_key():
            advice = "a name is a plain word or a text in quotes"
            self.stop(mark, "a list or mapping stands where a name belongs", advice, "TRB002")
        if len(self.open) >= self.limits.depth:
            self.stop(mark, f"this is more than {self.limits.depth} levels deep")
        begun, pointer, kept = self.count, self._pointer(), self._kept()
        self._grow(mark, 1)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        if kept:
            self.marks.setdefault(pointer, (mark.line + 1, mark.column + 1))
        if not self.open:
            self.root = value
        elif isinstance(self.open[-1].value, list):
            self.open[-1].value.append(value)
        elif not self.open[-1].drops:
            self.open[-1].value[self.open[-1].key] = value
        self.open.append(_Open(value, pointer, begun, event.anchor, kept))

    def _alias(self, event: Any) -> None:
        mark, name = event.start_mark, event.anchor
        if self._expects_key():
            self.stop(mark, "an alias stands where a name belongs", "", "TRB002")
        if name not in self.anchors:
            self.stop(mark, f"nothing is named {quoted('&' + name)} above", "", "TRB002")
        known = self.anchors[name]
        if known is None:
            self.stop(mark, f"{quoted('*' + name)} stands inside what it stands for")
            return
        value, size, height = known
        if len(self.open) + height > self.limits.depth:
            self.stop(mark, f"this grows to more than {self.limits.depth} levels")
        self._grow(mark, size)
        self._put(value, mark, height)

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if has_half_pair(text):
            self.say(event.start_mark, "half of a character stands here", "write the whole one")
            return ""
        if event.style:
            return text
        try:
            return resolved(text)
        except NotANumber as error:
            self.say(event.start_mark, str(error), "put it in quotes if it is a text")
            return text

    def _key(self, event: Any) -> None:
        mark, around = event.start_mark, self.open[-1]
        known = len(self.said)
        key = self._scalar(event)
        if not isinstance(key, str):
            self.say(mark, f"{quoted(event.value)} is not a name", "put it in quotes")
            key = event.value
        elif has_control(key):
            self.say(mark, f"a control character stands in the name {quoted(key)}")
        around.key = key
        around.drops = key in around.value
        if around.drops and len(self.said) == known:
            message = f"{quoted(key)} stands twice in one mapping"
            line = self.keys.get(step(around.pointer, key), (0, 0))[0]
            self.say(mark, message, f"the first one is in line {line}" if line else "", "TRB004")
        if around.kept and not around.drops:
            self.keys[step(around.pointer, key)] = (mark.line + 1, mark.column + 1)


def read_yaml(
    path: str, text: str, limits: Limits = LIMITS
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Return the values of a YAML text, or None where they cannot be trusted, and all mistakes."""
    try:
        value, marks = read_quickly(text, limits)
    except Doubtful:
        return read_slowly(path, text, limits)
    return Document(path, value, marks, placed=partial(places_in, text)), ()


def places_in(text: str) -> tuple[Marks, Marks]:
    """The places of the values and of the names of a text that was read without a mistake."""
    boundless = replace(LIMITS, nodes=len(text) + 1, depth=len(text) + 1)
    document, _ = read_slowly("", text, boundless)
    return (document.marks, document.keys) if document is not None else ({}, {})


def read_slowly(
    path: str, text: str, limits: Limits = LIMITS
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Do the same event by event, noting the place of each value."""
    reading = _Reading(path, limits)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            reading.take(event)
    except _Stop:
        return None, tuple(reading.said)
    except yaml.YAMLError as error:
        reading.said.append(_said(path, text, error))
        return None, tuple(reading.said)
    document = Document(path, reading.root, reading.marks, reading.keys)
    return document, tuple(reading.said)


def _said(path: str, text: str, error: yaml.YAMLError) -> Diagnostic:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    if mark is not None:
        place = Place(path, mark.line + 1, mark.column + 1)
    else:
        # The C reader counts bytes, the other one characters: the line is right for both.
        at = max(getattr(error, "position", 0) or 0, 0)
        before = (
            text.encode("utf-8", "replace")[:at] if yaml.__with_libyaml__ else text[:at].encode()
        )
        place = Place(path, before.count(b"\n") + 1, at - before.rfind(b"\n"))
    for part, message, advice in _SAID:
        if part in problem:
            return fault("TRB002", message, place, advice)
    return fault("TRB002", "this cannot be read as YAML", place)
