"""The grammar for editors that colour by spelling alone, made from the tables of the language.

`python -m tests.editors.write_grammar` writes it into the extension; a test keeps it fresh. Only what a
line shows by itself is coloured here: what a name is a name of, the language server knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from tra_policy.lsp.expecting import spelt
from tra_policy.resolve.asking import ROLES
from tra_policy.resolve.scope import CLASSES, EVENTS, OBJECTS
from tra_policy.resolve.verbs import VERBS
from tra_policy.syntax.explaining import keywords
from tra_policy.syntax.heads import DIRECTIVES, HEADS

Grammar = dict[str, Any]
MODALS = ("must not", "must", "aims to", "should", "may")
UNITS = ("hours", "days", "business days", "weeks", "months", "years", "FLOP", "steps")
NAME = r"[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*"
_BEFORE, _BEHIND = r"(?<![\w.-])", r"(?![\w-]|\.\w)"
_LISTED = ("STATUS", "STATISTIC", "CHANGE", "AGGREGATE", "CODE_OF_PRACTICE")


def _any(words: Iterable[str]) -> str:
    """Return a pattern for some words, the longest first; a blank is any white space."""
    spelled = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(
        word.replace("-", r"\-").replace("@", r"\@").replace(" ", r"\s+") for word in spelled
    )


def _whole(words: Iterable[str]) -> str:
    return f"{_BEFORE}(?:{_any(words)}){_BEHIND}"


def _rule(scope: str, pattern: str) -> Grammar:
    return {"name": f"{scope}.tra", "match": pattern}


def _parts(pattern: str, *scopes: str) -> Grammar:
    captures = {str(n): {"name": f"{scope}.tra"} for n, scope in enumerate(scopes, 1) if scope}
    return {"match": pattern, "captures": captures}


def _singular(units: Iterable[str]) -> list[str]:
    return [form for unit in units for form in {unit, unit.removesuffix("s")}]


def words_of_lines() -> tuple[str, ...]:
    """Return the words that the grammar has within lines, and those that lines begin with."""
    found = {word for word in keywords().values() if word.isalnum()}
    found |= {word for name in _LISTED for word in spelt(name)}
    return tuple(sorted(found - set(DIRECTIVES)))


def grammar() -> Grammar:
    """Return the grammar of a policy."""
    number = r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
    heads = _any(head.text for head in HEADS)
    patterns = [
        _rule("comment.line.number-sign", "")
        | _parts(
            r"(#\s*tra:\s*allow)\(([^()]*)\)(?:\s+(because))?[^\n]*",
            "keyword.other.allow",
            "constant.other.code",
            "keyword.other.allow",
        ),
        _rule("comment.line.number-sign", r"#[^\n]*"),
        _rule("string.quoted.double", r'"[^"\n]*"'),
        _rule("invalid.illegal.unclosed", r'"[^"\n]*$'),
        _parts(r"^(tra)\s+(\d+)", "keyword.control.directive", "constant.numeric"),
        _parts(
            r"^(changes)\s+(since)\s+([0-9A-Za-z][\w.+-]*)",
            "keyword.control.directive",
            "keyword.other",
            "constant.numeric.version",
        ),
        _parts(
            rf"^(policy)\s+({NAME})\s+(version)\s+([0-9A-Za-z][\w.+-]*)",
            "keyword.control.directive",
            "entity.name.type",
            "keyword.other",
            "constant.numeric.version",
        ),
        _parts(
            rf"^({_any(set(DIRECTIVES) - {'changes'})})\s+({NAME})",
            "keyword.control.directive",
            "entity.name.type",
        ),
        _parts(rf"^\s+(measures)\s+({NAME})", "keyword.other.head", "entity.name.function"),
        _parts(rf"^\s+(source)\s+({NAME})", "keyword.other.head", "entity.name.namespace"),
        _parts(rf"^\s+({heads}){_BEHIND}", "keyword.other.head"),
        _parts(r'^\s+(-)(?=[\s"]|$)', "punctuation.definition.list"),
        _parts(
            rf"{_BEFORE}({_any(MODALS)}){_BEHIND}(?:\s+({_any(VERBS)}){_BEHIND})?",
            "keyword.control.modal",
            "support.function.verb",
        ),
        _parts(rf"{_BEFORE}({_any(ROLES)})\s+(by){_BEHIND}", "keyword.other.role", "keyword.other"),
        _rule("constant.numeric.date", r"(?<![\w.-])\d{4}-\d{2}(?:-\d{2})?(?![\w-])"),
        _rule("constant.numeric.money", r"\$\d+(?:\.\d+)?(?:M|bn)?(?!\w)"),
        _rule("constant.numeric.share", r"(?<![\w.-])\d+(?:\.\d+)?%"),
        _rule("constant.numeric.ratio", r"(?<![\w.-])\d+(?:\.\d+)?x(?!\w)"),
        _rule(
            "constant.other.reference", r"§\s?[\w.()-]*[\w)]|(?<![\w.-])p\.\s?\d+(?:-\d+)?(?!\w)"
        ),
        _rule("constant.other.digest", r"(?<![\w.-])[0-9a-f]{64}(?!\w)|ed25519:[A-Za-z0-9+/=]+"),
        _parts(
            rf"(?<![\w.-])({number})\s+({_any(_singular(UNITS))}){_BEHIND}",
            "constant.numeric",
            "keyword.other.unit",
        ),
        _rule("constant.numeric", rf"(?<![\w.-]){number}(?![\w%])"),
        _rule("keyword.operator.comparison", r">=|<=|>|<"),
        _rule("keyword.other", _whole((*spelt("_INDEPENDENT"), *words_of_lines()))),
        _rule("support.constant.class", _whole(CLASSES)),
        _rule("support.constant.event", _whole((*EVENTS, *OBJECTS))),
        _rule("variable.other", rf"{_BEFORE}{NAME}"),
    ]
    return {
        "name": "TRA policy",
        "scopeName": "source.tra",
        "fileTypes": ["tra"],
        "patterns": patterns,
    }


def in_markdown() -> Grammar:
    """Return the grammar that brings that of a policy into the fences of a Markdown page."""
    fence = {
        "name": "markup.fenced_code.block.markdown",
        "begin": r"^ {0,3}(`{3,}|~{3,})[ \t]*(tra)(?![\w-])[^\n`]*$",
        "beginCaptures": {
            "1": {"name": "punctuation.definition.markdown"},
            "2": {"name": "fenced_code.block.language"},
        },
        "end": r"^ {0,3}(\1[`~]*)[ \t]*$",
        "endCaptures": {"1": {"name": "punctuation.definition.markdown"}},
        "contentName": "meta.embedded.block.tra",
        "patterns": [{"include": "source.tra"}],
    }
    return {
        "scopeName": "markdown.tra.codeblock",
        "injectionSelector": "L:text.html.markdown",
        "patterns": [fence],
    }


def written(held: Grammar) -> str:
    """Return a grammar as the text of its file."""
    return json.dumps(held, indent=2, ensure_ascii=False) + "\n"
