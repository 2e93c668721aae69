"""Diagnostics as people read them: the place, the message, the line with the words underlined, advice.

```text
rsp.tra:12:3: error[TRA104]: no party is called `anthropc`
   |
12 |   set by anthropc
   |          ^^^^^^^^
   = help: did you mean `anthropic`?
```

Pure text with the few colour codes a terminal knows: `tra lint` must not wait for a larger library.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tra_policy.reports.page import Page, cells, harmless, shown_exactly
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.source import Place, Source

_COLOURS = {"error": "1;31", "warning": "1;33", "info": "1;36", "place": "1", "edge": "34"}
_LONGEST_MARK = 400


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return diagnostics by file, then place, then code; exact repetitions left out."""
    return sorted(dict.fromkeys(diagnostics), key=_key)


def _key(found: Diagnostic) -> tuple[str, int, int, int, str, str, str]:
    place, start = found.place, found.span.start if found.span else -1
    path = found.span.path if found.span else place.path if place else ""
    line, column = (place.line, place.column) if place else (0, 0)
    return path, start, line, column, place.pointer if place else "", found.code, found.message


def render(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, Source],
    page: Page,
    *,
    count: bool = True,
) -> str:
    """Return diagnostics as text: grouped by file, sorted, with a last line that counts them."""
    ordered = [found.placed(dict(sources)) for found in in_order(diagnostics)]
    if not ordered:
        return ""
    blocks = ["\n".join(_block(found, sources, page)) for found in ordered]
    if count:
        blocks.append(tally(ordered, page))
    return "\n\n".join(blocks) + "\n"


def tally(diagnostics: Iterable[Diagnostic], page: Page) -> str:
    """Return one line that counts diagnostics by severity; what is allowed does not count."""
    found = [one for one in diagnostics if not one.allowed]
    parts = []
    for severity in sorted(Severity, reverse=True):
        number = sum(d.severity is severity for d in found)
        if number:
            word = "note" if severity is Severity.INFO else severity.word
            ending = "s" if number != 1 else ""
            parts.append(_paint(f"{number} {word}{ending}", severity.word, page))
    files = {d.place.path if d.place else "" for d in found} - {""}
    where = f" in {len(files)} files" if len(files) > 1 else ""
    return (", ".join(parts) or "no findings") + where


def _block(found: Diagnostic, sources: Mapping[str, Source], page: Page) -> Iterator[str]:
    head = f"{found.severity.word}[{found.code}]" if found.code else found.severity.word
    head += _certainty(found)
    where = f"{harmless(str(found.place), page)}: " if found.place else ""
    message = harmless(found.message, page)
    yield f"{_paint(where, 'place', page)}{_paint(head, found.severity.word, page)}: {message}"
    gutter = " "
    place = found.place
    source = sources.get(place.path) if place else None
    if place and source and place.line and source.line(place.line).strip():
        gutter = " " * len(str(place.line))
        yield from _excerpt(found, place, source, page)
    for word, text in (
        ("shows", found.shows),
        ("help", found.help),
        ("allowed", found.allowed),
    ):
        if text:
            mark = _paint(f"{gutter} =", "edge", page)
            yield f"{mark} {_paint(word, 'place', page)}: {_indented(text, gutter, word, page)}"


def _certainty(found: Diagnostic) -> str:
    """Return how sure a finding is and whom it is for, where that is not the usual."""
    sure = "" if found.confidence == "certain" else found.confidence
    whom = "" if found.audience == "author" else "for auditors"
    said = ", ".join(filter(None, (sure, whom)))
    return f" ({said})" if said else ""


def _indented(text: str, gutter: str, word: str, page: Page) -> str:
    """Return a text with its further lines below its first."""
    blanks = "\n" + " " * (len(gutter) + len(word) + 5)
    return blanks.join(harmless(line, page) for line in text.splitlines())


def _excerpt(found: Diagnostic, place: Place, source: Source, page: Page) -> Iterator[str]:
    line = source.line(place.line)
    start = max(place.column - 1, 0)
    end = start + 1
    if found.span and found.span.path == source.path:
        end = min(start + max(found.span.end - found.span.start, 1), max(len(line), start + 1))
    end = min(end, start + _LONGEST_MARK)
    number = str(place.line)
    room = max(page.width - len(number) - 4, 20)
    before, marked, after = (
        shown_exactly(part, page) for part in (line[:start], line[start:end], line[end:])
    )
    before, marked, after = _fit(before, marked, after, room, page)
    bar = _paint("|", "edge", page)
    underline = _paint("^" * max(cells(marked), 1), found.severity.word, page)
    yield f"{' ' * len(number)} {bar}"
    yield f"{_paint(number, 'edge', page)} {bar} {before}{marked}{after}".rstrip()
    yield f"{' ' * len(number)} {bar} {' ' * cells(before)}{underline}"


def _fit(before: str, marked: str, after: str, room: int, page: Page) -> tuple[str, str, str]:
    """Shorten a long line around the marked words, so that these stay in sight."""
    if cells(before + marked + after) <= room:
        return before, marked, after
    dots = "..." if page.ascii else "…"
    if cells(marked) > room - 2 * len(dots):
        marked = marked[: room - 2 * len(dots)]
        after = dots
    space = room - cells(marked) - 2 * len(dots)
    left = min(len(before), max(space // 2, space - len(after)))
    if left < len(before):
        before = dots + before[len(before) - left :]
    right = space - min(left, len(before))
    if right < len(after):
        after = after[:right] + dots
    return before, marked, after


def _paint(text: str, colour: str, page: Page) -> str:
    if not page.colour or not text:
        return text
    return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m"
