"""What stands before the cursor: which line of which directive, and how much of it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from tra_policy.resolve.records import kind_named
from tra_policy.syntax.heads import DIRECTIVES, HEADS, LIST_HEADS, head_of
from tra_policy.syntax.lines import LogicalLine, counting, cut
from tra_policy.words.noun import Noun
from tra_policy.words.regex import regex
from tra_policy.words.source import Source

Where = Literal["outside", "comment", "quote", "directive", "line"]
_PARTIAL = regex(r"[^\s,\"<>=]*$")


class Cursor(Noun):
    """Where the cursor is.

    where    outside any policy text, in a comment, in a quote, in a directive's first line, in a line
    keyword  of the directive; empty above the first
    written  the logical line before the cursor, without the word that is being typed
    partial  the word that is being typed
    start    the offset at which that word starts
    rule     the form of the line; empty while its head is not written
    begins   the offset at which the line starts
    outer    the kind of record that the clause is for every one of
    first    nothing but comments stands above
    """

    where: Where
    keyword: str = ""
    written: str = ""
    partial: str = ""
    start: int = 0
    rule: str = ""
    begins: int = 0
    outer: str = ""
    first: bool = False


def cursor(source: Source, offset: int) -> Cursor:
    """Return where an offset is; the text behind it does not count."""
    before = Source(source.path, source.text[:offset])
    part = counting(Source(source.path, before.text + "x"))
    if not part.text.endswith("x"):
        return Cursor("outside")
    row = before.text[before.text.rfind("\n") + 1 :]
    row = row[part.margins[-1][1] :] if part.margins else row
    inside = _quote_or_comment(row)
    if inside == "#":
        return Cursor("comment", written=row[row.rfind("#") :], start=offset, begins=offset)
    if inside:
        return Cursor("quote")
    lines = list(cut(before).lines)
    typed, begins = _being_typed(lines, row, offset)
    indented = bool(row[:1].isspace()) or (typed is not None and typed.indented)
    text = typed.text if typed is not None else ""
    text += before.text[typed.end :] if typed is not None else ""
    found = _PARTIAL.search(text)
    partial = found.group() if found else ""
    written = " ".join(text[: len(text) - len(partial)].split("\n"))
    above = [line for line in lines if line is not typed]
    keyword, outer = _directive(above)
    if not indented:
        words = written.split()
        keyword = words[0] if words and words[0] in DIRECTIVES else ""
        rule = f"line_{keyword}" if keyword else ""
        start = offset - len(partial)
        return Cursor("directive", keyword, written, partial, start, rule, begins, first=not above)
    rule = _rule(above, keyword, written, text)
    return Cursor("line", keyword, written, partial, offset - len(partial), rule, begins, outer)


def _quote_or_comment(row: str) -> str:
    """Return `#` or `"` where the end of a row is within a comment or a quote, else nothing."""
    opened = False
    for char in row:
        if char == '"':
            opened = not opened
        elif char == "#" and not opened:
            return "#"
    return '"' if opened else ""


def _being_typed(
    lines: Sequence[LogicalLine], row: str, offset: int
) -> tuple[LogicalLine | None, int]:
    """Return the logical line that the cursor is in, and where it begins; None for a fresh one."""
    last = lines[-1] if lines else None
    if last is None:
        return None, offset
    goes_on = last.text.endswith(",") and row[:1].isspace()
    if last.end > offset - len(row) or (goes_on and not row.strip()):
        return last, last.start
    return None, offset


def _directive(lines: Sequence[LogicalLine]) -> tuple[str, str]:
    """Return the directive that the end of some lines belongs to, and its noun of `for every`."""
    outer = ""
    for line in reversed(lines):
        words = line.text.split()
        if not line.indented:
            return (words[0] if words and words[0] in DIRECTIVES else ""), outer
        if words[:2] == ["for", "every"] and len(words) > 2:
            outer = kind_named(words[2].strip(",")) or words[2].replace("-", "_")
    return "", outer


def _rule(above: Sequence[LogicalLine], keyword: str, written: str, text: str) -> str:
    if text.startswith("-") and (len(text) == 1 or text[1] in ' \t"'):
        return _bullet(above, keyword)
    if not written.strip():
        return ""
    head = head_of(tuple(written.split()[:4]), keyword)
    if head is not None and keyword in head.within:
        return head.rule
    begun = any(h.startswith(" ".join(text.split())) for h in _spelt(keyword))
    return "line_duty" if keyword == "commitment" and not begun else ""


def _spelt(keyword: str) -> list[str]:
    return [head.text for head in HEADS if keyword in head.within]


def _bullet(above: Sequence[LogicalLine], keyword: str) -> str:
    for line in reversed(above):
        if line.bullet:
            continue
        if not line.indented:
            return "bullet_change" if line.text.split()[:1] == ["changes"] else ""
        head = head_of(tuple(line.text.split()[:4]), keyword)
        if head is None or head.rule not in LIST_HEADS:
            return ""
        return "bullet_words" if head.rule == "line_contains" else "bullet_atom"
    return ""
