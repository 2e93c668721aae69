"""The tables that a manifest declares: their files, their columns, and what is so of every row.

Rows are not read here: a table is a promise of rows, which whoever counts them has to keep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import KINDS, Table
from tra_policy.model.evidence.custody import is_custody
from tra_policy.model.evidence.tables import Shard, TableEntry, TableFormat
from tra_policy.model.kinds import KINDS as FIELDS
from tra_policy.readers.document import Document, step
from tra_policy.readers.faults import fault, finding, listed, quoted
from tra_policy.readers.held import Files
from tra_policy.readers.listing import Tables, path_fault
from tra_policy.readers.shapes import shaped
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.regex import regex
from tra_policy.words.suggest import did_you_mean

# The kinds of which there are more than fit into memory: nothing else names one of these by its id.
ROW_KINDS = ("rollout", "reward_sample", "dataset_row", "instance_score")
SUFFIXES: dict[str, TableFormat] = {
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".ndjson.gz": "ndjson",
    ".jsonl.gz": "ndjson",
    ".parquet": "parquet",
}
_NO_COLUMN = ("part",)
# What only a record says that stands for a sample of many: a row stands for itself.
_OF_A_SAMPLE = ("sampled", "flagged")
_LONGEST = 500
# What is at an address of an object store is opened elsewhere, or not at all.
AFAR = "://"
# Stands in for what a column holds while the defaults are looked at.
_STAND_IN = "x"
_WILD = regex(r"(\*\*/|\*\*|\*|\?)")
_WORDS = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def read_tables(
    document: Document, files: Files, digests: Mapping[str, str], taken: set[str]
) -> tuple[Tables, tuple[Diagnostic, ...]]:
    """Return the tables of a manifest; `taken` are the files that it lists otherwise."""
    value = document.value.get("tables") if isinstance(document.value, dict) else None
    said: list[Diagnostic] = []
    found: list[Table] = []
    owners: dict[str, TableEntry] = {}
    names: set[str] = set()
    unread = 0
    for index, raw in enumerate(value if isinstance(value, list) else ()):
        pointer = step("/tables", index)
        entry, _ = shaped(TableEntry, raw, document, pointer, "this table")
        if entry is None:
            unread += 1  # the manifest's own check says why
            continue
        mistakes = list(_mistakes(entry, document, pointer))
        if entry.id in names:
            place = document.place(step(pointer, "id"))
            mistakes.append(fault("TRB016", f"there is a table {quoted(entry.id)} already", place))
        names.add(entry.id)
        base, wrong = _base(entry, document, pointer) if not mistakes else (None, ())
        mistakes.extend(wrong)
        shards, wrong = _shards(entry, document, pointer, files, digests, owners, taken)
        mistakes.extend(wrong)
        said.extend(mistakes)
        if base is None or any(one.input_error for one in mistakes):
            unread += 1
        if base is not None:
            found.append(Table(entry, document.place(pointer), base, shards))
    return Tables(tuple(found), owners, unread), tuple(said)


def _mistakes(entry: TableEntry, document: Document, pointer: str) -> Iterator[Diagnostic]:
    if entry.kind not in ROW_KINDS:
        place = document.place(step(pointer, "kind"))
        known = f"kinds of rows: {', '.join(ROW_KINDS)}"
        is_kind = entry.kind in KINDS
        advice = known if is_kind else did_you_mean(entry.kind, ROW_KINDS, known)
        message = f"records of kind {quoted(entry.kind)} cannot come as a table"
        if not is_kind:
            message = f"{quoted(entry.kind)} is not a kind of record"
        yield fault("TRB070", message, place, advice, entry.id)
        return
    fields = FIELDS[entry.kind]
    known_fields = [
        name for name, word in fields.items() if word not in _NO_COLUMN and name not in _OF_A_SAMPLE
    ]
    for name, column in entry.columns.items():
        at = partial(document.place, f"{pointer}/columns/{name}", of_key=True)
        if name not in known_fields:
            advice = did_you_mean(name, known_fields, f"it has {listed(known_fields, 40)}")
            message = f"a {entry.kind} has no field {quoted(name)} that a column can hold"
            yield fault("TRB070", message, at(), advice, entry.id)
        elif not isinstance(column, str) and name != "flags":
            advice = "only `flags` has a column for each of its names"
            yield fault("TRB070", f"`{name}` is held by one column", at(), advice, entry.id)
        elif name in entry.defaults:
            advice = "state it in one of the two"
            message = f"`{name}` is stated of all rows and held by a column"
            yield fault("TRB070", message, at(), advice, entry.id)
        for one in (column,) if isinstance(column, str) else column.values():
            if "" in one.split("/"):
                advice = "`/` leads into the parts of a column"
                yield fault("TRB070", f"{quoted(one)} is not a column", at(), advice, entry.id)
    yield from _clashes(entry, document, pointer)
    for name in ("id", "kind", *_OF_A_SAMPLE):
        if name in entry.defaults:
            place = document.place(f"{pointer}/defaults/{name}", of_key=True)
            message = f"`{name}` cannot be so of every row"
            yield fault("TRB070", message, place, "take it out", entry.id)


def _clashes(entry: TableEntry, document: Document, pointer: str) -> Iterator[Diagnostic]:
    """Yield columns that cannot be read beside another one."""
    named: dict[str, str] = {}
    for name, column in entry.columns.items():
        inner = {name: column} if isinstance(column, str) else column
        for one in inner.values():
            first = named.setdefault(one.lower(), one)
            if first != one:
                message = f"{quoted(one)} and {quoted(first)} differ only in case"
                place = document.place(f"{pointer}/columns/{name}")
                yield fault("TRB070", message, place, "name one of the two", entry.id)
    for one in sorted(named):
        whole = next((named[a] for a in _above(one) if a in named), None)
        if whole is not None:
            message = (
                f"{quoted(named[one])} is a part of {quoted(whole)}, which holds a value itself"
            )
            place = document.place(f"{pointer}/columns")
            yield fault("TRB070", message, place, "name one of the two", entry.id)


def _above(column: str) -> Iterator[str]:
    parts = column.split("/")
    yield from ("/".join(parts[:n]) for n in range(1, len(parts)))


def _base(
    entry: TableEntry, document: Document, pointer: str
) -> tuple[Record | None, tuple[Diagnostic, ...]]:
    """Return a record of what is so of every row; the rest of it means nothing."""
    cls = KINDS[entry.kind]
    wanted = {name for name, one in cls.model_fields.items() if one.is_required()}
    stand_in = dict.fromkeys(wanted - {"id", "kind"} - set(entry.defaults), _STAND_IN)
    value: dict[str, Any] = {"kind": entry.kind, "id": entry.id, **stand_in, **entry.defaults}
    return shaped(cls, value, document, f"{pointer}/defaults", f"table {quoted(entry.id)}")


def _shards(
    entry: TableEntry,
    document: Document,
    pointer: str,
    files: Files,
    digests: Mapping[str, str],
    owners: dict[str, TableEntry],
    taken: set[str],
) -> tuple[tuple[Shard, ...], tuple[Diagnostic, ...]]:
    said: list[Diagnostic] = []
    found: dict[str, Shard] = {}
    first: dict[str, str] = {}
    for index, pattern in enumerate(entry.files):
        # To find a place among inner ones takes the library, and there is mostly nothing to say.
        at = partial(document.place, f"{pointer}/files/{index}")
        afar = AFAR in pattern
        if not afar and (advice := path_fault(pattern)):
            message = f"{quoted(pattern)} is not a path inside the bundle"
            said.append(fault("TRB021", message, at(), advice, entry.id))
            continue
        fits = _fitting(pattern).fullmatch
        matching = sorted(name for name in digests if fits(name) and not is_custody(name))
        if not matching and afar:
            message = f"{quoted(pattern)} is not opened: evidence names it, and nobody allowed it"
            advice = f"if it is to be read: `--allow {pattern.rpartition('/')[0]}/`"
            said.append(fault("TRB080", message, at(), advice, entry.id))
        elif not matching:
            message = f"no file of the bundle is {quoted(pattern)}"
            advice = did_you_mean(pattern, list(digests)[:1000], "add the files, or correct it")
            said.append(fault("TRB071", message, at(), advice, entry.id))
        for name in matching:
            if name in owners or name in taken:
                if name not in found:
                    message = f"{quoted(name)} is listed elsewhere, too"
                    said.append(fault("TRB022", message, at(), "list it once", entry.id))
                continue
            address = getattr(files[name], "path", "")
            wrong = _unusable(entry, name, address)
            if wrong:
                said.append(fault("TRB074", f"{quoted(name)} {wrong[0]}", at(), wrong[1], entry.id))
                continue
            if digests[name] in first:
                message = f"{quoted(name)} is the same as {quoted(first[digests[name]])}"
                advice = "its rows are counted twice"
                said.append(finding("TRB077", message, at(), advice, subject=entry.id))
            first.setdefault(digests[name], name)
            owners[name] = entry
            form = format_of(entry, name) or "ndjson"
            mark = getattr(files[name], "mark", ())
            found[name] = Shard(name, digests[name], address, form, mark=mark)
    return tuple(found.values()), tuple(said)


def is_of(pattern: str, name: str) -> bool:
    """Whether a file belongs to a table by a pattern."""
    return _fitting(pattern).fullmatch(name) is not None


def folder_of(pattern: str) -> str:
    """Return the folder in which all files of a pattern lie; empty for the bundle's own."""
    return _WILD.split(pattern)[0].rpartition("/")[0]


