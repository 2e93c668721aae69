"""The parse table of the grammar: built beforehand, kept beside it as JSON, loaded at run time.

Building it takes lark about a third of a second; loading it a few hundredths. A test keeps it fresh:
`python -m tra_policy.syntax.table` writes it anew.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lark import Lark
    from lark.lexer import TerminalDef

GRAMMAR = "grammar.lark"
TABLE = "grammar.table.json"
UNBOUNDED = 2**31 - 1
_SHIFT = 0
BOUNDARY = r"(?![\w-]|\.\w)"


def starts(grammar: str) -> list[str]:
    """Return the start rules of a grammar: one for each form of line."""
    return re.findall(r"^((?:line|bullet)_\w+):", grammar, re.MULTILINE)


def built(grammar: str, strict: bool = False) -> Lark:
    """Return a parser built from the text of a grammar; strict refuses every conflict."""
    from lark import Lark

    return Lark(
        grammar,
        edit_terminals=_whole_word,
        parser="lalr",
        start=starts(grammar),
        strict=strict,
        propagate_positions=True,
        maybe_placeholders=False,
    )


def _whole_word(terminal: TerminalDef) -> None:
    """Make a keyword match whole words only: `is an` does not begin with `is a`."""
    from lark.lexer import PatternRE, PatternStr

    if isinstance(terminal.pattern, PatternStr) and terminal.pattern.value.isidentifier():
        terminal.pattern = PatternRE(terminal.pattern.value + BOUNDARY)
        terminal.priority = 1


def keyword_of(terminal: TerminalDef) -> str:
    """Return the word that a terminal is typed as; empty for one that is not a keyword."""
    found = re.fullmatch(r"[\w-]+", terminal.pattern.value.removesuffix(BOUNDARY))
    return found.group() if found else ""


def dumped(parser: Lark) -> str:
    """Return a parser's table as JSON text, the same for the same grammar."""
    from lark import __version__
    from lark.grammar import Rule
    from lark.lexer import TerminalDef

    data, memo = parser.memo_serialize([TerminalDef, Rule])
    data["options"]["edit_terminals"] = None
    data["parser"]["parser"] = _renumbered(data["parser"]["parser"])
    kept = {"lark": __version__, "data": _plain(data), "memo": _plain(memo)}
    return json.dumps(kept, sort_keys=True, separators=(",", ":")) + "\n"


def _renumbered(table: dict[str, Any]) -> dict[str, Any]:
    """Return a table with states and tokens numbered in an order of their own.

    lark numbers them as they come out of sets, differently in every run.
    """
    names = table["tokens"]
    tokens = {name: number for number, name in enumerate(sorted(names.values()))}
    starts = sorted(table["start_states"].items())
    order: dict[int, int] = {}
    waiting = [state for _, state in reversed(starts)]
    while waiting:
        state = waiting.pop()
        if state in order:
            continue
        order[state] = len(order)
        actions = sorted((names[token], act) for token, act in table["states"][state].items())
        waiting.extend(to for _, (act, to) in reversed(actions) if act == _SHIFT)

    def moved(action: Any) -> Any:
        act, to = action
        return (act, order[to]) if act == _SHIFT else (act, to)

    return {
        "tokens": {number: name for name, number in tokens.items()},
        "states": {
            order[state]: {
                tokens[names[token]]: moved(action)
                for token, action in sorted(actions.items(), key=lambda item: names[item[0]])
            }
            for state, actions in sorted(table["states"].items(), key=lambda item: order[item[0]])
        },
        "start_states": {rule: order[state] for rule, state in starts},
        "end_states": {rule: order[state] for rule, state in sorted(table["end_states"].items())},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        if all(isinstance(key, str) for key in value):
            return {key: _plain(inner) for key, inner in value.items()}
        return {"#": [[key, _plain(inner)] for key, inner in value.items()]}
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(inner) for inner in value)
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, int) and not isinstance(value, bool):
        # The width of a pattern without end is a number that differs between versions of Python.
        return min(value, UNBOUNDED)
    return value


def _restored(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"#"}:
            return {key: _restored(inner) for key, inner in value["#"]}
        return {key: _restored(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_restored(inner) for inner in value]
    return value


def grammar_text() -> str:
    """Return the text of the grammar."""
    return files("tra_policy.syntax").joinpath(GRAMMAR).read_text("utf-8")


@cache
def parser() -> Lark:
    """Return the parser, from the table that is kept beside the grammar."""
    from lark import Lark, __version__

    kept = json.loads(files("tra_policy.syntax").joinpath(TABLE).read_text("utf-8"))
    # What a table holds is lark's own affair: another release of it gets one of its own.
    if kept["lark"].split(".")[:2] != __version__.split(".")[:2]:
        return built(grammar_text())
    return Lark.load(_restored({"data": kept["data"], "memo": kept["memo"]}))


def _write() -> None:
    from pathlib import Path

    target = Path(__file__).with_name(TABLE)
    target.write_text(dumped(built(grammar_text())), "utf-8")


if __name__ == "__main__":
    _write()
