"""The outline of a document, and the parts of it that fold away."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.syntax.heads import head_of
from tra_policy.syntax.lines import cut
from tra_policy.syntax.tree import Directive, Line, Tree
from tra_policy.words.noun import Noun
from tra_policy.words.source import Source, Span

_REPLACING = {"line_otherwise": "otherwise", "line_instead": "instead"}
_DUTIES = frozenset({"line_duty", *_REPLACING})
_LONGEST = 80


class Symbol(Noun):
    """A directive or one of its lines. `span` is all of it, `name_span` what is shown when chosen."""

    name: str
    detail: str
    sort: str
    span: Span
    name_span: Span
    children: tuple[Symbol, ...] = ()


class Fold(Noun):
    """Lines, counted from 1, that may be folded into the first; `comment` for a run of comments."""

    first: int
    last: int
    comment: bool = False


def outline(tree: Tree) -> tuple[Symbol, ...]:
    """Return the directives of a document with their lines below them, damaged ones included."""
    return tuple(_directive(directive) for directive in tree.directives)


def _directive(directive: Directive) -> Symbol:
    head = directive.head
    words = head.text.split()
    word = head.node.word("NAME") if head.node is not None else None
    name = (
        word.text if word is not None else " ".join(words[1:2]).strip('",') or " ".join(words[:1])
    )
    if directive.keyword == "changes":
        name = " ".join(words)
    span = Span(head.span.path, head.span.start, end_of(directive))
    quoted = head.text.split('"')
    return Symbol(
        name,
        quoted[1] if len(quoted) > 1 else "",
        directive.keyword,
        span,
        word.span if word is not None else head.span,
        tuple(_children(directive, name)),
    )


def end_of(directive: Directive) -> int:
    """Return where the last line of a directive ends."""
    parts = (part for line in (directive.head, *directive.lines) for part in (line, *line.bullets))
    return max(part.span.end for part in parts)


def _children(directive: Directive, name: str) -> Iterator[Symbol]:
    numbers = {"line_duty": 0, "line_otherwise": 0, "line_instead": 0, "line_needs": 0}
    for bullet in directive.head.bullets:
        yield _line(bullet, _short(bullet.text.lstrip("- ")), "")
    for line in directive.lines:
        if line.rule in numbers:
            numbers[line.rule] += 1
        if line.rule in _DUTIES:
            number = numbers[line.rule]
            word = _REPLACING.get(line.rule)
            item = f"{name}.{word}-{number}" if word else f"{name}.{number}"
            yield _line(line, item, _short(line.text), "duty")
        elif line.rule == "line_needs":
            number = numbers[line.rule]
            item = f"{name}.needs" + (f"-{number}" if number > 1 else "")
            yield _line(line, item, _short(line.text), "need")
        else:
            head = head_of(tuple(line.text.split()[:4]), directive.keyword)
            shown = head.text if head is not None else " ".join(line.text.split()[:2])
            rest = " ".join(line.text.split())[len(shown) :]
            yield _line(line, shown or "-", _short(rest))


def _line(line: Line, name: str, detail: str, sort: str = "line") -> Symbol:
    end = max(part.span.end for part in (line, *line.bullets))
    return Symbol(name, detail, sort, Span(line.span.path, line.span.start, end), line.span)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def folds(source: Source, tree: Tree) -> tuple[Fold, ...]:
    """Return what folds: directives, lists, lines that go on, and runs of comments."""
    found = {fold: None for fold in _folds(source, tree) if fold.last > fold.first}
    return tuple(sorted(found, key=lambda fold: (fold.first, -fold.last)))


def _folds(source: Source, tree: Tree) -> Iterator[Fold]:
    def between(start: int, end: int) -> Fold:
        return Fold(source.place(start).line, source.place(end).line)

    for directive in tree.directives:
        yield between(directive.head.span.start, end_of(directive))
        for line in directive.lines:
            ends = [part.span.end for part in (line, *line.bullets)]
            yield between(line.span.start, max(ends))
    policy = {source.place(line.start).line for line in cut(source).lines}
    run: list[int] = []
    for comment in tree.comments:
        number = source.place(comment.span.start).line
        if run and number == run[-1] + 1 and number not in policy:
            run.append(number)
            continue
        if len(run) > 1:
            yield Fold(run[0], run[-1], True)
        run = [] if number in policy else [number]
    if len(run) > 1:
        yield Fold(run[0], run[-1], True)
