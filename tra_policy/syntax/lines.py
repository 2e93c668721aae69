"""From a text to its logical lines: comments set aside, continued lines joined, offsets kept.

Whatever does not count is blanked out with spaces, never cut, so that every offset stays that of the
source.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice, repeat

from tra_policy.syntax.characters import SMART_QUOTES, confusable, look_alikes
from tra_policy.syntax.fences import Fenced, fenced
from tra_policy.syntax.tree import Comment
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, field
from tra_policy.words.source import Source

MAX_CHARACTERS = 2 * 1024 * 1024
MAX_LINES = 100_000
MAX_LINE = 20_000
MAX_CONTINUED = 1_000
MOST_MISTAKES = 300
MARK = "\ufeff"

_SPACE = " \t\r\n\x0c"


class LogicalLine(Noun):
    """One line with what continues it. `indented`: not in column 0; `bullet`: begins with a dash."""

    text: str
    start: int
    end: int
    indented: bool
    bullet: bool


class Cut(Noun):
    """A text cut into logical lines, with its comments and what is wrong with its characters."""

    lines: tuple[LogicalLine, ...]
    comments: tuple[Comment, ...]
    mistakes: tuple[Diagnostic, ...]


class _Growing(Noun, frozen=False):
    """A logical line to which more may be joined."""

    start: int
    end: int
    indented: bool
    pieces: list[str] = field(default_factory=list)

    def closed(self) -> LogicalLine:
        text = "".join(self.pieces)
        bullet = text.startswith("-") and (len(text) == 1 or text[1] in ' \t"')
        return LogicalLine(text, self.start, self.end, self.indented, bullet)


def is_markdown(path: str) -> bool:
    """Whether a path names a Markdown file, whose `tra` fences hold the policy."""
    return path.lower().endswith((".md", ".markdown"))


def counting_part(source: Source) -> str:
    """Return the text with everything that is not policy blanked out: in Markdown, all but the fences."""
    return counting(source).text


def counting(source: Source) -> Fenced:
    """Return the same, with how far in the lines of a fence begin."""
    text = source.text
    if text.startswith(MARK):
        text = " " + text[1:]
    return fenced(text) if is_markdown(source.path) else Fenced(text, ())


def cut(source: Source) -> Cut:
    """Return the logical lines of a source."""
    too_large = _too_large(source)
    if too_large is not None:
        return Cut((), (), (too_large,))
    counted = counting(source)
    text = counted.text
    first = 1 if source.text.startswith(MARK) else 0
    mistakes = list(islice(confusable(source, text), MOST_MISTAKES))
    comments: list[Comment] = []
    lines: list[_Growing] = []
    margins = chain((taken for _, taken in counted.margins), repeat(0))
    for (start, raw), margin in zip(_physical(text), margins, strict=False):
        clean, comment, unclosed = _without_comment(raw)
        if comment >= 0:
            span = source.span(start + comment, start + len(raw))
            comments.append(Comment(raw[comment:].rstrip(_SPACE), span))
        if unclosed >= 0:
            mistakes.append(_unclosed(source, start, raw, unclosed))
        if len(mistakes) < MOST_MISTAKES:
            mistakes += look_alikes(source, start, clean)
        body = clean.strip(_SPACE)
        if body:
            at = start + len(clean) - len(clean.lstrip(_SPACE))
            _add(lines, body, at, at > (start + margin or first), mistakes, source)
    return Cut(tuple(line.closed() for line in lines), tuple(comments), tuple(mistakes))


def _too_large(source: Source) -> Diagnostic | None:
    text = source.text
    what = ""
    at = 0
    if len(text) > MAX_CHARACTERS:
        what = f"the text has {len(text):,} characters, more than {MAX_CHARACTERS:,}"
    elif text.count("\n") > MAX_LINES:
        what = f"the text has more than {MAX_LINES:,} lines"
    else:
        for start, line in _physical(text):
            if len(line) > MAX_LINE:
                what, at = f"a line has more than {MAX_LINE:,} characters", start
                break
    if not what:
        return None
    return Diagnostic(
        "TRA008",
        what,
        source.span(at, at + 1),
        help="split it into smaller parts",
        input_error=True,
    )


def _physical(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line.rstrip("\r")
        at += len(line) + 1


def _without_comment(raw: str) -> tuple[str, int, int]:
    """Return the line with its comment blanked, where the comment begins, where a quote stays open."""
    mark = raw.find("#")
    opened = raw.find('"')
    while opened >= 0:
        if 0 <= mark < opened:
            break
        closed = raw.find('"', opened + 1)
        if closed < 0:
            return raw[:opened] + " " * (len(raw) - opened), -1, opened
        if mark < closed:
            mark = raw.find("#", closed + 1)
        opened = raw.find('"', closed + 1)
    return (raw, -1, -1) if mark < 0 else (raw[:mark], mark, -1)


def _unclosed(source: Source, start: int, raw: str, at: int) -> Diagnostic:
    smart = next((c for c in raw[at:] if c in SMART_QUOTES), "")
    help = "close it with a straight quote on the same line"
    if smart:
        help = f"close it with a straight quote; `{smart}` is not one"
    span = source.span(start + at, start + len(raw.rstrip(_SPACE)))
    return Diagnostic("TRA002", "this quote is not closed", span, help=help, input_error=True)


def _add(
    lines: list[_Growing],
    body: str,
    at: int,
    indented: bool,
    mistakes: list[Diagnostic],
    source: Source,
) -> None:
    before = lines[-1] if lines else None
    goes_on = before is not None and before.pieces[-1].endswith(",")
    if before is None or not indented or not (goes_on or body.startswith('"')):
        lines.append(_Growing(at, at + len(body), indented, [body]))
        return
    if len(before.pieces) == 2 * MAX_CONTINUED + 1:
        message = f"a line goes on over more than {MAX_CONTINUED:,} lines"
        span = source.span(at, at + len(body))
        mistakes.append(Diagnostic("TRA008", message, span, help="split it up", input_error=True))
    before.pieces += (" " * (at - before.end), body)
    before.end = at + len(body)
