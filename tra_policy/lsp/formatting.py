"""A document laid out, as the few edits that make the difference."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from tra_policy.syntax import format_text, parse
from tra_policy.words.edits import Edit
from tra_policy.words.source import Source

_LONG = 20_000


def layout_edits(source: Source) -> tuple[Edit, ...]:
    """Return the edits that lay a document out; none where it is laid out.

    A line that cannot be read stays as it is. Whole lines are put in place of whole lines, so that the
    cursor and what is folded stay.
    """
    text, _ = format_text(source)
    if text == source.text or parse(Source(source.path, text))[0] != parse(source)[0]:
        return ()
    return tuple(difference(source, text))


def difference(source: Source, text: str) -> Iterator[Edit]:
    """Yield the edits that make another text of a source, whole lines for whole lines."""
    before = source.text.splitlines(keepends=True)
    after = text.splitlines(keepends=True)
    if len(before) + len(after) > _LONG:
        yield Edit(source.span(0, len(source.text)), text)
        return
    starts = [0]
    for line in before:
        starts.append(starts[-1] + len(line))
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Edit(source.span(starts[i], starts[j]), "".join(after[k:m]))
