"""A bundle of evidence: bytes in, records out, each mistake at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.bundle import (
    KINDS,
    BundleFile,
    Defect,
    Evidence,
    Filed,
    Manifest,
    Table,
)
from tra_policy.model.evidence.custody import Custody, is_custody
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.evidence.tables import TableEntry
from tra_policy.readers.artefacts import artefact_fault
from tra_policy.readers.document import LIMITS, Document, Limits, step
from tra_policy.readers.faults import MOST_SAID, fault, finding, quoted
from tra_policy.readers.gathering import Gathered, Raw, gather, read_document
from tra_policy.readers.held import Files, Held, as_held
from tra_policy.readers.links import dangling
from tra_policy.readers.listing import (
    Tables,
    broken_off,
    digest_of_all,
    digests_of,
    held_files,
    list_files,
)
from tra_policy.readers.shapes import fitting, shaped
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place
from tra_policy.words.suggest import did_you_mean

if TYPE_CHECKING:
    from tra_policy.readers.alike import Known
    from tra_policy.readers.ndjson import Line


class _Kept(Noun):
    """What was read of the records: those that fit, and the ids of those that do not."""

    records: tuple[tuple[Record, Raw | Line], ...]
    unreadable: frozenset[str]
    unread: int


# Takes the tables of a bundle, and what stands before the paths in it.
Ahead = Callable[[Sequence[Table], str], None]


def read_bundle(
    files: Mapping[str, bytes | Held],
    manifest: str = "bundle.yaml",
    root: str = "",
    limits: Limits = LIMITS,
    ahead: Ahead = lambda tables, root: None,
) -> tuple[Evidence | None, tuple[Diagnostic, ...]]:
    """Return the evidence of a bundle, or None where its manifest cannot be read, and all mistakes.

    `files` maps paths inside the bundle (with `/`) to bytes, or to files that are opened when they are
    read; `manifest` is one of them. `root` stands before the paths in every place, so that a message
    names the file as the user knows it. A bad record is reported and counted as unread; the others are
    still read. `ahead` is given the tables, if there are any, before the records are read.
    """
    said: list[Diagnostic] = []
    path = _shown(root, manifest)
    if manifest not in files:
        advice = did_you_mean(manifest, files, "`tra init` writes a bundle to start from")
        message = f"there is no manifest {quoted(manifest)}"
        return None, (fault("TRB010", message, Place(path), advice),)
    held = as_held(files)
    digests, broken = digests_of(held, lambda name: _shown(root, name))
    if manifest not in digests:
        return None, broken
    document, mistakes = read_document(path, manifest.lower(), held[manifest], limits)
    said.extend(mistakes)
    if document is None:
        return None, tuple(said)
    head, inline, mistakes = _manifest(document)
    said.extend(mistakes)
    entries = list(_entries(document))
    held = {name: file for name, file in held.items() if name in digests}
    tables, of_tables = _tables(document, held, digests, {e.path for _, e in entries})
    rows = tables.files or {}
    if tables.tables:
        ahead(tables.tables, root)
    listing, mistakes = list_files(entries, held, digests, manifest, document, frozenset(rows))
    said.extend((*broken, *mistakes, *of_tables))
    raws: list[Raw | Line] = list(inline)
    alike: Known = {}
    unread = listing.unread + tables.unread
    others = {file.entry.path: file for file in listing.files}
    for file in listing.files:
        shown = _shown(root, file.entry.path)
        try:
            gathered, mistakes = gather(file, document, shown, limits, others, alike)
        except OSError as error:
            gathered, mistakes = Gathered(unread=1), (broken_off(file.entry.path, shown, error),)
        raws.extend(gathered.records)
        unread += gathered.unread
        said.extend(mistakes)
    kept, mistakes = _shape(raws)
    said.extend(mistakes)
    if head is None:
        return None, _once(said)
    said.extend(dangling(kept.records, head.subject, kept.unreadable))
    sizes = {name: file.size for name, file in held.items()}
    listed = [*(entry for _, entry in entries), *_as_files(rows)]
    custody = Custody(
        root,
        manifest,
        held_files(digests, sizes, listed, manifest),
        differing=frozenset(f.entry.path for f in listing.files if "digest-mismatch" in f.defects),
    )
    if any(map(is_custody, held)):
        from tra_policy.readers.custody import read_custody

        custody, mistakes = read_custody(custody, held, digests)
        said.extend(mistakes)
    known = _Known({_shown(root, name): name for name in held}, digests, sizes)
    inner = tuple(record for record, raw in kept.records if _is_inline(raw, document))
    evidence = Evidence(
        manifest=head.model_copy(update={"records": inner}),
        filed=tuple(_filed(record, raw, known, said) for record, raw in kept.records),
        sha256=digest_of_all(digests),
        unread=unread + kept.unread,
        custody=custody,
        tables=tables.tables,
    )
    return evidence, _once(said)


def _is_inline(raw: Raw | Line, manifest: Document) -> bool:
    return isinstance(raw, Raw) and raw.document is manifest and raw.origin is None


def _tables(
    document: Document, files: Files, digests: Mapping[str, str], taken: set[str]
) -> tuple[Tables, tuple[Diagnostic, ...]]:
    if not isinstance(document.value, dict) or not document.value.get("tables"):
        return Tables(), ()
    from tra_policy.readers.tables import read_tables

    return read_tables(document, files, digests, taken)


def _as_files(rows: Mapping[str, TableEntry]) -> Iterator[BundleFile]:
    """Yield the files of tables as entries: how their rows are read is part of what is signed."""
    for path, entry in rows.items():
        reading = entry.model_dump(mode="json", include={"kind", "columns", "defaults", "format"})
        yield BundleFile(path=path, reader="rows", defaults=reading)


class _Known(Noun):
    """The files of a bundle: their names by the path that is shown, their digests and sizes by name."""

    names: Mapping[str, str]
    digests: Mapping[str, str]
    sizes: Mapping[str, int]


def _shown(root: str, name: str) -> str:
    return f"{root}/{name}" if root else name


def _once(said: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Leave out what is said of a place after the text there was already found wrong."""
    broken = {_at(d.place) for d in said if d.code in {"TRB002", "TRB003"}}
    followers = {"TRB011", "TRB013", "TRB014"}
    return tuple(d for d in said if d.code not in followers or _at(d.place) not in broken)


