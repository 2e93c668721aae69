"""The files that a manifest lists, held against the files that are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from tra_policy.model.evidence.bundle import BundleFile, Defect, Table
from tra_policy.model.evidence.custody import HeldFile, is_custody
from tra_policy.model.evidence.tables import TableEntry
from tra_policy.readers.document import Document
from tra_policy.readers.faults import fault, finding, guess, listed, quoted
from tra_policy.readers.held import Files, Held, digest_of
from tra_policy.readers.text import has_control
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.digest import sha256_of
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place

MOST_LISTED = 10_000
LARGE = 4 * 1024 * 1024


class Listed(Noun):
    """A file that is listed and there: its entry, the pointer to that, and what is wrong with it."""

    entry: BundleFile
    pointer: str
    file: Held
    defects: tuple[Defect, ...] = ()


class Tables(Noun):
    """The tables of a bundle, the files that belong to one, and how many tables cannot be read."""

    tables: tuple[Table, ...] = ()
    files: Mapping[str, TableEntry] | None = None
    unread: int = 0


class Listing(Noun):
    """What could be opened, and how many entries could not."""

    files: tuple[Listed, ...]
    unread: int


def digests_of(
    files: Files, shown: Callable[[str], str]
) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
    """Return the sha256 of every file that can be read to its end; the others are told."""
    found: dict[str, str] = {}
    said: list[Diagnostic] = []
    for name, digest in zip(files, _digests(list(files.values())), strict=True):
        if isinstance(digest, str):
            found[name] = digest
        else:
            said.append(broken_off(name, shown(name), digest))
    return found, tuple(said)


def _digests(files: Sequence[Held]) -> Iterable[str | OSError]:
    """Return the digests in order; of several large files at the same time."""

    def one(file: Held) -> str | OSError:
        try:
            return digest_of(file)
        except OSError as error:
            return error

    if sum(file.size >= LARGE for file in files) < 2:
        return map(one, files)
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor() as workers:
        return list(workers.map(one, files))


def broken_off(name: str, path: str, error: OSError) -> Diagnostic:
    """Return the mistake that a file could not be read to its end."""
    message = f"{quoted(name)} cannot be read to its end"
    return fault("TRB005", message, Place(path), (error.strerror or "no reason given").lower())


def held_files(
    digests: Mapping[str, str],
    sizes: Mapping[str, int],
    entries: Sequence[BundleFile],
    manifest: str,
) -> tuple[HeldFile, ...]:
    """Return the files of a bundle in order: the manifest, what it lists, then the rest by name."""
    listed = {e.path: e for e in entries if e.path in digests and e.path != manifest}
    rest = sorted(set(digests) - set(listed) - {manifest})
    ordered = [manifest, *listed, *(path for path in rest if not is_custody(path))]
    return tuple(
        HeldFile(
            path,
            digests[path],
            sizes[path],
            listed[path].reader if path in listed else None,
            listed[path].defaults if path in listed else {},
            path in listed or path == manifest,
        )
        for path in ordered
    )


def digest_of_all(digests: Mapping[str, str]) -> str:
    """Return the digest of a bundle: sha256 over a line `SHA256  PATH` for every file, by path."""
    lines = (f"{digests[name]}  {name}\n" for name in sorted(digests))
    return sha256_of("".join(lines).encode("utf-8", "surrogateescape"))


def list_files(
    entries: Sequence[tuple[str, BundleFile]],
    files: Files,
    digests: Mapping[str, str],
    manifest: str,
    document: Document,
    besides: frozenset[str] = frozenset(),
) -> tuple[Listing, tuple[Diagnostic, ...]]:
    """Return the listed files that are there; `entries` are pairs of a pointer and an entry.

    `besides` are files that the manifest names elsewhere.
    """
    said: list[Diagnostic] = []
    found: list[Listed] = []
    first: dict[str, str] = {}
    unread = 0
    if len(entries) > MOST_LISTED:
        message = f"the manifest lists {len(entries):,} files, more than the {MOST_LISTED:,} read"
        return Listing((), len(entries)), (fault("TRB003", message, document.place("/files")),)
    evidence = {path for path in files if not is_custody(path)} - {manifest} - besides
    unlisted = sorted(evidence - {entry.path for _, entry in entries})
    for pointer, entry in entries:
        advice = path_fault(entry.path)
        if advice:
            said.append(
                fault(
                    "TRB021",
                    f"{quoted(entry.path)} is not a path inside the bundle",
                    _path_in(document, pointer),
                    advice,
                )
            )
            unread += 1
        elif entry.path in first:
            line = document.place(first[entry.path]).line
            message = f"{quoted(entry.path)} is listed twice"
            place = _path_in(document, pointer)
            said.append(fault("TRB022", message, place, f"the first time in line {line}"))
        elif entry.path == manifest:
            place = _path_in(document, pointer)
            said.append(fault("TRB022", "the manifest lists itself", place, "take the entry out"))
        elif is_custody(entry.path):
            message = f"{quoted(entry.path)} is a seal or a signature, which is no evidence"
            place = _path_in(document, pointer)
            said.append(fault("TRB022", message, place, "take the entry out"))
        elif entry.path not in files:
            first[entry.path] = pointer
            otherwise = "add the file, or take the entry out"
            advice = guess(entry.path, unlisted, len(said), otherwise)
            place = _path_in(document, pointer)
            said.append(
                fault("TRB020", f"{quoted(entry.path)} is not in the bundle", place, advice)
            )
            unread += 1
        else:
            first[entry.path] = pointer
            opened, mistakes = _opened(pointer, entry, files, digests, document)
            found.append(opened)
            said.extend(mistakes)
    extra = sorted(evidence - set(first))
    if extra:
        verb = "is" if len(extra) == 1 else "are"
        said.append(
            finding(
                "TRB031",
                f"{listed(extra)} {verb} in the bundle and not listed in its manifest",
                document.place("/files"),
                "what is not listed is not read",
                Severity.INFO,
            )
        )
    return Listing(tuple(found), unread), tuple(said)


def _path_in(document: Document, pointer: str) -> Place:
    """Where an entry says its path: to know places inside an entry, all places are looked for."""
    return document.place(f"{pointer}/path")


def path_fault(path: str) -> str:
    """Return what is wrong with a path in a bundle; empty where it stays inside."""
    if "\\" in path:
        return "separate folders with `/`"
    if has_control(path):
        return "it holds a control character"
    parts = path.split("/")
    if path.startswith("/") or ":" in parts[0]:
        return "write it from the folder of the manifest on"
    if ".." in parts:
        return "`..` leads out of the bundle"
    if "" in parts or "." in parts:
        return "take the empty part out"
    return ""


def _opened(
    pointer: str,
    entry: BundleFile,
    files: Files,
    digests: Mapping[str, str],
    document: Document,
) -> tuple[Listed, tuple[Diagnostic, ...]]:
    file, digest = files[entry.path], digests[entry.path]
    if entry.sha256 in (None, digest):
        return Listed(entry, pointer, file), ()
    said = finding(
        "TRB030",
        f"{quoted(entry.path)} is not the file that was listed: its sha256 begins "
        f"{digest[:12]}, not {str(entry.sha256)[:12]}",
        document.place(f"{pointer}/sha256"),
        "its records cannot support an answer; find out who changed it, and when",
        Severity.ERROR,
        subject=entry.path,
    )
    return Listed(entry, pointer, file, ("digest-mismatch",)), (said,)
