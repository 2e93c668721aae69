"""A cited document as paragraphs, each with its section and its page, and the search for quoted words.

What counts as what, since a plain text has no marks of its own:

- a **paragraph** is a block between blank lines; an item of a list and a heading are each their own;
- a **heading** is a paragraph of one line that begins with its number (`4.2 Security`, `Appendix B`),
  or any line that begins with `#`; what follows belongs to its section, and to those above it;
- a **page** ends with a form feed, as converters from PDF write it; a line at the edge of a page that
  holds nothing but its number is that number, and no paragraph;
- **words** are the same whatever their case, white space, quotation marks, dashes, ligatures, and
  hyphens between letters, also at the end of a line.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache

from tra_policy.words.noun import Noun
from tra_policy.words.regex import regex
from tra_policy.words.source import Source

_MARKED = regex(r"\s*#+\s*(\S.*)")
_NUMBERED = regex(
    r"(?:§\s*)?(?:(?:section|appendix|annex|chapter|part|article|measure|commitment)\s+)?"
    r"(\d+(?:\.\d+)*(?:\([a-z0-9]+\))*|[A-Z](?:\.\d+)*)(?=[.):]?(?:\s|$))[.):]?\s*(.*)",
    re.IGNORECASE,
)
_LETTER = regex(r"[A-Z]", re.IGNORECASE)
_ITEM = regex(r"\s*(?:[-*•‣▪●◦–]|\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})[.)])\s+\S")
_FOOTNOTE = regex(r"\s*(?:\[\^?(\d{1,3})\]:?|(\d{1,3}))\s+\S")
_PAGE_NUMBER = regex(r"\s*(?:page\s+)?(\d{1,4})(?:\s*(?:/|of)\s*\d{1,4})?\s*", re.IGNORECASE)
# A dash sets apart, a hyphen joins: `risk—and` is two words, `third-party` is one.
_DASHES = str.maketrans(dict.fromkeys("‒–—―−", " - "))
_ALIKE = str.maketrans(
    dict.fromkeys("‐‑", "-")
    | dict.fromkeys("'‘’‚‛`´\"“”„‟«»\u00ad\u200b\u200c\u200d\u2060\ufeff", None)
)
_LETTER_CLASS = r"[^\W\d_]"
# The mark of a footnote follows a word or its punctuation; behind a digit it is an exponent.
_FOOTNOTE_MARK = regex(r"(?<=[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]|[.,;:!?)])[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\[\^?\d{1,3}\]")
_HYPHEN = regex(rf"(?<={_LETTER_CLASS})-\s*(?={_LETTER_CLASS})")
_BETWEEN_NUMBERS = regex(r"(?<=\d)\s*-\s*(?=\d)")
_DASH = regex(r"(?<!\d)-|-(?!\d)")
_OMITTED = regex(r"\[?\s*(?:…|\.\.\.)\s*\]?|\[[^\]]*\]")
_SENTENCE_END = regex(
    r"(?<=[.!?;])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bcf\.)(?<!\bvs\.)(?<!\bNo\.)(?<!\bU\.S\.)\s+"
    r"(?=[\"'“‘(\[A-Z0-9•])"
)
_JOINED = regex(r"\w\w")
_LONGEST_HEADING = 100


class Paragraph(Noun):
    """A paragraph: its number in the document, its words on one line, and where it stands.

    `section` is the number of the heading above it (empty: none), `footnote` its own number where it
    may be one. `pages` are the numbers that its page goes by; empty where the text has no pages.
    """

    number: int
    words: str
    section: str = ""
    footnote: str = ""
    pages: tuple[int, ...] = ()
    is_heading: bool = False

    @property
    def place(self) -> str:
        """Where it stands, as a citation says it: `§4.2 p.6`; empty where that is not known."""
        section = f"§{self.section}" if self.section else ""
        page = f"p.{self.pages[-1]}" if self.pages else ""
        return " ".join(filter(None, (section, page)))


class Reading(Noun):
    """A cited document as it was read."""

    paragraphs: tuple[Paragraph, ...]
    sections: frozenset[str]
    pages: frozenset[int]
    key: str
    starts: tuple[int, ...]

    def holding(self, quote: str) -> tuple[Paragraph, ...]:
        """Return the paragraphs that a quote runs through; empty where its words do not stand.

        `…` and words in square brackets stand for what was left out, or put in, by who quotes.
        """
        parts = [key for part in _OMITTED.split(quote) if (key := key_of(part))]
        at, first = 0, -1
        for part in parts:
            start = self._found(part, at)
            if start < 0:
                return ()
            first = start if first < 0 else first
            at = start + len(part)
        if first < 0:
            return ()
        last = bisect_right(self.starts, at - 1)
        return self.paragraphs[bisect_right(self.starts, first) - 1 : last]

    def _found(self, part: str, at: int) -> int:
        """Return where some whole words begin, from a place on; -1 where they do not stand."""
        while (at := self.key.find(part, at)) >= 0:
            end = at + len(part)
            before, after = self.key[at - 1 : at], self.key[end : end + 1]
            if not _JOINED.match(before + part[0]) and not _JOINED.match(part[-1] + after):
                return at
            at += 1
        return -1

    @cached_property
    def sentences(self) -> tuple[tuple[Paragraph, str, str], ...]:
        """Every sentence, with its paragraph and with its key; worked out when first asked for."""
        return tuple(
            (paragraph, sentence, key_of(sentence))
            for paragraph in self.paragraphs
            for sentence in sentences(paragraph.words)
        )

    def nearest(self, quote: str) -> str:
        """Return the sentence that shares most words with a quote; empty where none shares half."""
        wanted = set(key_of(quote).split())
        best, most = "", 0.5
        for _, sentence, key in self.sentences:
            shared = len(wanted.intersection(key.split())) / max(len(wanted), 1)
            if shared > most:
                best, most = sentence, shared
        return best

    def within(self, section: str, page: str) -> tuple[Paragraph, ...]:
        """Return the paragraphs of a section, with those below it, and of pages; empty: any."""
        return tuple(p for p in self.paragraphs if in_section(p, section) and on_page(p, page))

    def has_section(self, section: str) -> bool:
        """Whether a section stands in the text; True where nothing shows that it does not."""
        wanted = label_of(section)
        if not wanted or not self.sections or wanted.startswith("fn"):
            return True
        return any(_below(one, wanted) or _below(wanted, one) for one in self.sections)

    def has_page(self, page: str) -> bool:
        """Whether a page stands in the text; True where it has no pages."""
        return not page or not self.pages or bool(_pages_named(page) & self.pages)


def key_of(text: str) -> str:
    """Return a text as it is compared: the same words give the same key."""
    plain = _FOOTNOTE_MARK.sub("", text.translate(_DASHES).translate(_ALIKE))
    plain = unicodedata.normalize("NFKC", plain).translate(_ALIKE).casefold()
    plain = _DASH.sub(" ", _BETWEEN_NUMBERS.sub("-", _HYPHEN.sub("", plain)))
    return " ".join(plain.split()).strip(" .,;:!?")


def label_of(section: str) -> str:
    """Return the number of a section without what people put around it: `App. B` is `b`."""
    bare = re.sub(r"^(?:§|app(?:endix)?|sec(?:tion)?)[.\s]*", "", section.strip().casefold())
    return re.sub(r"^(?:fn|footnote)[.\s]*", "fn", bare).rstrip(".")


def in_section(paragraph: Paragraph, section: str) -> bool:
    """Whether a paragraph stands in a section or below it; every one does in none."""
    wanted = label_of(section)
    if wanted.startswith("fn"):
        return paragraph.footnote == wanted.removeprefix("fn")
    return not wanted or _below(paragraph.section.casefold(), wanted)


def on_page(paragraph: Paragraph, page: str) -> bool:
    """Whether a paragraph stands on one of the pages named; every one does where none is."""
    return not page or not paragraph.pages or bool(_pages_named(page) & set(paragraph.pages))


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph, after a careful guess at where they end."""
    return _SENTENCE_END.split(text)