def _at(place: Place | None) -> tuple[str, int, int] | None:
    return (place.path, place.line, place.column) if place else None


def _manifest(
    document: Document,
) -> tuple[Manifest | None, tuple[Raw, ...], tuple[Diagnostic, ...]]:
    """Return the manifest without its records, the raw records, and all mistakes in the former."""
    value = document.value
    if not isinstance(value, dict):
        message = "this file is empty" if value is None else "a manifest is a mapping"
        advice = "it begins with `format: tra.bundle/1`"
        return None, (), (fault("TRB010", message, document.place(), advice),)
    records = value.get("records", [])
    rest = {name: held for name, held in value.items() if name != "records"}
    head, said = shaped(Manifest, rest, document, "", "the manifest")
    if records is None or not isinstance(records, list):
        place = document.place("/records")
        return None, (), (*said, fault("TRB013", "`records` is a list, one item a record", place))
    raws = tuple(Raw(v, document, step("/records", i)) for i, v in enumerate(records))
    return head, raws, said


def _entries(document: Document) -> Iterator[tuple[str, BundleFile]]:
    """Yield the entries under `files:` that can be read; the manifest's own check reports the others."""
    value = document.value.get("files") if isinstance(document.value, dict) else None
    for index, entry in enumerate(value if isinstance(value, list) else ()):
        pointer = step("/files", index)
        file, _ = shaped(BundleFile, entry, document, pointer, "this entry")
        if file is not None:
            yield pointer, file


