"""Lines of records that are like a line before them, read without being parsed.

A log writes one record like another: the same names in the same order, with other values between them.
Of a line whose record fits, a pattern is made out of what stands around its values. Of a line that the
pattern matches, each piece in the place of a value is read by itself; most pieces were read before, and
what was read of them is shared. However loosely a pattern matches, nothing is read amiss: every piece has
to be a whole value, and a text of JSON comes apart in one way only.

What is like no line before, or does not fit, is left to the long way, which says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile
from json import JSONDecoder
from typing import Any

from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import KINDS
from tra_policy.model.fitting import fitted, made, readers_of
from tra_policy.model.moment import Moment
from tra_policy.model.plain import MISFIT, Reader
from tra_policy.model.quantity import Quantity
from tra_policy.readers.document import Limits, step
from tra_policy.readers.quick_json import Doubtful, decoded, decoded_with_places
from tra_policy.words.noun import Noun, replace

# A pattern costs as much as some thirty lines read the long way.
LEAST_LINES = 100
MOST_PATTERNS = 8
_MOST_SEEN = 1000
_MOST_FIELDS = 100
_MOST_KEPT = 16_384
_LONGEST_KEPT = 200
_MOST_TOGETHER = 256
_FROZEN = frozenset({str, Moment, Quantity})

# Within a text without escapes stands what it says. A number is short, and a mapping or a list has one level
# of its own kind within it, or its line is read the long way.
_TEXT = '"([^"\\\\\x00-\x1f]*+)"'
_ESCAPED = '("(?:[^"\\\\\x00-\x1f]++|\\\\.)*+")'
_MAPPING = r"(\{(?:[^{}]++|\{[^{}]*+\})*+\})"
_LIST = r"(\[(?:[^\[\]]++|\[[^\[\]]*+\])*+\])"
_WORD = r"(-?[0-9][-+.0-9eE]{0,40}+|true|false|null)"


class _Unlike(Exception):
    """A piece that is no whole value, or does not fit. Never leaves this module."""


class _Pieces(dict[str, Any]):
    """What the pieces in the place of one field were read to be; a new one is read when it is asked for."""

    __slots__ = ("_decode", "_keeps", "_reader")

    def __init__(self, reader: Reader, decode: Callable[[str], Any] | None, *, keeps: bool) -> None:
        self._reader, self._decode, self._keeps = reader, decode, keeps

    def read(self, pieces: Sequence[str]) -> list[Any]:
        """Return what each of some pieces is; raise `_Unlike` if one of them is no whole value."""
        if self._keeps or self._decode is not None:
            return [*map(self.__getitem__, pieces)]
        found = [*map(self._reader, pieces)]
        if MISFIT in found:
            raise _Unlike
        return found

    def __missing__(self, piece: str) -> Any:
        try:
            found = self._reader(piece if self._decode is None else self._decode(piece))
        except (Doubtful, RecursionError) as error:
            raise _Unlike from error
        if found is MISFIT:
            raise _Unlike
        kept = self._keeps and len(piece) <= _LONGEST_KEPT and len(self) < _MOST_KEPT
        # Only what cannot change is shared.
        if kept and (type(found) in _FROZEN or _is_frozen(found)):
            self[piece] = found
        return found


def _is_frozen(value: object) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True


# The pieces that were met in one bundle: by class, by name, and by what matches them.
Known = dict[tuple[type, str, str], _Pieces]


class _Pattern(Noun):
    """The lines of one pattern: what matches them, and what reads their pieces."""

    match: Callable[[str], re.Match[str] | None]
    cls: type[Record]
    names: tuple[str, ...]
    pieces: tuple[_Pieces, ...]

    def records(self, found: Iterable[re.Match[str]]) -> list[Record]:
        """Return the records of some lines; raise `_Unlike` if one of them does not fit."""
        pieces = zip(*(one.groups() for one in found), strict=True)
        # Field by field, since one field is mostly of the same pieces.
        held = [one.read(each) for one, each in zip(self.pieces, pieces, strict=True)]
        names = self.names
        return [
            made(self.cls, dict(zip(names, one, strict=True))) for one in zip(*held, strict=True)
        ]


class Alike:
    """The patterns of the lines of one text."""

    def __init__(self, decoder: JSONDecoder, limits: Limits, known: Known) -> None:
        self._decoder, self._limits, self._known = decoder, limits, known
        self._inner = replace(limits, depth=limits.depth - 1)
        self._patterns: list[_Pattern] = []
        self._seen: set[tuple[str, ...]] = set()
        self._together = 1

    def read(self, lines: Sequence[str], at: int) -> Sequence[Record]:
        """Return the records of the lines from one on, as far as they are like one line before and fit."""
        for place, one in enumerate(self._patterns):
            found: list[Any] = [*takewhile(bool, map(one.match, lines[at : at + self._together]))]
            if not found:
                continue
            if place:
                self._patterns.insert(0, self._patterns.pop(place))
            # A text shorter than that cannot hold too many values.
            if max(map(len, lines[at : at + len(found)])) >= self._limits.nodes:
                return self._fewer(lines, at, len(found))
            try:
                records = one.records(found)
            except _Unlike:
                return self._fewer(lines, at, len(found))
            self._together = min(2 * self._together, _MOST_TOGETHER)
            return records
        return ()

    def _fewer(self, lines: Sequence[str], at: int, count: int) -> Sequence[Record]:
        """Read those before a line that does not fit, once it was met among so many."""
        self._together = 1
        return self.read(lines, at) if count > 1 else ()

    def learn(self, line: str, value: Any) -> None:
        """Take notice of a line that was read the long way: of the second with some names, a pattern."""
        if type(value) is not dict or len(self._patterns) >= MOST_PATTERNS:
            return
        # So that every record of a pattern stands in the first column.
        if not line.startswith("{"):
            return
        cls = KINDS.get(str(value.get("kind")))
        if cls is None or cls.lenient or len(value) > _MOST_FIELDS:
            return
        sorts = (cls.__name__, *(f"{name} {type(held).__name__}" for name, held in value.items()))
        if sorts not in self._seen:
            if len(self._seen) < _MOST_SEEN:
                self._seen.add(sorts)
            return
        if fitted(cls, value) is not MISFIT:
            self._patterns.insert(0, self._pattern(line, cls, value))

    def _pattern(self, line: str, cls: type[Record], value: dict[str, Any]) -> _Pattern:
        _, begun = decoded_with_places(self._decoder, line, self._limits)
        readers = readers_of(cls)
        words, names, pieces = [], [], []
        end = 0
        for key in value:
            begin = begun[step("", key)]
            words.append(re.escape(line[end:begin]))
            _, end = self._decoder.raw_decode(line, begin)
            piece = line[begin:end]
            # Which class it is does not vary.
            pattern = f"({re.escape(piece)})" if key == "kind" else _matching(piece)
            words.append(pattern)
            name, read = readers[key]
            names.append(name)
            pieces.append(self._pieces_of(cls, name, read, pattern))
        words.append(re.escape(line[end:]))
        return _Pattern(re.compile("".join(words)).fullmatch, cls, tuple(names), tuple(pieces))

    def _pieces_of(self, cls: type[Record], name: str, read: Reader, pattern: str) -> _Pieces:
        sort = (cls, name, pattern)
        if sort not in self._known:
            decode = {_TEXT: None, _WORD: self._word}.get(pattern, self._whole)
            # Of two records never the same.
            self._known[sort] = _Pieces(read, decode, keeps=name != "id")
        return self._known[sort]

    def _word(self, piece: str) -> Any:
        try:
            found, end = self._decoder.raw_decode(piece)
        except ValueError as error:
            raise Doubtful from error
        if end < len(piece):
            raise Doubtful
        return found

    def _whole(self, piece: str) -> Any:
        return decoded(self._decoder, piece, self._inner)


def _matching(piece: str) -> str:
    """Return the pattern of the values that a value may stand for."""
    if piece.startswith('"'):
        return _ESCAPED if "\\" in piece else _TEXT
    return _MAPPING if piece.startswith("{") else _LIST if piece.startswith("[") else _WORD
