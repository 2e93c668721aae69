"""The parse tables of the grammar: built beforehand by lark, kept beside it.

One is lark's own, for explaining a line that does not parse and for completion in an editor. The other is
the same table in the shape that `automaton` runs on: a module of constants, which Python reads quicker
than anything else, and which needs no lark. Tests keep both fresh:
`python -m tra_policy.syntax.table` writes them anew.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from tra_policy.syntax.automaton import BOUNDARY, END

if TYPE_CHECKING:
    from lark import Lark
    from lark.lexer import TerminalDef

GRAMMAR = "grammar.lark"
TABLE = "grammar.table.json"
AUTOMATON = "grammar_table.py"
_HEAD = """\
# ruff: noqa: E501
# fmt: off
\"\"\"The table of the automaton: `python -m tra_policy.syntax.table` writes it.\"\"\"

from __future__ import annotations

"""
UNBOUNDED = 2**31 - 1
_SHIFT = 0


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


def flattened(text: str) -> str:
    """Return lark's table, as `dumped` gives it, as the text of a module for the automaton."""
    kept = json.loads(text)
    data, memo = _restored(kept["data"]), _restored(kept["memo"])
    table = data["parser"]["parser"]
    names: dict[int, str] = table["tokens"]
    numbers = {name: number for number, name in names.items()}
    ignored = set(data["parser"]["lexer_conf"]["ignore"])
    terminals = [memo[held["@"]] for held in data["parser"]["lexer_conf"]["terminals"]]
    terminals.sort(key=_in_order)
    rules = [memo[held["@"]] for held in data["rules"]]
    order = {_key(rule): number for number, rule in enumerate(rules)}

    def action(held: list[Any]) -> int:
        act, to = held
        return int(to) if act == _SHIFT else -1 - order[_key(memo[to["@"]])]

    states = []
    for state in sorted(table["states"]):
        row: tuple[int, ...] = ()
        for symbol, held in sorted(table["states"][state].items()):
            row += (symbol, action(held))
        states.append(row)
    ends = table["end_states"]
    begun = {rule: (at, ends[rule]) for rule, at in sorted(table["start_states"].items())}
    terminal_rows = tuple(_flat_terminal(t, numbers, ignored) for t in terminals)
    rule_rows = tuple(_flat_rule(rule, numbers) for rule in rules)
    lines = (
        f"END = {numbers[END]}",
        f"STARTS: dict[str, tuple[int, int]] = {begun}",
        f"TERMINALS: tuple[tuple[int, str, str, str, int], ...] = {terminal_rows}",
        f"RULES: tuple[tuple[str, int, int, tuple[int, ...], tuple[int, ...]], ...] = {rule_rows}",
        f"STATES: tuple[tuple[int, ...], ...] = {tuple(states)}",
    )
    return _HEAD + "\n".join(lines) + "\n"


def _in_order(terminal: dict[str, Any]) -> tuple[int, int, int, str]:
    """Return lark's order: what has a priority, what may be longer, what is written longer comes first."""
    pattern = terminal["pattern"]
    widest = pattern["_width"][1] if pattern["__type__"] == "PatternRE" else len(pattern["value"])
    return -terminal["priority"], -widest, -len(pattern["value"]), terminal["name"]


def _flat_terminal(
    terminal: dict[str, Any], numbers: dict[str, int], ignored: set[str]
) -> tuple[Any, ...]:
    pattern, name = terminal["pattern"], terminal["name"]
    value = pattern["value"]
    word = value.removesuffix(BOUNDARY)
    if word == value or not word.isidentifier():
        word = ""
    if pattern["__type__"] == "PatternStr":
        value = re.escape(value)
    return numbers.get(name, -1), name, word, "" if word else value, int(name in ignored)


def _key(rule: dict[str, Any]) -> tuple[Any, ...]:
    parts = tuple((part["name"], part["__type__"]) for part in rule["expansion"])
    return rule["origin"]["name"], parts, rule["order"], rule["alias"]


def _flat_rule(rule: dict[str, Any], numbers: dict[str, int]) -> tuple[Any, ...]:
    """Return a rule's name, nonterminal and length, which parts it keeps and which of them it merges in."""
    assert not rule["options"]["expand1"] and not rule["options"]["keep_all_tokens"]
    kept, merged = [], []
    for index, part in enumerate(rule["expansion"]):
        terminal = part["__type__"] == "Terminal"
        if terminal and part["filter_out"]:
            continue
        kept.append(index)
        if not terminal and part["name"].startswith("_"):
            merged.append(index)
    origin = rule["origin"]["name"]
    return (
        rule["alias"] or origin,
        numbers[origin],
        len(rule["expansion"]),
        tuple(kept),
        tuple(merged),
    )


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

    text = dumped(built(grammar_text()))
    Path(__file__).with_name(TABLE).write_text(text, "utf-8")
    Path(__file__).with_name(AUTOMATON).write_text(flattened(text), "utf-8")


if __name__ == "__main__":
    _write()