def _shape(raws: list[Raw | Line]) -> tuple[_Kept, tuple[Diagnostic, ...]]:
    """Check every raw record against its kind, and ids against each other."""
    said: list[Diagnostic] = []
    kept: list[tuple[Record, Raw | Line]] = []
    first: dict[str, Raw | Line] = {}
    unreadable: set[str] = set()
    unread = hidden = 0
    for raw in raws:
        name: Any
        record: Record | None
        if not isinstance(raw, Raw):
            record, name = raw.record, raw.record.id
        else:
            record, mistakes = _record(raw, len(said) < MOST_SAID)
            said.extend(mistakes)
            hidden += 1 if record is None and not mistakes else 0
            name = raw.value.get("id") if isinstance(raw.value, dict) else None
        if isinstance(name, str) and name in first:
            place = raw.document.place(step(raw.pointer, "id"))
            advice = f"the first one stands at {first[name].place}"
            message = f"there is a record {quoted(name)} already"
            if len(said) < MOST_SAID:
                said.append(fault("TRB016", message, place, advice, name))
            else:
                hidden += 1
            unread += 1
            continue
        if isinstance(name, str):
            first[name] = raw
        if record is None:
            unread += 1
            unreadable.update([name] if isinstance(name, str) else [])
        else:
            kept.append((record, raw))
    if hidden:
        message = f"and {hidden:,} more records with mistakes"
        said.append(fault("TRB017", message, raws[-1].place, "correct those above first"))
    return _Kept(tuple(kept), frozenset(unreadable), unread), tuple(said)


def _record(raw: Raw, speaks: bool) -> tuple[Record | None, tuple[Diagnostic, ...]]:
    """Return a record, or None with its mistakes; without these where enough has been said."""
    if not speaks:
        return _quietly(raw.value), ()
    value = raw.value
    # What is said of a record, and where, is worked out for those that do not fit.
    if (record := _quietly(value)) is not None:
        return record, ()
    place = raw.document.place(raw.pointer)
    if not isinstance(value, dict):
        message = "a record is a mapping of names to values"
        return None, (fault("TRB013", message, place, "it has a `kind` and an `id`"),)
    kind = value.get("kind")
    subject = value.get("id") if isinstance(value.get("id"), str) else ""
    label = f"record {quoted(subject)}" if subject else "this record"
    if kind is None:
        return None, (fault("TRB012", f"{label} has no `kind`", place, _kinds(""), str(subject)),)
    cls = KINDS.get(kind) if isinstance(kind, str) else None
    if cls is None:
        at = raw.document.place(step(raw.pointer, "kind"))
        message = f"{quoted(kind)} is not a kind of record"
        return None, (fault("TRB015", message, at, _kinds(str(kind)), str(subject)),)
    named = f"{kind} {quoted(subject)}" if subject else f"this {kind}"
    return shaped(cls, value, raw.document, raw.pointer, named)


def _quietly(value: Any) -> Record | None:
    kind = value.get("kind") if isinstance(value, dict) else None
    cls = KINDS.get(kind) if isinstance(kind, str) else None
    return fitting(cls, value) if cls is not None else None


def _kinds(name: str) -> str:
    return did_you_mean(name, KINDS, f"kinds: {', '.join(sorted(KINDS))}")


def _filed(record: Record, raw: Raw | Line, known: _Known, said: list[Diagnostic]) -> Filed:
    defects: tuple[Defect, ...] = raw.defects
    stands = raw.place
    if other := artefact_fault(record, known.digests, known.sizes):
        defects = (*defects, "digest-mismatch")
        place = stands if raw.origin else raw.document.place(step(raw.pointer, "artefact"))
        advice = "the record cannot support an answer; find out which of the two was changed"
        said.append(finding("TRB030", other, place, advice, Severity.ERROR, subject=record.id))
    if isinstance(record, Measurement) and (wrong := _suspect(record)):
        defects = (*defects, "suspect-counts")
        place = stands if raw.origin else raw.document.place(step(raw.pointer, wrong[0]))
        said.append(finding("TRB033", wrong[1], place, wrong[2], subject=record.id))
    file = known.names.get(stands.path, "")
    return Filed(record, stands, defects, (), file, raw.parts, raw.drawn)


def _suspect(record: Measurement) -> tuple[str, str, str] | None:
    """Return the field of a measurement whose number cannot be, with what to say of it."""
    value, counts = record.value, record.counts
    if counts is not None and not counts.add_up:
        if counts.scored == 0:
            return "counts", f"no item of `{record.id}` was scored", "it shows nothing"
        parts = f"{counts.scored} scored, {counts.errored} errored, {counts.excluded} excluded"
        message = f"the counts of `{record.id}` do not add up: {counts.planned} planned; {parts}"
        return "counts", message, "the last three make up the first"
    share = value is not None and (value.unit == "share" or record.interval == "from-counts")
    if value is not None and share and not 0 <= value.value <= 1:
        message = f"{quoted(value)} cannot be the value of a share"
        return "value", message, "a share lies between 0% and 100%"
    return None
