"""Changes to a text that a finding offers."""

from __future__ import annotations

from collections.abc import Iterable

from tra_policy.words.noun import Noun
from tra_policy.words.source import Source, Span


class Edit(Noun):
    """Put `text` where a span is; a span of no width inserts."""

    span: Span
    text: str


class Fix(Noun):
    """Edits that belong together, and what they do, in the imperative: `say who judges`.

    A safe fix keeps the meaning of the policy; it never touches a number, a date or a modal verb.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False


def applied(source: Source, fixes: Iterable[Fix]) -> tuple[str, tuple[Fix, ...]]:
    """Return the text with the fixes of this source in it, and those that went in.

    Fixes go in by the place of their first edit. One that overlaps with one before it is left out
    whole; it will be offered again for the text that comes out.
    """
    taken: list[Edit] = []
    used: list[Fix] = []
    for fix in sorted(fixes, key=_first):
        here = all(edit.span.path == source.path for edit in fix.edits)
        if fix.edits and here and not any(_clash(e, t) for e in fix.edits for t in taken):
            taken.extend(fix.edits)
            used.append(fix)
    text = source.text
    for edit in sorted(taken, key=lambda e: (e.span.start, e.span.end), reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text, tuple(used)


def _first(fix: Fix) -> tuple[int, int, str]:
    return min(((e.span.start, e.span.end, fix.title) for e in fix.edits), default=(0, 0, ""))


def _clash(one: Edit, other: Edit) -> bool:
    """Whether two edits touch the same text, or insert at the same place."""
    if one.span.start == other.span.start:
        return True
    return one.span.start < other.span.end and other.span.start < one.span.end
