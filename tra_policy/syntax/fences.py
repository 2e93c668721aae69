"""Which lines of a Markdown file are policy: those in its `tra` fences, also in the items of lists.

As CommonMark has it: a fence stands at most three columns further in than what holds it, its lines lose
as many columns as it stands in, and it ends with the item of the list that it is in.
"""

from __future__ import annotations

import re

from tra_policy.words.noun import Noun
from tra_policy.words.regex import regex

_FENCE = regex(r"^( {0,3})(`{3,}|~{3,})[ \t]*([\w-]*)[^\n`]*$")
_ITEM = regex(r" {0,3}(?:[-*+]|\d{1,9}[.)]) {1,4}(?=\S)")
_KEPT = regex(r"[^\r\n]")
_TAB = 4


class Fenced(Noun):
    """A Markdown text with all but its `tra` fences blanked out.

    `margins` has, line by line, what a line of the fence there begins with and how many characters of this
    line are that; `("", 0)` where it begins in the first column.
    """

    text: str
    margins: tuple[tuple[str, int], ...]


def fenced(text: str) -> Fenced:
    """Return what counts of a Markdown text."""
    kept: list[str] = []
    margins: list[tuple[str, int]] = []
    items: list[int] = []
    closing, policy, base, margin = "", False, 0, 0
    for line in text.split("\n"):
        plain = line.rstrip("\r")
        shown = _KEPT.sub(" ", line)
        taken = ("", 0)
        if closing and plain.strip() and _columns(plain) < base:
            closing = ""
        if closing:
            end = _FENCE.match(plain[_taken(plain, base) :])
            if end is not None and end[2].startswith(closing) and not end[3]:
                closing = ""
            elif policy:
                shown = line
                taken = (" " * margin, _taken(plain, margin))
        elif plain.strip():
            while items and _columns(plain) < items[-1]:
                items.pop()
            base = items[-1] if items else 0
            rest = plain[_taken(plain, base) :]
            while (item := _ITEM.match(rest)) is not None:
                base += item.end()
                items.append(base)
                rest = rest[item.end() :]
            begin = _FENCE.match(rest)
            if begin is not None:
                closing, policy, margin = begin[2], begin[3] == "tra", base + len(begin[1])
        kept.append(shown)
        margins.append(taken)
    return Fenced("\n".join(kept), tuple(margins))


def _columns(line: str) -> int:
    """Return how far in a line begins; a tab goes to the next multiple of four."""
    before = re.match(r"[ \t]*", line)
    return len(before[0].expandtabs(_TAB)) if before is not None else 0


def _taken(line: str, columns: int) -> int:
    """Return how many of the characters that a line begins with are within so many columns."""
    at = 0
    while at < len(line) and line[at] in " \t" and len(line[: at + 1].expandtabs(_TAB)) <= columns:
        at += 1
    return at
