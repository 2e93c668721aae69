"""The comments of a text, each with the line that it speaks of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from tra_policy.syntax.lines import Cut, LogicalLine
from tra_policy.syntax.tree import Comment
from tra_policy.words.remarks import Remark
from tra_policy.words.source import Source, Span


def remarks(source: Source, found: Cut) -> tuple[Remark, ...]:
    """Return the comments of a policy text that is cut into lines, in its order."""
    if not found.comments:
        return ()
    starts = [line.start for line in found.lines]
    return tuple(
        Remark(one.text, one.span, _spoken_of(source, one, found.lines, starts))
        for one in found.comments
    )


def _spoken_of(
    source: Source, comment: Comment, lines: Sequence[LogicalLine], starts: Sequence[int]
) -> Span | None:
    start = comment.span.start
    before = bisect_right(starts, start) - 1
    if before >= 0:
        line = lines[before]
        began = source.text.rfind("\n", 0, start) + 1
        # Behind the line, or between the parts of one that goes on.
        if line.end > began:
            return _whole_or(source, lines, before)
    below = before + 1
    return _whole_or(source, lines, below) if below < len(lines) else None


def _whole_or(source: Source, lines: Sequence[LogicalLine], at: int) -> Span:
    line = lines[at]
    if at == 0 and line.text.split() == ["tra", "1"]:
        return source.span(0, len(source.text))
    return source.span(line.start, line.end)
