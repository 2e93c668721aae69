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

GRAMMAR = "grammar.lark"
TABLE = "grammar.table.json"


def starts(grammar: str) -> list[str]:
    """Return the start rules of a grammar: one for each form of line."""
    return re.findall(r"^((?:line|bullet)_\w+):", grammar, re.MULTILINE)


def built(grammar: str, strict: bool = False) -> Lark:
    """Return a parser built from the text of a grammar; strict refuses every conflict."""
    from lark import Lark

    return Lark(
        grammar,
        parser="lalr",
        start=starts(grammar),
        strict=strict,
        propagate_positions=True,
        maybe_placeholders=False,
    )


def dumped(parser: Lark) -> str:
    """Return a parser's table as JSON text."""
    from lark.grammar import Rule
    from lark.lexer import TerminalDef

    data, memo = parser.memo_serialize([TerminalDef, Rule])
    return json.dumps({"data": _plain(data), "memo": _plain(memo)}, sort_keys=True) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        if all(isinstance(key, str) for key in value):
            return {key: _plain(inner) for key, inner in value.items()}
        return {"#": [[key, _plain(inner)] for key, inner in value.items()]}
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(inner) for inner in value)
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
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
    from lark import Lark

    kept = files("tra_policy.syntax").joinpath(TABLE).read_text("utf-8")
    return Lark.load(_restored(json.loads(kept)))


def _write() -> None:
    from pathlib import Path

    target = Path(__file__).with_name(TABLE)
    target.write_text(dumped(built(grammar_text())), "utf-8")


if __name__ == "__main__":
    _write()
