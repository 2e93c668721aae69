"""What may be written where the cursor is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from tra_policy.lsp.codes import all_codes
from tra_policy.lsp.cursor import Cursor, cursor
from tra_policy.lsp.expecting import expected, spelt
from tra_policy.lsp.index import Index
from tra_policy.lsp.meaning_of_lines import DIRECTIVES as ABOUT_DIRECTIVES
from tra_policy.lsp.meaning_of_lines import HEADS as ABOUT_HEADS
from tra_policy.lsp.meaning_of_lines import Meaning
from tra_policy.lsp.meaning_of_words import WORDS
from tra_policy.lsp.slots import SUBJECTS, Slot, dates_of
from tra_policy.lsp.snippets import SNIPPETS
from tra_policy.model.kinds import KINDS
from tra_policy.resolve.paths import Fault, said_of, typed
from tra_policy.syntax.heads import DIRECTIVES, HEADS, LIST_HEADS
from tra_policy.words.noun import Noun
from tra_policy.words.source import Source

Sort = Literal["name", "word", "head", "directive", "field", "code"]
_ALLOW = "# tra: allow("


class Proposal(Noun):
    """One thing that may be written from `start` to the cursor.

    `snippet` is the same with places to type over; empty where there are none. `rank` orders them.
    """

    text: str
    start: int
    sort: Sort
    detail: str = ""
    about: str = ""
    snippet: str = ""
    rank: int = 0


def proposals(source: Source, offset: int, index: Index) -> tuple[Proposal, ...]:
    """Return what may be written at an offset of a text, each text once, the likeliest first."""
    here = cursor(source, offset)
    found: dict[str, Proposal] = {}
    for one in _proposals(here, source, index):
        found.setdefault(one.text, one)
    return tuple(sorted(found.values(), key=lambda one: one.rank))


def _proposals(here: Cursor, source: Source, index: Index) -> Iterator[Proposal]:
    match here.where:
        case "comment":
            yield from _codes(here, source)
        case "directive" if not here.rule:
            yield from _directives(here)
        case "directive":
            yield from _next(here, index)
        case "line" if here.rule:
            yield from _next(here, index)
            if here.rule == "line_duty" or not here.written.strip():
                return
            yield from _longer_heads(here)
        case "line" if here.keyword:
            yield from _heads(here, index)


def _codes(here: Cursor, source: Source) -> Iterator[Proposal]:
    before, opened, typed = here.written.rpartition("(")
    if not opened or "".join(before.split()) != "#tra:allow" or ")" in typed:
        if "# tra: allow".startswith(" ".join(here.written.split())):
            start = here.start - len(here.written)
            text = f"{_ALLOW}CODE) because reason"
            snippet = f"{_ALLOW}${{1:CODE}}) because ${{2:reason}}"
            says = "The finding of this code on this line is accepted, and why."
            yield Proposal(text, start, "code", "accept a finding", says, snippet)
        return
    start = here.start - len(typed.rpartition(",")[2].lstrip())
    for code in all_codes().values():
        if code.code.startswith("TRA"):
            yield Proposal(code.code, start, "code", code.name, code.summary)


def _directives(here: Cursor) -> Iterator[Proposal]:
    if here.written.strip():
        return
    if here.first:
        yield Proposal("tra 1", here.start, "directive", "the first line of a policy")
    for rank, word in enumerate(DIRECTIVES):
        about = ABOUT_DIRECTIVES.get(word, Meaning(word, ""))
        yield Proposal(
            word, here.start, "directive", about.form, about.says, SNIPPETS.get(word, ""), rank
        )


def _heads(here: Cursor, index: Index) -> Iterator[Proposal]:
    """The heads that go on from what is written of the line; in a commitment parties, too."""
    begun = f"{here.written}{here.partial}"
    typed = " ".join(begun.split())
    for rank, head in enumerate(HEADS):
        if here.keyword not in head.within or not head.text.startswith(
            " ".join(here.written.split())
        ):
            continue
        if typed and here.written.strip() and not head.text.startswith(typed):
            continue
        about = ABOUT_HEADS.get(head.text, Meaning(head.text, ""))
        more = "" if head.text in _WHOLE or head.rule in LIST_HEADS else " "
        yield Proposal(
            f"{head.text}{more}".strip(), here.begins, "head", about.form, about.says, rank=rank
        )
    if here.keyword == "commitment" and not here.written.strip():
        for name in index.names("party"):
            yield Proposal(name, here.start, "name", "party", rank=-1)


_WHOLE = frozenset({"population complete", "not yet specified"})


def _longer_heads(here: Cursor) -> Iterator[Proposal]:
    """`measured` is a head, and begins `measured on`."""
    written = " ".join(here.written.split())
    for head in HEADS:
        if here.keyword in head.within and head.text.startswith(f"{written} "):
            about = ABOUT_HEADS.get(head.text, Meaning(head.text, ""))
            yield Proposal(head.text, here.begins, "head", about.form, about.says)


def _next(here: Cursor, index: Index) -> Iterator[Proposal]:
    wanted = expected(here.written, here.rule, here.keyword, here.outer)
    for slot in wanted.slots:
        yield from _fitting(slot, here, index)
    for terminal in sorted(wanted.terminals):
        for word in spelt(terminal):
            text = word.lstrip(", ") if here.written.rstrip().endswith(",") else word
            about = WORDS.get(text)
            yield Proposal(
                text,
                here.start,
                "word",
                about.form if about else "",
                about.says if about else "",
                rank=50,
            )


def _fitting(slot: Slot, here: Cursor, index: Index) -> Iterator[Proposal]:
    """What stands for a name: what is declared, what the language has, fields, or what was used."""
    start = here.start
    if slot.declares:
        return
    if slot.what == "metric":
        for one in index.declared.values():
            if one.category == "metric":
                yield Proposal(one.name, start, "name", "metric")
        return
    for one in index.declared.values():
        if one.category in slot.categories:
            yield Proposal(one.name, start, "name", one.category, _title(one.directive.head.text))
    for word in slot.words:
        about = WORDS.get(word)
        yield Proposal(word, start, "word", slot.what, about.says if about else "", rank=20)
    match slot.what:
        case "kind of record":
            for kind in sorted(KINDS):
                yield Proposal(kind.replace("_", "-"), start, "word", "kind of record", rank=10)
        case "field":
            yield from _fields(slot, here)
        case "event":
            for field in dates_of(slot.outer):
                yield Proposal(field, start, "field", f"a date of the {slot.outer}")
        case "stage" | "domain" | "word":
            used = (use.name for use in index.uses if use.slot.what == slot.what)
            for name in dict.fromkeys(used):
                yield Proposal(name, start, "word", slot.what, rank=10)


def _fields(slot: Slot, here: Cursor) -> Iterator[Proposal]:
    """The fields that a path may go on with: after a dot those behind the link."""
    path = [part.replace("-", "_") for part in here.partial.split(".")[:-1]]
    before = "".join(f"{part}." for part in here.partial.split(".")[:-1])
    skipped = 1 if slot.outer and path[:1] == [slot.outer] else 0
    start = slot.outer if skipped else slot.kind
    found = typed(start, (*path[skipped:], "\0")) if start in KINDS or start in SUBJECTS else ""
    for name in sorted(_own_first(found)):
        held = typed(start, (*path[skipped:], name))
        detail = said_of(held) if isinstance(held, str) and held else ""
        yield Proposal(f"{before}{name}", here.start, "field", detail, rank=5)
    if slot.outer and not path:
        yield Proposal(slot.outer, here.start, "field", "the record of `for every`", rank=15)


def _own_first(found: str | Fault) -> Iterable[str]:
    return found.known if isinstance(found, Fault) else ()


def _title(head: str) -> str:
    """Return the quoted title in the first line of a directive."""
    parts: Sequence[str] = head.split('"')
    return parts[1] if len(parts) > 1 else ""
