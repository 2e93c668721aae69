"""The parser of lines at run time: an LALR automaton over a table that was built beforehand.

The table is lark's, put into a shape that loads fast; lark itself is imported where the table is made, and
where a line does not parse and has to be explained. What comes out is the same: a test holds the two
against each other.

A word is looked for only among those that the state accepts, in lark's order, and the first that fits is
taken. A keyword has to stand as a whole word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from tra_policy.syntax.tree import Node, Word
from tra_policy.words.source import Source, Span

TABLE = "grammar.automaton.json"
# What must not follow a keyword: it would be part of a longer word.
BOUNDARY = r"(?![\w-]|\.\w)"
_ENDS = re.compile(BOUNDARY)
END = "$END"


class _Rule(NamedTuple):
    """A rule: what it makes, the nonterminal it stands for, its length, the parts kept, those merged in."""

    name: str
    goes: int
    size: int
    kept: tuple[int, ...]
    merged: frozenset[int]


class _Terminal(NamedTuple):
    """A terminal: a keyword by its word, any other by its pattern."""

    symbol: int
    name: str
    word: str
    pattern: re.Pattern[str] | None
    ignored: bool


class Automaton:
    """The automaton of a table; `node` reads one line."""

    def __init__(self, table: dict[str, Any]) -> None:
        self._terminals = tuple(_terminal(*row) for row in table["terminals"])
        self._rules = tuple(_rule(*row) for row in table["rules"])
        self._raw: list[list[int]] = table["states"]
        self._starts: dict[str, list[int]] = table["starts"]
        self._end: int = table["end"]
        self._states: dict[int, dict[int, int]] = {}
        self._accepted: dict[int, dict[str, tuple[_Terminal, ...]]] = {}

    def node(self, line: str, rule: str, source: Source, offset: int) -> Node | None:
        """Return a line that follows a rule, placed `offset` characters into a text; None if it does not."""
        start, last = self._starts[rule]
        states = [start]
        values: list[Node | Word] = []
        at = 0
        path = source.path
        while True:
            found = self._next(line, at, states[-1])
            if found is None:
                return None
            terminal, at, end = found
            symbol = terminal.symbol if terminal is not None else self._end
            while True:
                action = self._state(states[-1]).get(symbol)
                if action is None:
                    return None
                if action >= 0:
                    break
                made = self._rules[-1 - action]
                values, states = self._reduced(made, values, states, path)
                if symbol == self._end and states[-1] == last:
                    whole = values[-1]
                    assert isinstance(whole, Node)
                    return whole
            assert terminal is not None
            states.append(action)
            span = Span(path, offset + at, offset + end)
            values.append(Word(terminal.name, line[at:end], span))
            at = end

    def _reduced(
        self, rule: _Rule, values: list[Node | Word], states: list[int], path: str
    ) -> tuple[list[Node | Word], list[int]]:
        cut = len(values) - rule.size
        parts = values[cut:]
        kept: list[Node | Word] = []
        for index in rule.kept:
            part = parts[index]
            if index in rule.merged:
                assert isinstance(part, Node)
                kept.extend(part.parts)
            else:
                kept.append(part)
        spans = [part.span for part in parts if part.span.path != _NOWHERE]
        span = Span(path, spans[0].start, spans[-1].end) if spans else Span(_NOWHERE, 0, 0)
        values = [*values[:cut], Node(rule.name, tuple(kept), span)]
        states = states[: cut + 1]
        states.append(self._state(states[-1])[rule.goes])
        return values, states

    def _state(self, number: int) -> dict[int, int]:
        found = self._states.get(number)
        if found is None:
            row = self._raw[number]
            found = self._states[number] = dict(zip(row[::2], row[1::2], strict=True))
        return found

    def _next(self, line: str, at: int, state: int) -> tuple[_Terminal | None, int, int] | None:
        """Return the next word with its ends; no terminal at the end of the line; None where none fits."""
        size = len(line)
        by_first = self._accepted.setdefault(state, {})
        while at < size:
            first = line[at]
            tests = by_first.get(first)
            if tests is None:
                tests = by_first[first] = tuple(self._possible(state, first))
            for terminal in tests:
                end = _match(terminal, line, at)
                if end > at:
                    break
            else:
                return None
            if not terminal.ignored:
                return terminal, at, end
            at = end
        return None, at, at

    def _possible(self, state: int, first: str) -> Iterable[_Terminal]:
        accepted = self._state(state)
        for terminal in self._terminals:
            fits = not terminal.word or terminal.word[0] == first
            if fits and (terminal.ignored or terminal.symbol in accepted):
                yield terminal


# A part without any word in it stands nowhere; a path never holds this.
_NOWHERE = "\0"


def _match(terminal: _Terminal, line: str, at: int) -> int:
    """Return where a terminal ends that stands at a place in a line; that place where it does not stand."""
    if terminal.pattern is None:
        end = at + len(terminal.word)
        return end if line.startswith(terminal.word, at) and _ENDS.match(line, end) else at
    found = terminal.pattern.match(line, at)
    return found.end() if found is not None else at


def _terminal(symbol: int, name: str, word: str, pattern: str, ignored: int) -> _Terminal:
    return _Terminal(symbol, name, word, None if word else re.compile(pattern), bool(ignored))


def _rule(name: str, goes: int, size: int, kept: list[int], merged: list[int]) -> _Rule:
    return _Rule(name, goes, size, tuple(kept), frozenset(merged))


@cache
def automaton() -> Automaton:
    """Return the automaton of the language, from the table that is kept beside the grammar."""
    return Automaton(json.loads(files("tra_policy.syntax").joinpath(TABLE).read_text("utf-8")))
