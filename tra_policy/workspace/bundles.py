"""Bundles of evidence: a folder, a manifest by itself, a zip archive, or standard input."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place, Source
from tra_policy.words.suggest import did_you_mean
from tra_policy.workspace.codes import mistake
from tra_policy.workspace.opening import STDIN, is_file, is_folder, names_in, read_bytes, walk

if TYPE_CHECKING:
    from tra_policy.model.evidence.bundle import Evidence

MANIFEST = "bundle.yaml"
LARGEST_FILE = 512 * 1024 * 1024
LARGEST_BUNDLE = 1024 * 1024 * 1024
MOST_FILES = 100_000


@dataclass(frozen=True, slots=True)
class BundleFiles:
    """The bytes of a bundle, ready for `readers.bundle.read_bundle(files, manifest, root)`.

    `files` maps paths inside the bundle to bytes, `manifest` is the name of one of them, and `root`
    stands before them in messages, so that these name files as the user knows them.
    """

    files: Mapping[str, bytes]
    manifest: str
    root: str


def open_bundle(
    given: str,
) -> tuple[Evidence | None, Mapping[str, Source], tuple[Diagnostic, ...]]:
    """Return the evidence of a bundle, the texts that messages point into, and all mistakes.

    A path is what `open_files` takes. The evidence is None where the manifest cannot be understood. The
    texts are those that some place with a line is in, by the path that the place names.
    """
    from tra_policy.readers.bundle import read_bundle
    from tra_policy.readers.spans import spanned

    opened, said = open_files(given)
    if opened is None:
        return None, {}, said
    evidence, mistakes = read_bundle(opened.files, opened.manifest, opened.root)
    before = f"{opened.root}/" if opened.root else ""
    pointed = {d.place.path for d in mistakes if d.place is not None and d.place.line}
    texts = {
        path: Source(path, opened.files[path.removeprefix(before)].decode("utf-8-sig", "replace"))
        for path in sorted(pointed)
        if path.removeprefix(before) in opened.files
    }
    return evidence, texts, (*said, *spanned(mistakes, texts))


def open_files(given: str) -> tuple[BundleFiles | None, tuple[Diagnostic, ...]]:
    """Return the bytes of a bundle, or None and the reason.

    A path is a folder with `bundle.yaml`, a manifest by itself (the files that it lists are then looked
    for beside it), a zip archive of such a folder, or `-` for a manifest from standard input. Names that
    begin with a dot are let be; links may not lead out of the folder.
    """
    if given == STDIN:
        data, mistakes = read_bytes(STDIN, LARGEST_FILE)
        return (BundleFiles({STDIN: data}, STDIN, ""), ()) if data is not None else (None, mistakes)
    path = Path(given)
    if is_folder(path):
        return _folder(path)
    data, mistakes = read_bytes(given, LARGEST_FILE)
    if data is None:
        return None, mistakes
    if data.startswith(b"PK"):
        return _zip(given, data)
    root = "" if path.parent == Path() else path.parent.as_posix()
    if path.name == MANIFEST:
        return _folder(path.parent)
    return _alone(path, data, root)


def _alone(
    manifest: Path, data: bytes, root: str
) -> tuple[BundleFiles | None, tuple[Diagnostic, ...]]:
    """Return a manifest of any name with just the files beside it that it lists."""
    from tra_policy.readers.gathering import read_document
    from tra_policy.readers.listing import path_fault

    files = {manifest.name: data}
    document, _ = read_document(manifest.as_posix(), manifest.name.lower(), data)
    value = document.value if document is not None else None
    entries = value.get("files") if isinstance(value, dict) else None
    said: list[Diagnostic] = []
    for entry in entries if isinstance(entries, list) else ():
        name = entry.get("path") if isinstance(entry, dict) else None
        if not isinstance(name, str) or path_fault(name) or name in files:
            continue
        path = manifest.parent / name
        if not is_file(path):
            continue
        if not _inside(path, manifest.parent.resolve()):
            said.append(_linked(path, name))
            continue
        found, mistakes = read_bytes(path.as_posix(), LARGEST_FILE)
        said.extend(mistakes)
        if found is not None:
            files[name] = found
        if sum(map(len, files.values())) > LARGEST_BUNDLE:
            return None, (_too_much(root),)
    return BundleFiles(files, manifest.name, root), tuple(said)


def _folder(folder: Path) -> tuple[BundleFiles | None, tuple[Diagnostic, ...]]:
    root = "" if folder == Path() else folder.as_posix()
    if not is_file(folder / MANIFEST):
        return None, (_no_manifest(root or ".", names_in(folder)),)
    files: dict[str, bytes] = {}
    said: list[Diagnostic] = []
    total = 0
    real = folder.resolve()
    for path in walk(folder):
        name = path.relative_to(folder).as_posix()
        if not _inside(path, real):
            said.append(_linked(path, name))
            continue
        data, mistakes = read_bytes(path.as_posix(), LARGEST_FILE)
        said.extend(mistakes)
        if data is None:
            continue
        files[name] = data
        total += len(data)
        if total > LARGEST_BUNDLE or len(files) > MOST_FILES:
            return None, (_too_much(root),)
    if MANIFEST not in files:
        return None, tuple(said)
    said += [_linked_folder(path) for path in _linked_folders(folder)]
    return BundleFiles(files, MANIFEST, root), tuple(said)


def _inside(path: Path, real: Path) -> bool:
    try:
        return path.resolve().is_relative_to(real)
    except (OSError, RuntimeError):
        return False


def _linked(path: Path, name: str) -> Diagnostic:
    message = f"the link `{name}` leads out of the bundle"
    return mistake(8, message, Place(path.as_posix()), "put the file itself in")


def _linked_folders(folder: Path) -> Iterator[Path]:
    for here, folders, _ in os.walk(folder):
        for name in sorted(folders):
            path = Path(here, name)
            if path.is_symlink() and not name.startswith("."):
                yield path


def _linked_folder(path: Path) -> Diagnostic:
    message = f"the folder `{path.name}` is a link and was not opened"
    return mistake(8, message, Place(path.as_posix()), "put the folder itself in")


def _too_much(root: str) -> Diagnostic:
    message = f"the bundle is larger than {LARGEST_BUNDLE:,} bytes or {MOST_FILES:,} files"
    return mistake(4, message, Place(root))


def _no_manifest(shown: str, names: Sequence[str]) -> Diagnostic:
    otherwise = "`tra init` writes a bundle to start from"
    message = f"there is no `{MANIFEST}` in `{shown}`"
    return mistake(7, message, Place(shown), did_you_mean(MANIFEST, names, otherwise))


def _zip(given: str, data: bytes) -> tuple[BundleFiles | None, tuple[Diagnostic, ...]]:
    from tra_policy.readers.archive import read_archive

    found, said = read_archive(given, data)
    if found is None:
        return None, said
    tops = sorted(
        (n for n in found if n.rpartition("/")[2] == MANIFEST), key=lambda n: n.count("/")
    )
    if not tops:
        return None, (_no_manifest(given, list(found)),)
    # A zip made from outside the folder has that folder around everything.
    top = tops[0].removesuffix(MANIFEST)
    files = {n.removeprefix(top): held for n, held in found.items() if n.startswith(top)}
    return BundleFiles(files, MANIFEST, given), ()
