"""What each word of a document is, for colours that know more than its spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tra_policy.lsp.index import Index
from tra_policy.syntax.heads import head_of
from tra_policy.syntax.tree import Directive, Line, Node, Tree, Word
from tra_policy.words.noun import Noun, replace
from tra_policy.words.regex import regex
from tra_policy.words.source import Source, Span

# What editors know colours for, by what a policy has.
KINDS = (
    "keyword",
    "comment",
    "string",
    "number",
    "operator",
    "namespace",
    "class",
    "function",
    "enum",
    "enumMember",
    "property",
    "variable",
    "type",
    "event",
    "macro",
    "decorator",
)
MODIFIERS = ("declaration", "defaultLibrary")
_OF_CATEGORY = {
    "policy": "namespace",
    "source": "namespace",
    "library": "namespace",
    "party": "class",
    "benchmark": "type",
    "metric": "property",
    "threshold": "enum",
    "define": "function",
    "event": "event",
    "safeguard": "variable",
    "document": "variable",
    "commitment": "decorator",
    "requirement": "decorator",
    "waiver": "decorator",
}
_OF_SLOT = {
    "verb": "macro",
    "kind of record": "type",
    "field": "property",
    "role": "keyword",
    "unit of a metric": "enumMember",
    "value": "enumMember",
    "event": "event",
    "party": "class",
    "stage": "variable",
    "domain": "variable",
}
_OF_WORD = {
    "STRING": "string",
    "OP": "operator",
    "DATE": "number",
    "MONTH": "number",
    "PERCENT": "number",
    "RATIO": "number",
    "MONEY": "number",
    "NUMBER": "number",
    "HEX": "number",
    "VERSION": "number",
    "SECTION": "number",
    "PAGE": "number",
    "KEY": "string",
}
_LINE = regex(r"[^\r\n]*")
_WORD = regex(r"[A-Za-z][\w.-]*")


class Coloured(Noun):
    """One word: its offsets, what it is, and whether it is a declaration or the language's own."""

    start: int
    end: int
    kind: str
    modifiers: tuple[str, ...] = ()


def tokens(source: Source, tree: Tree, index: Index) -> tuple[Coloured, ...]:
    """Return the words of a document in their order; none overlap, none crosses a line."""
    named = dict(_named(source.path, index))
    found: dict[int, Coloured] = {}
    for comment in tree.comments:
        one = Coloured(comment.span.start, comment.span.end, "comment")
        found[one.start] = one
    for directive in tree.directives:
        for line, keyword in _lines(directive):
            for one in _of_line(source, line, keyword, named):
                found.setdefault(one.start, one)
    ordered = sorted(found.values(), key=lambda one: one.start)
    end = 0
    kept = []
    for one in ordered:
        within = _LINE.match(source.text, one.start, one.end)
        stop = within.end() if within else one.end
        if one.start >= end and stop > one.start:
            kept.append(replace(one, end=stop))
            end = one.end
    return tuple(kept)


def _named(path: str, index: Index) -> Iterator[tuple[int, Coloured]]:
    for use in index.uses:
        span = use.span
        if span.path != path:
            continue
        kind = _OF_CATEGORY.get(use.key[0] if use.key else "", "") or _OF_SLOT.get(use.slot.what)
        own = ("defaultLibrary",) if use.key is None and use.name in use.slot.words else ()
        if use.slot.declares:
            yield span.start, Coloured(span.start, span.end, kind or "variable", ("declaration",))
        elif kind is not None:
            yield span.start, Coloured(span.start, span.end, kind, own)


def _lines(directive: Directive) -> Iterator[tuple[Line, str]]:
    for line in (directive.head, *directive.lines):
        for part in (line, *line.bullets):
            yield part, directive.keyword


def _of_line(
    source: Source, line: Line, keyword: str, named: dict[int, Coloured]
) -> Iterator[Coloured]:
    if line.node is None:
        head = head_of(tuple(line.text.split()[:4]), keyword)
        words = head.words if head is not None else (keyword,)
        written = re.match(r"\s+".join(map(re.escape, words)), line.text)
        if written:
            yield Coloured(line.span.start, line.span.start + written.end(), "keyword")
        return
    text = source.text[line.span.start : line.span.end]
    covered = [False] * len(text)
    for word in _words(line.node):
        begin, end = _within(word.span, line)
        covered[begin:end] = [True] * (end - begin)
        # A dotted name is coloured in its parts; what no table knows stays plain.
        parts = [named[at] for at in range(word.span.start, word.span.end) if at in named]
        kind = _OF_WORD.get(word.kind) if word.kind != "NAME" else None
        if parts:
            yield from parts
        elif kind:
            yield Coloured(word.span.start, word.span.end, kind)
        elif word.kind != "NAME":
            yield Coloured(word.span.start, word.span.end, "keyword")
    # The grammar keeps no keywords: every word of a line that is nothing else is one.
    for found in _WORD.finditer(_uncommented(text)):
        if not any(covered[found.start() : found.end()]):
            start = line.span.start
            yield Coloured(start + found.start(), start + found.end(), "keyword")


def _uncommented(text: str) -> str:
    """Return the text of a line that goes on with the comments in it blanked out."""
    return re.sub(r'("[^"\n]*")|#[^\n]*', lambda m: m[1] or " " * len(m[0]), text)


def _within(span: Span, line: Line) -> tuple[int, int]:
    return span.start - line.span.start, span.end - line.span.start


def _words(node: Node) -> Iterator[Word]:
    for part in node.parts:
        if isinstance(part, Word):
            yield part
        else:
            yield from _words(part)
