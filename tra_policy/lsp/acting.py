"""What an editor may offer to do about a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tra_policy.lint.mending import mended
from tra_policy.lsp.formatting import difference
from tra_policy.lsp.reading import Reading, about, parsed, read
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.edits import Edit, Fix, applied
from tra_policy.words.noun import Noun, replace
from tra_policy.words.regex import regex
from tra_policy.words.source import Source, Span

_MEANT = regex(r"^did you mean `([^`]+)`\?$")
_WRITE = regex(r"^(?:if [^`]*, )?write `([^`]+)`$")
_LISTED = regex(r"#+\s*tra:\s*allow\(([^()]*)\)")
_MOST = 8


class Action(Noun):
    """Edits with a title, and the finding that they end. `preferred`: it may be done unseen."""

    title: str
    edits: tuple[Edit, ...]
    finding: Diagnostic | None = None
    preferred: bool = False


def actions(reading: Reading, start: int, end: int) -> tuple[Action, ...]:
    """Return what may be done about the findings that touch a stretch of the document."""
    here = [d for d in about(reading) if d.span is not None and _touches(d.span, start, end)]
    return tuple(action for found in here[:_MOST] for action in _actions(reading, found))


def fix_all(reading: Reading) -> Action | None:
    """Return what all safe fixes of the document come to, as one action; None where that is nothing."""

    def again(source: Source) -> tuple[Diagnostic, ...]:
        after = read(parsed(source), tuple(reading.libraries.values()), reading.opening)
        return replace(after, cited=reading.cited, choice=reading.choice, shown=reading.shown).found

    source = mended(reading.source, again).source
    edits = tuple(difference(reading.source, source.text))
    return Action("apply all safe fixes", edits, preferred=True) if edits else None


def _touches(span: Span, start: int, end: int) -> bool:
    return span.start <= end and start <= span.end


def _here(fix: Fix, reading: Reading) -> bool:
    return bool(fix.edits) and all(edit.span.path == reading.source.path for edit in fix.edits)


def _actions(reading: Reading, found: Diagnostic) -> Iterator[Action]:
    for fix in found.fixes:
        if _here(fix, reading):
            yield Action(fix.title, fix.edits, found, fix.safe)
    if not found.fixes:
        yield from _advised(reading, found)
    if not found.input_error and _allowable(found.code):
        yield _allowing(reading.source, found)


def _advised(reading: Reading, found: Diagnostic) -> Iterator[Action]:
    """What the help names, where that very text in place of what is marked ends the mistake."""
    span, source = found.span, reading.source
    meant, write = _MEANT.match(found.help), _WRITE.match(found.help)
    advice = meant or write
    if advice is None or span is None or not found.input_error:
        return
    wrong = source.text[span.start : span.end]
    # A head of several words is marked at its first: then as many are meant as it should have.
    wider = _as_many(source.text[span.start :], len(advice[1].split()))
    for held in dict.fromkeys((wrong, _quoted(found, wrong), wider)):
        at = source.text.find(held, span.start)
        edit = Edit(Span(span.path, at, at + len(held)), advice[1])
        if held and _heals(reading, edit):
            title = f"replace `{held}` with `{advice[1]}`"
            yield Action(title, (edit,), found, meant is not None)
            return


def _as_many(text: str, number: int) -> str:
    """Return the first words of a text that stand in one line, so many of them."""
    found = re.match(rf"[^\s\"]+(?:[ \t]+[^\s\"]+){{{number - 1}}}", text)
    return found.group() if found else ""


def _quoted(found: Diagnostic, wrong: str) -> str:
    """Return the words that a message quotes, if they are what is marked or a part of it."""
    if f"`{wrong}`" in found.message:
        return wrong
    quoted = re.findall(r"`([^`]+)`", found.message)
    return next((words for words in quoted if words in wrong), "")


def _heals(reading: Reading, edit: Edit) -> bool:
    """Whether the text has fewer mistakes with an edit than without."""
    source = reading.source
    text, _ = applied(source, [Fix("", (edit,))])
    after = read(parsed(Source(source.path, text)), tuple(reading.libraries.values()))
    return len(after.text.diagnostics) < len(reading.text.diagnostics)


def _allowable(code: str) -> bool:
    from tra_policy.lint.runner import ALLOWABLE

    return code in ALLOWABLE


def _allowing(source: Source, found: Diagnostic) -> Action:
    """The comment that accepts a finding. The reason is left to be written: without one it has no force."""
    assert found.span is not None
    text, at = source.text, found.span.start
    began = text.rfind("\n", 0, at) + 1
    ends = text.find("\n", at)
    row = text[began : ends if ends >= 0 else len(text)].rstrip("\r")
    comment = _comment(row)
    allowed = _LISTED.match(row, comment) if comment >= 0 else None
    if allowed is not None:
        behind = began + allowed.end(1)
        edit = Edit(source.span(behind, behind), f", {found.code}")
    elif comment >= 0:
        indent = row[: len(row) - len(row.lstrip())]
        line_end = "\r\n" if "\r\n" in text else "\n"
        words = f"{indent}# tra: allow({found.code}) because {line_end}"
        edit = Edit(source.span(began, began), words)
    else:
        end = began + len(row.rstrip())
        edit = Edit(source.span(end, began + len(row)), f"  # tra: allow({found.code}) because ")
    return Action(f"accept {found.code} here, with a reason", (edit,), found)


def _comment(row: str) -> int:
    """Return where the comment of a line begins, -1 where it has none."""
    quoted = False
    for at, char in enumerate(row):
        if char == '"':
            quoted = not quoted
        elif char == "#" and not quoted:
            return at
    return -1
