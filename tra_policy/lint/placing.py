"""Where a fix goes: the lines of a directive, the line below its head, the end of a quoted name.

A place is worked out from the text around a span; it is none where the span is not of that text.
"""

from __future__ import annotations

from tra_policy.words.edits import Edit
from tra_policy.words.guarding import uncommented
from tra_policy.words.source import Source, Span


def directive_removed(source: Source, span: Span) -> Edit | None:
    """Return the edit that removes the directive that a span stands in, with one blank line below it.

    Comments between its lines go with it; those below its last line are about what follows.
    """
    if not _of(source, span):
        return None
    text = source.text
    start = text.rfind("\n", 0, span.start) + 1
    while text[start : start + 1] in (" ", "\t") and start > 0:
        start = text.rfind("\n", 0, start - 1) + 1
    end = _line_end(text, start)
    at = end
    while at < len(text):
        after = _line_end(text, at)
        body = uncommented(text[at:after]).strip()
        if body and text[at] not in " \t":
            break
        if body:
            end = after
        at = after
    if end < len(text) and not text[end : _line_end(text, end)].strip():
        end = _line_end(text, end)
    return Edit(source.span(start, end), "")


def below_head(source: Source, span: Span, line: str) -> Edit | None:
    """Return the edit that puts a line below the head of the directive whose name a span is."""
    if not _of(source, span):
        return None
    text = source.text
    start = text.rfind("\n", 0, span.start) + 1
    end = _line_end(text, start)
    while end < len(text) and _goes_on(text[start:end], text[end : _line_end(text, end)]):
        start, end = end, _line_end(text, end)
    follower = text[end : _line_end(text, end)]
    indent = follower[: len(follower) - len(follower.lstrip(" \t"))] if follower.strip() else ""
    before = "" if text[:end].endswith("\n") else "\n"
    return Edit(source.span(end, end), f"{before}{indent or '  '}{line}\n")


def behind_quote(source: Source, span: Span, quoted: str, words: str) -> Edit | None:
    """Return the edit that puts words behind a quoted text that follows a span."""
    at = source.text.find(f'"{quoted}"', span.end) if _of(source, span) else -1
    if at < 0:
        return None
    end = at + len(quoted) + 2
    return Edit(source.span(end, end), f" {words}")


def _of(source: Source, span: Span) -> bool:
    return span.path == source.path and 0 < span.end <= len(source.text)


def _line_end(text: str, start: int) -> int:
    at = text.find("\n", start)
    return at + 1 if at >= 0 else len(text)


def _goes_on(line: str, below: str) -> bool:
    body = below.strip()
    return below[:1] in (" ", "\t") and (
        body.startswith('"') or (bool(body) and uncommented(line).strip().endswith(","))
    )
