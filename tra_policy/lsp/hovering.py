"""What is shown about the word that somebody points at."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tra_policy.lsp.codes import all_codes, explained
from tra_policy.lsp.index import Use
from tra_policy.lsp.meaning_of_lines import DIRECTIVES, HEADS, Meaning
from tra_policy.lsp.meaning_of_words import WORDS
from tra_policy.lsp.reading import Reading
from tra_policy.lsp.telling import fenced, told
from tra_policy.model.kinds import KINDS
from tra_policy.resolve.paths import FIELDS, said_of, typed
from tra_policy.resolve.records import kind_named
from tra_policy.syntax.heads import head_of
from tra_policy.syntax.lines import LogicalLine, cut
from tra_policy.syntax.tree import Comment
from tra_policy.words.noun import Noun
from tra_policy.words.regex import regex
from tra_policy.words.source import Span

if TYPE_CHECKING:
    from tra_policy.model.registry import Registry

_CODE = regex(r"TR[A-Z]\d{3}")
_WORD = regex(r"[A-Za-z][\w.-]*")
_LONGEST = 4
Ask = Callable[[], "Registry | None"]


class Shown(Noun):
    """Markdown, and the words that it is about."""

    markdown: str
    span: Span


def hover(reading: Reading, offset: int, registry: Ask = lambda: None) -> Shown | None:
    """Return what is known of the word at an offset; `registry` is asked only for a benchmark."""
    for comment in reading.own.tree.comments:
        if comment.span.start <= offset <= comment.span.end:
            return _code(comment, offset)
    use = reading.index.at(reading.source.path, offset)
    if use is not None:
        found = _use(use, reading, registry)
        if found:
            return Shown(found, use.span)
    return _keyword(reading, offset)


def _code(comment: Comment, offset: int) -> Shown | None:
    start = comment.span.start
    for found in _CODE.finditer(comment.text):
        about = all_codes().get(found[0])
        if about is not None and found.start() <= offset - start <= found.end():
            span = Span(comment.span.path, start + found.start(), start + found.end())
            return Shown(explained(about), span)
    return None


def _use(use: Use, reading: Reading, registry: Ask) -> str:
    declared = reading.index.declared.get(use.key) if use.key is not None else None
    if declared is not None:
        return told(declared, reading, registry() if declared.category == "benchmark" else None)
    slot = use.slot
    match slot.what:
        case "kind of record":
            kind = kind_named(use.name)
            names = ", ".join(f"`{name}`" for name in KINDS.get(kind, {}))
            return f"A record of kind `{kind}`. Its fields: {names}" if names else ""
        case "field":
            path = tuple(part.replace("-", "_") for part in use.name.split("."))
            skipped = 1 if slot.outer and len(path) > 1 and path[0] == slot.outer else 0
            start = slot.outer if skipped else slot.kind
            held = typed(start, path[skipped:]) if start in FIELDS else ""
            if not isinstance(held, str) or not held:
                return ""
            return f"A field of a {start.replace('_', ' ')} record. It holds {said_of(held)}."
        case "verb":
            return f"`{use.name}` is one of the verbs of a duty."
        case _:
            return _meaning(WORDS[use.name]) if use.name in WORDS else ""


def _meaning(meaning: Meaning) -> str:
    return f"{fenced(meaning.form)}\n\n{meaning.says}"


def _keyword(reading: Reading, offset: int) -> Shown | None:
    """What the words of the language at an offset mean: a head before a word within the line."""
    source = reading.source
    line = next((held for held in cut(source).lines if held.start <= offset <= held.end), None)
    if line is None or _quoted(line, offset):
        return None
    directive = _directive_of(reading, offset)
    words = list(_WORD.finditer(line.text))
    if not line.indented and words and offset <= line.start + words[0].end():
        about = DIRECTIVES.get(words[0][0])
        span = source.span(line.start, line.start + words[0].end())
        return Shown(_meaning(about), span) if about else None
    head = head_of(tuple(line.text.split()[:4]), directive)
    if head is not None and directive in head.within:
        written = re.match(r"\s+".join(head.words), line.text)
        end = line.start + (written.end() if written else 0)
        if offset <= end:
            return Shown(
                _meaning(HEADS.get(head.text, Meaning(head.text, ""))), source.span(line.start, end)
            )
    return _within(line, offset, words, reading)


def _within(
    line: LogicalLine, offset: int, words: list[re.Match[str]], reading: Reading
) -> Shown | None:
    """The longest phrase of the language around an offset."""
    at = offset - line.start
    for length in range(_LONGEST, 0, -1):
        for first in range(len(words) - length + 1):
            held = words[first : first + length]
            if not held[0].start() <= at <= held[-1].end():
                continue
            about = WORDS.get(" ".join(word[0] for word in held))
            if about is not None:
                start, end = line.start + held[0].start(), line.start + held[-1].end()
                return Shown(_meaning(about), reading.source.span(start, end))
    return None


def _quoted(line: LogicalLine, offset: int) -> bool:
    return line.text[: max(offset - line.start, 0)].count('"') % 2 == 1


def _directive_of(reading: Reading, offset: int) -> str:
    held = [d for d in reading.own.tree.directives if d.head.span.start <= offset]
    return held[-1].keyword if held else ""
