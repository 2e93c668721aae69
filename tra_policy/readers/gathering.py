"""The raw records of one listed file, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tra_policy.model.evidence.bundle import Defect, Drawn
from tra_policy.readers.document import LIMITS, Document, Limits, step
from tra_policy.readers.faults import fault, finding, quoted
from tra_policy.readers.held import HEAD, Held, head_of, text_of
from tra_policy.readers.known import LOADED, recognised, recognised_part
from tra_policy.readers.listing import Listed
from tra_policy.readers.yaml_text import read_yaml
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.noun import Noun, replace
from tra_policy.words.source import Place
from tra_policy.words.suggest import did_you_mean

if TYPE_CHECKING:
    from tra_policy.readers.alike import Known
    from tra_policy.readers.given import Given
    from tra_policy.readers.ndjson import Line

FORMATS = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
}
READERS = (*LOADED, "attachment")


class Raw(Noun):
    """A record before its shape is checked.

    `document` and `pointer` are where its mistakes stand; `place` is where the record itself comes
    from when that is another file, as with a foreign log; `drawn` is then where its values come from,
    and `parts` are other files of the bundle that were looked at for it.
    """

    value: Any
    document: Document
    pointer: str
    defects: tuple[Defect, ...] = ()
    origin: Place | None = None
    drawn: tuple[Drawn, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """Where the record stands."""
        return self.origin or self.document.place(self.pointer)


class Gathered(Noun):
    """Raw records, and how many there are besides that cannot even be told apart."""

    records: tuple[Raw | Line, ...] = ()
    unread: int = 0


def read_document(
    path: str, name: str, file: Held, limits: Limits = LIMITS
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Return a YAML or JSON file as plain values; `name` tells its format, `path` is shown."""
    text, said = text_of(path, file, limits)
    if text is None:
        return None, said
    if not name.endswith(".json"):
        return read_yaml(path, text, limits)
    from tra_policy.readers.json_text import read_json

    return read_json(path, text, limits)


def reader_for(path: str, head: bytes) -> str:
    """Return the reader that an entry of a file has to name; empty where it needs none."""
    if found := recognised(path, head):
        return found
    native = path.lower().endswith(tuple(FORMATS)) and not recognised_part(path, head)
    return "" if native else "attachment"


def gather(
    file: Listed,
    manifest: Document,
    path: str,
    limits: Limits = LIMITS,
    others: Mapping[str, Listed] | None = None,
    known: Known | None = None,
) -> tuple[Gathered, tuple[Diagnostic, ...]]:
    """Return the raw records of a listed file; `path` is how its places name it.

    `others` are all listed files by path, where a foreign log finds what belongs to it. Where there is
    `known`, lines that are like others are read at once.
    """
    entry = file.entry
    if entry.reader is not None and entry.reader not in READERS:
        place = manifest.place(f"{file.pointer}/reader")
        advice = did_you_mean(entry.reader, READERS, f"readers: {', '.join(READERS)}")
        said = fault("TRB023", f"there is no reader {quoted(entry.reader)}", place, advice)
        return Gathered(unread=1), (said,)
    if entry.reader == "attachment":
        return Gathered(), ()
    if entry.reader is not None:
        return _foreign(file, manifest, path, limits, others or {})
    head = head_of(file.file, HEAD)
    if wanted := reader_for(entry.path, head):
        owner = recognised(entry.path, head) or recognised_part(entry.path, head)
        if owner:
            what = "a file" if wanted == owner else "part of a log"
            message = f"{quoted(entry.path)} looks like {what} for the reader `{owner}`"
            at = manifest.place(file.pointer)
            said = fault("TRB025", message, at, f"say `reader: {wanted}`")
            return Gathered(unread=1), (said,)
    if entry.defaults:
        at = manifest.place(f"{file.pointer}/defaults", of_key=True)
        said = fault("TRB024", "`defaults` is only read with a `reader`", at, "take it out")
        return Gathered(unread=1), (said,)
    suffix = next((s for s in FORMATS if entry.path.lower().endswith(s)), None)
    if suffix is None:
        return Gathered(), (_attached(file, manifest),)
    if FORMATS[suffix] == "ndjson":
        return _lines(file, path, limits, known)
    document, mistakes = read_document(path, entry.path.lower(), file.file, limits)
    if document is None:
        return Gathered(unread=1), mistakes
    found = tuple(Raw(v, document, p, file.defects) for p, v in _members(document))
    if found or document.value == [] or document.value == {"records": []}:
        return Gathered(found), mistakes
    advice = (
        "a list of records, or `records:` with a list; otherwise say `reader: attachment` "
        f"(no reader recognises it; tried: {_tried()})"
    )
    none = fault("TRB024", f"{quoted(entry.path)} holds no records", document.place(), advice)
    return Gathered(unread=1), (*mistakes, none)