def _fitting(pattern: str) -> re.Pattern[str]:
    words = (_WORDS.get(part) or re.escape(part) for part in _WILD.split(pattern))
    # A name with a line end in it is one that `**` stands for, too.
    return re.compile("".join(words), re.DOTALL)


def _unusable(entry: TableEntry, name: str, address: str) -> tuple[str, str] | None:
    if not address:
        return "does not lie on disk, where its rows are counted", "unpack it, and give the folder"
    if (AFAR not in name and path_fault(name)) or not _is_unicode(name) or len(name) > _LONGEST:
        return "has a name that cannot be listed", "rename it"
    if re.search(r"[*?\[\]]", address):
        return "has `*`, `?` or a bracket in its path", "rename it"
    if format_of(entry, name) is None:
        advice = "say `format: ndjson` or `format: parquet`"
        return "does not say by its name what form it has", advice
    return None


def _is_unicode(name: str) -> bool:
    # The bytes of a file name that are no UTF-8 come as halves of characters.
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def format_of(entry: TableEntry, name: str) -> TableFormat | None:
    """Return the form of a file of a table, by its entry or by its name."""
    lower = name.lower()
    by_name = next((held for suffix, held in SUFFIXES.items() if lower.endswith(suffix)), None)
    return entry.format or by_name