@lru_cache(maxsize=16)
def reading_of(source: Source) -> Reading:
    """Return the reading of a text. The answers are kept: several rules ask for the same."""
    paragraphs = tuple(_paragraphs(source.text))
    parts, starts, at = [], [], 0
    for paragraph in paragraphs:
        starts.append(at)
        parts.append(key_of(paragraph.words))
        at += len(parts[-1]) + 1
    return Reading(
        paragraphs,
        frozenset(p.section.casefold() for p in paragraphs if p.section),
        frozenset(n for p in paragraphs for n in p.pages),
        " ".join(parts),
        tuple(starts),
    )


def _below(section: str, wanted: str) -> bool:
    return section == wanted or section.startswith((f"{wanted}.", f"{wanted}("))


def _pages_named(page: str) -> set[int]:
    numbers = [int(n) for n in re.findall(r"\d+", page)]
    return set(range(numbers[0], numbers[-1] + 1)) if numbers else set()


def _paragraphs(text: str) -> Iterator[Paragraph]:
    pages = text.split("\f")
    section, count = "", 0
    for number, page in enumerate(pages, start=1):
        lines, printed = _without_page_number(page.splitlines())
        names = tuple(dict.fromkeys((number, *printed))) if len(pages) > 1 else ()
        for block in _blocks(lines):
            words = " ".join(re.sub(r"(?<=\w)-\n\s*(?=\w)", "-", "\n".join(block)).split())
            heading = _heading(block)
            if heading is not None:
                section = heading or section
            note = "" if heading is not None else _footnote(words)
            yield Paragraph(count, words, section, note, names, heading is not None)
            count += 1


def _without_page_number(lines: list[str]) -> tuple[list[str], tuple[int, ...]]:
    """Return the lines of a page without its printed number, and that number."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for at in {*filled[:1], *filled[-1:]}:
        found = _PAGE_NUMBER.fullmatch(lines[at])
        if found:
            return [*lines[:at], "", *lines[at + 1 :]], (int(found[1]),)
    return lines, ()


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        apart = not line.strip() or _MARKED.fullmatch(line) or _ITEM.match(line)
        if block and (apart or _MARKED.fullmatch(block[0])):
            yield block
            block = []
        if line.strip():
            block.append(line)
    if block:
        yield block


def _heading(block: list[str]) -> str | None:
    """Return the number of a heading, empty where it has none; None where it is no heading."""
    if len(block) > 1:
        return None
    marked = _MARKED.fullmatch(block[0])
    line = (marked[1] if marked else block[0]).strip().strip("*_ ")
    found = _NUMBERED.fullmatch(line)
    if marked:
        return found[1].casefold() if found and _is_number(found, line) else ""
    ends = line.endswith((".", ";", ",", ":", "?")) and line != line.split()[0]
    if found is None or ends or len(line) > _LONGEST_HEADING or not _is_number(found, line):
        return None
    return found[1].casefold() if not found[2] or found[2][0].isupper() else None


def _is_number(found: re.Match[str], line: str) -> bool:
    """Whether what stands first is a number: a letter alone is one behind a word or before a dot."""
    alone = _LETTER.fullmatch(found[1]) is not None
    return not alone or found.start(1) > 0 or line[1:2] in (".", ")", ":")


def _footnote(words: str) -> str:
    found = _FOOTNOTE.match(words)
    return (found[1] or found[2]) if found else ""