def _attached(file: Listed, manifest: Document) -> Diagnostic:
    from tra_policy.readers.not_read import instead

    message = f"{quoted(file.entry.path)} is kept as an attachment: no record is read from it"
    advice = (
        f"say `reader: attachment` if that is meant; no reader recognises it (tried: {_tried()})"
    )
    if known := instead(file.entry.path, head_of(file.file, HEAD)):
        message = f"{message}; it is {known[0]}"
        advice = f"say `reader: attachment` if that is meant; else {known[1]}"
    place = manifest.place(f"{file.pointer}/path")
    return finding("TRB032", message, place, advice, Severity.INFO)


def _tried() -> str:
    return ", ".join(LOADED)


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


def _lines(
    file: Listed, path: str, limits: Limits, known: Known | None
) -> tuple[Gathered, tuple[Diagnostic, ...]]:
    from tra_policy.readers.ndjson import read_lines

    text, said = text_of(path, file.file, limits)
    if text is None:
        return Gathered(unread=1), said
    lines, unread, mistakes = read_lines(path, text, limits, known, file.defects)
    found = (Raw(d.value, d, "", file.defects) if isinstance(d, Document) else d for d in lines)
    return Gathered(tuple(found), unread), mistakes


def _foreign(
    file: Listed, manifest: Document, path: str, limits: Limits, others: Mapping[str, Listed]
) -> tuple[Gathered, tuple[Diagnostic, ...]]:
    entry = file.entry
    root = path.removesuffix(entry.path)
    folder = entry.path.rpartition("/")[0]

    # Whoever signs such a log has to have signed all that was looked at, used or not.
    seen: dict[str, None] = {}

    def beside(name: str) -> Given | None:
        found = others.get(f"{folder}/{name}" if folder else name)
        if found is None:
            return None
        seen[found.entry.path] = None
        return _given(found, root, limits)

    given = replace(_given(file, root, limits), defaults=entry.defaults, beside=beside)
    read = LOADED[str(entry.reader)].read(given)
    base = f"{file.pointer}/defaults"
    placed = [_in_manifest(d, manifest, base) for d in read.said]
    looks = recognised(entry.path, head_of(file.file, HEAD))
    if not read.drafts and looks and looks != entry.reader:
        place = manifest.place(f"{file.pointer}/reader")
        message = f"{quoted(entry.path)} looks like a file for another reader"
        placed.append(fault("TRB025", message, place, f"say `reader: {looks}`"))
    defects = file.defects
    for part in read.parts:
        used = others.get(part.removeprefix(root))
        defects += used.defects if used is not None else ()
    if len(read.drafts) > limits.records:
        message = (
            f"this file gives {len(read.drafts):,} records, more than the {limits.records:,} read"
        )
        placed.append(fault("TRB003", message, Place(path)))
        return Gathered(unread=len(read.drafts) + read.unread), tuple(placed)
    found = tuple(
        Raw(
            d.value,
            manifest,
            base,
            tuple(dict.fromkeys(defects)),
            Place(path),
            d.drawn,
            tuple(seen),
        )
        for d in read.drafts
    )
    if not found and not any(d.input_error for d in placed):
        message = f"the reader `{entry.reader}` finds no record in {quoted(entry.path)}"
        advice = "say `reader: attachment` if none is meant to be read"
        placed.append(fault("TRB024", message, Place(path), advice))
    return Gathered(found, read.unread or int(not found)), tuple(placed)


def _given(file: Listed, root: str, limits: Limits) -> Given:
    from tra_policy.readers.given import Given

    return Given(root + file.entry.path, file.file.size, file.file.open, limits=limits)


def _in_manifest(said: Diagnostic, manifest: Document, base: str) -> Diagnostic:
    """Move a mistake in the defaults, which the reader of a log cannot place, to where they stand."""
    if said.place is None or not said.place.pointer.startswith("/defaults"):
        return said
    pointer = base + said.place.pointer.removeprefix("/defaults")
    return replace(said, place=manifest.place(pointer))
