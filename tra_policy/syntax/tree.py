"""The tree: directives and their lines as they stand in the text, with spans and comments.

Nothing is resolved here. A `Node` is named after the grammar rule it came from; a `Word` after its
terminal. The resolver reads nodes by those names.
"""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.words.noun import Noun, field
from tra_policy.words.remarks import Remark
from tra_policy.words.source import Source, Span

LOST = "lost"  # the keyword of a directive that has none which the language knows


class Word(Noun):
    """One word of a line: a name, a number, a quoted sentence. `text` is as written."""

    kind: str
    text: str
    span: Span = field(compare=False)


class Node(Noun):
    """A part of a line: the rule it follows, and its parts."""

    rule: str
    parts: tuple[Node | Word, ...]
    span: Span = field(compare=False)

    def nodes(self, rule: str) -> Iterator[Node]:
        """Yield the direct parts that follow a rule."""
        for part in self.parts:
            if isinstance(part, Node) and part.rule == rule:
                yield part

    def node(self, rule: str) -> Node | None:
        """Return the first direct part that follows a rule, or None."""
        return next(self.nodes(rule), None)

    def words(self, kind: str) -> Iterator[Word]:
        """Yield the direct words of a kind."""
        for part in self.parts:
            if isinstance(part, Word) and part.kind == kind:
                yield part

    def word(self, kind: str) -> Word | None:
        """Return the first direct word of a kind, or None."""
        return next(self.words(kind), None)

    def has(self, kind: str) -> bool:
        """Whether a direct word of a kind is there."""
        return self.word(kind) is not None


class Line(Noun):
    """One logical line. `node` is None where it could not be read; `bullets` belong to its list."""

    text: str = field(compare=False)
    node: Node | None
    span: Span = field(compare=False)
    bullets: tuple[Line, ...] = ()

    @property
    def rule(self) -> str:
        """The name of the line's form; empty where it could not be read."""
        return self.node.rule if self.node is not None else ""


class Directive(Noun):
    """A line in column 0 and the lines that belong to it. `keyword` is its first word.

    Where that is misspelt, `keyword` is the nearest one, or `LOST`, and the head has no node.
    """

    keyword: str
    head: Line
    lines: tuple[Line, ...] = ()


class Comment(Noun):
    """A comment, from its `#` to the end of the line."""

    text: str
    span: Span = field(compare=False)


class Tree(Noun):
    """One text, read. `damaged` when something in it could not be read.

    `remarks` are its comments once more, each with the line that it speaks of.
    """

    source: Source = field(compare=False)
    directives: tuple[Directive, ...] = ()
    comments: tuple[Comment, ...] = field(default=(), compare=False)
    damaged: bool = field(default=False, compare=False)
    remarks: tuple[Remark, ...] = field(default=(), compare=False)
