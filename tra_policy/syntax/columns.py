"""Where the lines of a policy stand in the one layout: their indent, and the column of their value."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.syntax.heads import Head, head_of
from tra_policy.syntax.lines import Cut
from tra_policy.syntax.tree import Directive, Line, Tree
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.regex import regex
from tra_policy.words.source import Source

VERSION = regex(r"tra 1(\s|$)")
_NOTES = frozenset({"line_cites", "line_because", "line_not_known"})
_INSTEAD_OF = frozenset({"line_otherwise", "line_instead"})
_CLAUSES = _INSTEAD_OF | {"line_duty", "line_needs"}
_IN_CLAUSES = _NOTES | {"line_when", "line_owner"}
_UNALIGNED = frozenset({"party", "event", "document", "waiver", "changes"})
_SENTENCES = frozenset({"line_report", "line_not_yet", "line_contains"})


class Column(Noun):
    """Where one logical line stands. `value` is the width of the head's column; 0 where it has none."""

    indent: int
    head: str = ""
    value: int = 0


def columns(
    source: Source, tree: Tree, found: Cut, mistakes: tuple[Diagnostic, ...]
) -> dict[int, Column]:
    """Return, by where it begins, the column of every line that was read without a mistake."""
    placed: dict[int, Column] = {}
    if found.lines and found.lines[0].text.split() == ["tra", "1"]:
        placed[found.lines[0].start] = Column(0)
    for directive in tree.directives:
        placed.update(_of_directive(directive))
    wrong: set[int] = set()
    for said in mistakes:
        if said.span is not None:
            first, last = source.place(said.span.start), source.place(said.span.end)
            wrong.update(range(first.line, last.line + 1))
    for line in found.lines:
        first, last = source.place(line.start), source.place(line.end)
        if not wrong.isdisjoint(range(first.line, last.line + 1)):
            placed.pop(line.start, None)
    return placed


def _of_directive(directive: Directive) -> Iterator[tuple[int, Column]]:
    below = _below(directive)
    heads = {
        line.span.start: head
        for line in directive.lines
        if line.span.start not in below and (head := _aligned(line, directive.keyword)) is not None
    }
    width = max((len(head.text) + 1 for head in heads.values()), default=0)
    if directive.head.node is not None:
        yield directive.head.span.start, Column(0)
    for bullet in directive.head.bullets:
        if bullet.node is not None:
            yield bullet.span.start, Column(2)
    for line in directive.lines:
        start = line.span.start
        if line.node is None:
            continue
        if start in heads:
            yield start, Column(2, heads[start].text, width)
        else:
            yield start, Column(4 if start in below else 2)
        for bullet in line.bullets:
            if bullet.node is not None:
                yield bullet.span.start, Column(4)


def _aligned(line: Line, keyword: str) -> Head | None:
    """Return the head of a line whose value stands in the column; None for what reads as a sentence."""
    if line.node is None or keyword in _UNALIGNED or line.rule in _SENTENCES:
        return None
    if keyword in ("commitment", "requirement") and line.rule not in _IN_CLAUSES:
        return None
    condition = line.node.node("condition")
    if condition is not None and condition.node("group_head") is not None:
        return None
    head = head_of(tuple(line.text.split()[:4]), keyword)
    return head if head is not None and head.rule == line.rule else None


def _below(directive: Directive) -> set[int]:
    """Return where the lines begin that stand below a clause: `otherwise`, `instead`, its notes."""
    found: set[int] = set()
    above = ""
    if directive.keyword not in ("commitment", "requirement"):
        return found
    for line in directive.lines:
        noted = line.rule in _NOTES and above in _CLAUSES
        if line.rule in _INSTEAD_OF or noted:
            found.add(line.span.start)
        if line.rule not in _NOTES:
            above = line.rule
    return found
