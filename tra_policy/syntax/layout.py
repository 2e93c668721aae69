"""The one layout of a policy text.

Works line by line on the text itself, so that comments stay where they are and a line that cannot be
read stays as it stands. Only white space changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tra_policy.syntax.heads import Head, head_of
from tra_policy.syntax.lines import counting_part, is_markdown
from tra_policy.syntax.parser import parse
from tra_policy.syntax.tree import Directive, Line, Tree
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Source

WIDEST = 12  # a longer head is followed by one space, outside the column
_QUOTED = re.compile(r'("[^"]*")')


@dataclass(frozen=True, slots=True)
class _Place:
    """How one physical line is laid out: its indent, and the width of its head's column."""

    indent: int
    head: Head | None = None
    width: int = 0


def format_text(source: Source) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the text in its one layout, and what is wrong with it.

    Formatting twice changes nothing more; the policy and all comments stay what they are. Of a Markdown
    file only the `tra` fences change.
    """
    tree, mistakes = parse(source)
    raw = source.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    counting = counting_part(Source(source.path, raw)).split("\n")
    places = _places(source, tree)
    lines = raw.split("\n")
    markdown = is_markdown(source.path)
    laid = list(_laid(lines, counting, places, markdown))
    text = "\n".join(laid) if markdown else "\n".join(_spaced(laid)).strip("\n") + "\n"
    return ("" if not text.strip() else text), mistakes


def _laid(
    lines: Sequence[str], counting: Sequence[str], places: dict[int, _Place], markdown: bool
) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        counts = counting[number - 1]
        if not counts.strip():
            yield line if markdown else ""
        elif number in places:
            yield _line(line, places[number])
        elif line.lstrip().startswith("#"):
            yield _comment(line, number, lines, places)
        else:
            yield line.rstrip()


def _spaced(lines: Sequence[str]) -> Iterator[str]:
    """At most one blank line in a row."""
    blank = False
    for line in lines:
        if line or not blank:
            yield line
        blank = not line


def _comment(line: str, number: int, lines: Sequence[str], places: dict[int, _Place]) -> str:
    """A comment of its own stands where the next line stands, or in column 0."""
    text = line.strip()
    if not line[:1].isspace():
        return text
    for follower in range(number + 1, len(lines) + 1):
        if follower in places:
            indent = places[follower].indent
            return " " * (indent or 2) + text
    return "  " + text


def _places(source: Source, tree: Tree) -> dict[int, _Place]:
    found: dict[int, _Place] = {}
    for directive in tree.directives:
        _put(source, found, directive.head, _Place(0), 2)
        for bullet in directive.head.bullets:
            _put(source, found, bullet, _Place(2), 4)
        width = _width(directive)
        nested = False
        for line in directive.lines:
            nested = _nested(line, nested)
            indent = 4 if nested else 2
            head = _head(line, directive)
            place = _Place(indent, head, 0 if nested else width)
            _put(source, found, line, place, indent + 2 if head is None else _value(place))
            for bullet in line.bullets:
                _put(source, found, bullet, _Place(indent + 2), indent + 4)
    return found


def _nested(line: Line, nested: bool) -> bool:
    if line.rule in ("line_otherwise", "line_instead"):
        return True
    if line.rule in ("line_cites", "line_because", "line_owner"):
        return nested
    return False


def _head(line: Line, directive: Directive) -> Head | None:
    if line.rule == "line_duty" or line.node is None:
        return None
    return head_of(tuple(line.text.split()[:4]), directive.keyword)


def _width(directive: Directive) -> int:
    if directive.keyword == "party":
        return 0
    heads = [h for line in directive.lines if (h := _head(line, directive)) is not None]
    fitting = [
        len(h.text)
        for h in heads
        if len(h.text) <= WIDEST
        and h.rule not in ("line_otherwise", "line_instead", "line_for_every")
    ]
    return max(fitting, default=0)


def _value(place: _Place) -> int:
    assert place.head is not None
    return place.indent + max(place.width, len(place.head.text)) + 1


def _put(
    source: Source, found: dict[int, _Place], line: Line, place: _Place, continued: int
) -> None:
    if line.node is None:
        return
    first = source.place(line.span.start).line
    last = source.place(max(line.span.end - 1, line.span.start)).line
    found[first] = place
    for number in range(first + 1, last + 1):
        found[number] = _Place(continued)


def _line(line: str, place: _Place) -> str:
    code, comment = _split_comment(line)
    text = _normal(code)
    if place.head is not None and text.startswith(place.head.text):
        head = place.head.text
        value = text[len(head) :].strip()
        if value and place.head.rule != "line_for_every":
            text = f"{head.ljust(place.width)} {value}"
    laid = " " * place.indent + text if text else ""
    if not comment:
        return laid.rstrip()
    return f"{laid.rstrip()}  {comment}" if text else " " * place.indent + comment


def _split_comment(line: str) -> tuple[str, str]:
    opened = False
    for at, char in enumerate(line):
        if char == '"':
            opened = not opened
        elif char == "#" and not opened:
            return line[:at], line[at:].rstrip()
    return line, ""


def _normal(code: str) -> str:
    parts = []
    for part in _QUOTED.split(code.strip()):
        if part.startswith('"'):
            parts.append(part)
            continue
        part = re.sub(r"\s+", " ", part)
        part = re.sub(r"\s*,\s*", ", ", part)
        part = re.sub(r"\s*(>=|<=|>|<)\s*", r" \1 ", part)
        parts.append(part)
    joined = "".join(parts)
    return joined.strip()
