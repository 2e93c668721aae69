"""The formatter: one layout for every policy, with all comments and all meaning kept.

Lines are laid out where they stand; none is moved, joined or broken. A line that could not be read is
kept as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat

from tra_policy.syntax.columns import VERSION, Column, columns
from tra_policy.syntax.lines import Cut, LogicalLine, counting, cut, is_markdown
from tra_policy.syntax.parser import parse_cut
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.regex import regex
from tra_policy.words.source import Source

_QUOTE = regex(r'"[^"]*"')
_HOLE = "\x00"
_SPACE = " \t\r\n\x0b\x0c"


class _Row(Noun):
    """One physical line: `raw` as it stands, and what of it is policy.

    `of` is the logical line that it is a part of, `first` whether it begins it. `inside` is false for
    the lines of a Markdown file that are not in a `tra` fence. `margin` is what the lines of a fence
    in a list begin with; it is not in `raw`.
    """

    raw: str
    body: str
    comment: str
    of: LogicalLine | None
    first: bool
    inside: bool
    margin: str = ""


def format_text(source: Source) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the text in its one layout, with the messages of the parser.

    Formatting twice changes nothing more. Of a Markdown file only the `tra` fences change. The line
    ends stay what they are; a byte order mark goes.
    """
    found = cut(source)
    tree, mistakes = parse_cut(source, found)
    if not found.lines:
        return source.text, mistakes
    placed = columns(source, tree, found, mistakes)
    rows = list(_rows(source, found))
    laid = list(_laid_out(rows, placed))
    text = _fences(rows, laid) if is_markdown(source.path) else _spaced(laid) + "\n"
    return text.replace("\n", "\r\n") if "\r\n" in source.text else text, mistakes


def _rows(source: Source, found: Cut) -> Iterator[_Row]:
    part = counting(source)
    margins = chain(part.margins, repeat(("", 0)))
    whole = source.text.removeprefix("\ufeff")
    shift = len(source.text) - len(whole)
    comments = {source.place(c.span.start).line: c for c in found.comments}
    lines = iter(found.lines)
    line = next(lines, None)
    at = 0
    # Of a file that is not Markdown there are no margins.
    for (number, counted), (margin, taken) in zip(
        enumerate(part.text.split("\n"), 1), margins, strict=False
    ):
        end = at + len(counted)
        raw = whole[max(at - shift, 0) + taken : end - shift].rstrip("\r")
        comment = comments.get(number)
        body = (counted[: comment.span.start - at] if comment else counted).strip(_SPACE)
        while line is not None and line.end <= at:
            line = next(lines, None)
        of = line if line is not None and body and line.start < end else None
        inside = bool(counted.strip()) or not raw.strip()
        yield _Row(
            raw,
            body,
            comment.text if comment else "",
            of,
            of is not None and at <= of.start,
            inside,
            margin,
        )
        at = end + 1


def _laid_out(rows: Sequence[_Row], placed: Mapping[int, Column]) -> Iterator[str]:
    before = ""
    for index, row in enumerate(rows):
        place = placed.get(row.of.start) if row.of is not None else None
        if row.of is None and row.comment and not row.body:
            yield _lonely(row, rows[index + 1 :], placed)
        elif place is None:
            before = ""
            yield row.raw.rstrip(_SPACE)
        else:
            before = _first(row.body, place) if row.first else _further(row.body, place, before)
            yield f"{before}  {row.comment}".rstrip() if row.comment else before


def _first(body: str, place: Column) -> str:
    said = tidied(body)
    if place.value and said.startswith(place.head):
        said = f"{place.head:<{place.value}}{said[len(place.head) :].strip()}".rstrip()
    return " " * place.indent + said


def _further(body: str, place: Column, before: str) -> str:
    """Return a line that goes on: under the quote or the test of the one above, or under its value."""
    shown = _QUOTE.sub(lambda m: f'"{_HOLE * (len(m[0]) - 2)}"', before)
    where = re.search(r"\swhere\s", shown)
    if body.startswith('"') and '"' in shown:
        at = shown.index('"')
    elif where is not None:
        at = where.end()
    elif len(before) - len(before.lstrip()) > place.indent:
        at = len(before) - len(before.lstrip())
    else:
        at = place.indent + (place.value or 4)
    return " " * at + tidied(body)


def _lonely(row: _Row, below: Sequence[_Row], placed: Mapping[int, Column]) -> str:
    """Return a comment of its own: in column 0 if it was there, else indented as the line below."""
    if not row.raw[:1].isspace():
        return row.comment
    follower = next((r.of for r in below if r.of is not None), None)
    place = placed.get(follower.start) if follower is not None else None
    return " " * ((place.indent if place is not None else 0) or 2) + row.comment


def tidied(body: str) -> str:
    """Return a line with one space between words, after commas and around comparisons."""
    quotes = _QUOTE.findall(body)
    bare = _QUOTE.sub(f" {_HOLE} ", body)
    bare = re.sub(r"(>=|<=|>|<)", r" \1 ", bare)
    bare = " ".join(bare.split())
    bare = re.sub(r" ?, ?", ", ", bare).rstrip()
    if bare.startswith("-"):
        bare = f"- {bare[1:].lstrip()}"
    parts = bare.split(_HOLE)
    return "".join(a + b for a, b in zip(parts, [*quotes, ""], strict=True))


def _spaced(lines: Sequence[str]) -> str:
    """Return lines without blank ones at both ends, and with one at most in between."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            if line and len(kept) and VERSION.match(kept[-1]):
                kept.append("")
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return "\n".join(kept)


def _fences(rows: Sequence[_Row], laid: Sequence[str]) -> str:
    out: list[str] = []
    fence: list[str] = []
    margin = ""
    for row, line in zip(rows, laid, strict=True):
        if row.inside:
            fence.append(line)
            margin = margin or row.margin
            continue
        out += _in_place(fence, margin)
        fence, margin = [], ""
        out.append(row.raw)
    return "\n".join([*out, *fence])


def _in_place(fence: Sequence[str], margin: str) -> list[str]:
    """Return the lines of a fence as far in as it stands; blank lines between two fences as they are."""
    lines = _spaced(fence).split("\n") if any(fence) else fence
    return [margin + line if line else "" for line in lines]
