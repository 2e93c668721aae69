"""The raw records of one listed file, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tra_policy.model.evidence.bundle import Defect
from tra_policy.readers import inspect
from tra_policy.readers.document import LIMITS, Document, Limits, step
from tra_policy.readers.faults import fault, finding, quoted
from tra_policy.readers.json_text import read_json
from tra_policy.readers.listing import Listed
from tra_policy.readers.ndjson import read_ndjson
from tra_policy.readers.text import decode
from tra_policy.readers.yaml12 import read_yaml
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.source import Place
from tra_policy.words.suggest import did_you_mean

FORMATS = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
}
READERS = ("inspect", "attachment")


@dataclass(frozen=True, slots=True)
class Raw:
    """A record before its shape is checked.

    `document` and `pointer` are where its mistakes stand; `place` is where the record itself comes
    from when that is another file, as with a foreign log.
    """

    value: Any
    document: Document
    pointer: str
    defects: tuple[Defect, ...] = ()
    origin: Place | None = None

    @property
    def place(self) -> Place:
        """Where the record stands."""
        return self.origin or self.document.place(self.pointer)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Raw records, and how many there are besides that cannot even be told apart."""

    records: tuple[Raw, ...] = ()
    unread: int = 0


def read_document(
    path: str, name: str, data: bytes, limits: Limits = LIMITS
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Return a YAML or JSON file as plain values; `name` tells its format, `path` is shown."""
    text, said = decode(path, data, limits)
    if text is None:
        return None, said
    return (read_json if name.endswith(".json") else read_yaml)(path, text, limits)


def reader_for(path: str, data: bytes) -> str:
    """Return the reader that an entry of a file has to name; empty where it needs none."""
    if inspect.sniff(path, data[: inspect.HEAD]):
        return "inspect"
    return "" if path.lower().endswith(tuple(FORMATS)) else "attachment"


def gather(
    file: Listed, manifest: Document, path: str, limits: Limits = LIMITS
) -> tuple[Gathered, tuple[Diagnostic, ...]]:
    """Return the raw records of a listed file; `path` is how its places name it."""
    entry = file.entry
    place = manifest.place(f"{file.pointer}/reader")
    if entry.reader is not None and entry.reader not in READERS:
        advice = did_you_mean(entry.reader, READERS, f"readers: {', '.join(READERS)}")
        said = fault("TRB023", f"there is no reader {quoted(entry.reader)}", place, advice)
        return Gathered(unread=1), (said,)
    if entry.reader == "attachment":
        return Gathered(), ()
    if entry.reader == "inspect":
        return _log(file, manifest, path)
    if inspect.sniff(entry.path, file.data[: inspect.HEAD]):
        message = f"{quoted(entry.path)} looks like an Inspect log"
        said = fault("TRB025", message, manifest.place(file.pointer), "say `reader: inspect`")
        return Gathered(unread=1), (said,)
    if entry.defaults:
        at = manifest.place(f"{file.pointer}/defaults", of_key=True)
        said = fault("TRB024", "`defaults` is only read with a `reader`", at, "take it out")
        return Gathered(unread=1), (said,)
    suffix = next((s for s in FORMATS if entry.path.lower().endswith(s)), None)
    if suffix is None:
        return Gathered(), (_attached(file, manifest),)
    if FORMATS[suffix] == "ndjson":
        return _lines(file, path, limits)
    document, mistakes = read_document(path, entry.path.lower(), file.data, limits)
    if document is None:
        return Gathered(unread=1), mistakes
    found = tuple(Raw(v, document, p, file.defects) for p, v in _members(document))
    if found or document.value == [] or document.value == {"records": []}:
        return Gathered(found), mistakes
    advice = "a list of records, or `records:` with a list; otherwise say `reader: attachment`"
    none = fault("TRB024", f"{quoted(entry.path)} holds no records", document.place(), advice)
    return Gathered(unread=1), (*mistakes, none)


def _attached(file: Listed, manifest: Document) -> Diagnostic:
    return finding(
        "TRB032",
        f"{quoted(file.entry.path)} is kept as an attachment: no record is read from it",
        manifest.place(f"{file.pointer}/path"),
        "say `reader: attachment` if that is meant",
        Severity.INFO,
    )


def _members(document: Document) -> Iterator[tuple[str, Any]]:
    value, pointer = document.value, ""
    if isinstance(value, dict):
        if isinstance(value.get("kind"), str):
            yield "", value
            return
        if set(value) != {"records"}:
            return
        value, pointer = value["records"], "/records"
    if isinstance(value, list):
        for index, member in enumerate(value):
            yield step(pointer, index), member


def _lines(file: Listed, path: str, limits: Limits) -> tuple[Gathered, tuple[Diagnostic, ...]]:
    text, said = decode(path, file.data, limits)
    if text is None:
        return Gathered(unread=1), said
    documents, unread, mistakes = read_ndjson(path, text, limits)
    found = tuple(Raw(d.value, d, "", file.defects) for d in documents)
    return Gathered(found, unread), mistakes


def _log(file: Listed, manifest: Document, path: str) -> tuple[Gathered, tuple[Diagnostic, ...]]:
    values, said = inspect.read(path, file.data, file.entry.defaults)
    base = f"{file.pointer}/defaults"
    placed = tuple(_in_manifest(d, manifest, base) for d in said)
    found = tuple(Raw(v, manifest, base, file.defects, Place(path)) for v in values)
    return Gathered(found, 0 if values else 1), placed


def _in_manifest(said: Diagnostic, manifest: Document, base: str) -> Diagnostic:
    """Move a mistake in the defaults, which the reader of a log cannot place, to where they stand."""
    if said.place is None or not said.place.pointer.startswith("/defaults"):
        return said
    pointer = base + said.place.pointer.removeprefix("/defaults")
    return replace(said, place=manifest.place(pointer))
