"""The parser of lines at run time: an LALR automaton over a table that was built beforehand.

The table is lark's, put into a shape that loads fast; lark itself is imported where the table is made, and
where a line does not parse and has to be explained. What comes out is the same: a test holds the two
against each other.

A word is looked for only among those that the state accepts, in lark's order, and the first that fits is
taken. A keyword has to stand as a whole word.
"""

from __future__ import annotations

import re
from functools import cache

from tra_policy.syntax import grammar_table as table
from tra_policy.syntax.tree import Node, Word
from tra_policy.words.noun import Noun
from tra_policy.words.regex import regex
from tra_policy.words.source import Source, Span

# What must not follow a keyword: it would be part of a longer word.
BOUNDARY = r"(?![\w-]|\.\w)"
_ENDS = regex(BOUNDARY)
END = "$END"
# A part without any word in it stands nowhere; a path never holds this.
_NOWHERE = "\0"
_AT_NOWHERE = Span(_NOWHERE, 0, 0)


class _Rule(Noun):
    """A rule: what it makes, the nonterminal it stands for, its length, the parts kept, those merged in."""

    name: str
    goes: int
    size: int
    kept: tuple[int, ...]
    merged: frozenset[int]


class _Terminal(Noun):
    """A terminal: a keyword by its word, any other by its pattern."""

    symbol: int
    name: str
    word: str
    pattern: re.Pattern[str] | None
    ignored: bool


class Automaton:
    """The automaton of a table; `node` reads one line."""

    def __init__(self) -> None:
        # In lark's order, which a line is looked at in.
        self._ranks = {row[0]: rank for rank, row in enumerate(table.TERMINALS)}
        self._ignored = [rank for rank, row in enumerate(table.TERMINALS) if row[-1]]
        self._terminals: dict[int, _Terminal] = {}
        self._rules: dict[int, _Rule] = {}
        self._states: dict[int, dict[int, int]] = {}
        self._accepted: dict[int, list[_Terminal]] = {}
        self._beginning: dict[tuple[int, str], list[_Terminal]] = {}

    def node(self, line: str, rule: str, source: Source, offset: int) -> Node | None:
        """Return a line that follows a rule, placed `offset` characters into a text; None if it does not."""
        start, last = table.STARTS[rule]
        states = [start]
        values: list[Node | Word] = []
        at = 0
        path = source.path
        while True:
            found = self._next(line, at, states[-1])
            if found is None:
                return None
            terminal, at, end = found
            symbol = terminal.symbol if terminal is not None else table.END
            while True:
                action = self._state(states[-1]).get(symbol)
                if action is None:
                    return None
                if action >= 0:
                    break
                self._reduce(self._rule(-1 - action), values, states, path)
                if symbol == table.END and states[-1] == last:
                    whole = values[-1]
                    assert isinstance(whole, Node)
                    return whole
            assert terminal is not None
            states.append(action)
            span = Span(path, offset + at, offset + end)
            values.append(Word(terminal.name, line[at:end], span))
            at = end

    def _reduce(self, rule: _Rule, values: list[Node | Word], states: list[int], path: str) -> None:
        """Put what a rule makes in the stead of its parts."""
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
        placed = [span for part in parts if (span := part.span).path != _NOWHERE]
        if not placed:
            span = _AT_NOWHERE
        elif len(placed) == 1:
            span = placed[0]
        else:
            span = Span(path, placed[0].start, placed[-1].end)
        values[cut:] = (Node(rule.name, tuple(kept), span),)
        del states[cut + 1 :]
        states.append(self._state(states[-1])[rule.goes])

    def _state(self, number: int) -> dict[int, int]:
        found = self._states.get(number)
        if found is None:
            row = table.STATES[number]
            found = self._states[number] = dict(zip(row[::2], row[1::2], strict=True))
        return found

    def _rule(self, number: int) -> _Rule:
        found = self._rules.get(number)
        if found is None:
            name, goes, size, kept, merged = table.RULES[number]
            found = self._rules[number] = _Rule(name, goes, size, kept, frozenset(merged))
        return found

    def _next(self, line: str, at: int, state: int) -> tuple[_Terminal | None, int, int] | None:
        """Return the next word with its ends; no terminal at the end of the line; None where none fits."""
        size = len(line)
        beginning = self._beginning
        while at < size:
            key = state, line[at]
            tests = beginning.get(key)
            if tests is None:
                tests = beginning[key] = self._possible(*key)
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

    def _possible(self, state: int, first: str) -> list[_Terminal]:
        accepted = self._accepted.get(state)
        if accepted is None:
            ranks = self._ranks
            found = [ranks[symbol] for symbol in self._state(state) if symbol in ranks]
            accepted = [self._terminal(rank) for rank in sorted((*found, *self._ignored))]
            self._accepted[state] = accepted
        return [t for t in accepted if not t.word or t.word[0] == first]

    def _terminal(self, rank: int) -> _Terminal:
        found = self._terminals.get(rank)
        if found is None:
            found = self._terminals[rank] = _terminal(*table.TERMINALS[rank])
        return found


def _match(terminal: _Terminal, line: str, at: int) -> int:
    """Return where a terminal ends that stands at a place in a line; that place where it does not stand."""
    if terminal.pattern is None:
        if not line.startswith(terminal.word, at):
            return at
        end = at + len(terminal.word)
        return end if _ENDS.match(line, end) else at
    found = terminal.pattern.match(line, at)
    return found.end() if found is not None else at


def _terminal(symbol: int, name: str, word: str, written: str, ignored: int) -> _Terminal:
    return _Terminal(symbol, name, word, None if word else regex(written), bool(ignored))


@cache
def automaton() -> Automaton:
    """Return the automaton of the language."""
    return Automaton()
