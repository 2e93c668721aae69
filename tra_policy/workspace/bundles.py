"""Bundles of evidence: a folder, a manifest by itself, a zip archive, or standard input."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, field, replace
from tra_policy.words.source import Place, Source
from tra_policy.words.suggest import did_you_mean
from tra_policy.workspace.codes import mistake
from tra_policy.workspace.on_disk import KnownDigests, Shelf, Watch
from tra_policy.workspace.opening import STDIN, is_file, is_folder, names_in, read_bytes, walk

if TYPE_CHECKING:
    from tra_policy.model.evidence.bundle import Evidence
    from tra_policy.readers.bundle import Ahead
    from tra_policy.readers.document import Limits
    from tra_policy.readers.held import Held

# Messages show a line of a text: those of one that is read whole.
LONGEST_TEXT = 10 * 1024 * 1024

MANIFEST = "bundle.yaml"
ZIP = b"PK"


class BundleFiles(Noun):
    """The files of a bundle, ready for `readers.bundle.read_bundle(files, manifest, root)`.

    `files` maps paths inside the bundle to files, `manifest` is the name of one of them, and `root`
    stands before them in messages, so that these name files as the user knows them. `shelf` knows
    which of them lie on disk.
    """

    files: Mapping[str, Held]
    manifest: str
    root: str
    shelf: Shelf = field(compare=False)


def open_bundle(
    given: str,
    limits: Limits | None = None,
    watch: Watch | None = None,
    digests: KnownDigests | None = None,
    allowed: Sequence[str] = (),
    ahead: Ahead = lambda tables, root: None,
) -> tuple[Evidence | None, Mapping[str, Source], tuple[Diagnostic, ...]]:
    """Return the evidence of a bundle, the texts that messages point into, and all mistakes.

    A path is what `open_files` takes. The evidence is None where the manifest cannot be understood. The
    texts are those that some place with a line is in, by the path that the place names. `watch` is told
    how far a large file was read; what `digests` knows of one is not worked out again.
    Of addresses that tables name, those under an `allowed` one are opened. `ahead` is given the tables
    before the records are read.
    """
    from tra_policy.readers.bundle import read_bundle
    from tra_policy.readers.document import LIMITS

    limits = limits or LIMITS
    opened, said = open_files(given, limits, watch, digests)
    if opened is None:
        return None, {}, said
    if allowed:
        more, refused = _afar(opened, allowed, limits)
        opened, said = replace(opened, files={**opened.files, **more}), (*said, *refused)
    evidence, mistakes = read_bundle(opened.files, opened.manifest, opened.root, limits, ahead)
    texts = _texts(opened, mistakes)
    if mistakes:
        from tra_policy.readers.spans import spanned

        mistakes = spanned(mistakes, texts)
    return evidence, texts, (*said, *mistakes, *opened.shelf.changed())


def _afar(
    opened: BundleFiles, allowed: Sequence[str], limits: Limits
) -> tuple[Mapping[str, Held], tuple[Diagnostic, ...]]:
    """Return the files of tables that lie at addresses which are allowed."""
    from tra_policy.readers.gathering import read_document
    from tra_policy.workspace.afar import AFAR, open_afar

    manifest = opened.files[opened.manifest]
    shown = f"{opened.root}/{opened.manifest}" if opened.root else opened.manifest
    document, _ = read_document(shown, opened.manifest.lower(), manifest, limits)
    lists = _within(document.value if document else None, "tables", "files")
    patterns = [one for held in lists for one in (held if isinstance(held, list) else ())]
    named = [one for one in patterns if isinstance(one, str) and AFAR in one]
    return open_afar(named, allowed, limits, shown)


def _texts(opened: BundleFiles, mistakes: Sequence[Diagnostic]) -> dict[str, Source]:
    """Return the texts that mistakes point into; of a large file its beginning."""
    from tra_policy.readers.held import head_of

    before = f"{opened.root}/" if opened.root else ""
    pointed = {d.place.path for d in mistakes if d.place is not None and d.place.line}
    found: dict[str, Source] = {}
    for path in sorted(pointed):
        file = opened.files.get(path.removeprefix(before))
        if file is None:
            continue
        try:
            text = head_of(file, LONGEST_TEXT).decode("utf-8-sig", "replace")
        except OSError:
            continue
        found[path] = Source(path, text)
    return found


def open_files(
    given: str,
    limits: Limits | None = None,
    watch: Watch | None = None,
    digests: KnownDigests | None = None,
) -> tuple[BundleFiles | None, tuple[Diagnostic, ...]]:
    """Return the files of a bundle, or None and the reason.

    A path is a folder with `bundle.yaml`, a manifest by itself (the files that it lists are then looked
    for beside it), a zip archive of such a folder, or `-` for a manifest from standard input. Names that
    begin with a dot are let be; links may not lead out of the folder.
    """
    from tra_policy.readers.document import LIMITS
    from tra_policy.readers.held import InMemory, head_of

    limits = limits or LIMITS
    shelf = Shelf(watch, digests)
    if given == STDIN:
        data, mistakes = read_bytes(STDIN, limits.size)
        if data is None:
            return None, mistakes
        return BundleFiles({STDIN: InMemory(data)}, STDIN, "", shelf), ()
    path = Path(given)
    if is_folder(path):
        return _folder(path, limits, shelf)
    if not is_file(path):
        return None, read_bytes(given, 0)[1]
    file, mistakes = shelf.take(path)
    if file is None:
        return None, mistakes
    try:
        zipped = head_of(file, len(ZIP)) == ZIP
    except OSError:
        zipped = False
    if zipped:
        return _zip(given, file, limits, shelf)
    if path.name == MANIFEST:
        return _folder(path.parent, limits, Shelf(watch, digests))
    return _alone(path, file, limits, shelf)


def _alone(
    manifest: Path, file: Held, limits: Limits, shelf: Shelf
) -> tuple[BundleFiles | None, tuple[Diagnostic, ...]]:
    """Return a manifest of any name with just the files beside it that it lists."""
    from tra_policy.readers.gathering import read_document
    from tra_policy.readers.listing import path_fault

    root = "" if manifest.parent == Path() else manifest.parent.as_posix()
    files: dict[str, Held] = {manifest.name: file}
    document, _ = read_document(manifest.as_posix(), manifest.name.lower(), file, limits)
    value = document.value if document is not None else None
    said: list[Diagnostic] = []
    for name in _named(value, manifest.parent):
        path = manifest.parent / name
        if path_fault(name) or name in files or not is_file(path):
            continue
        if not _inside(path, manifest.parent.resolve()):
            said.append(_linked(path, name))
            continue
        found, mistakes = shelf.take(path)
        said.extend(mistakes)
        if found is not None:
            files[name] = found
        if shelf.total > limits.bundle or len(files) > limits.files:
            return None, (_too_much(root, limits),)
    return BundleFiles(files, manifest.name, root, shelf), tuple(said)


def _named(manifest: object, folder: Path) -> Iterator[str]:
    """Yield the files that a manifest lists, then those beside it that belong to its tables."""
    from tra_policy.readers.listing import path_fault
    from tra_policy.readers.tables import folder_of, is_of

    for path in _within(manifest, "files", "path"):
        if isinstance(path, str):
            yield path
    for patterns in _within(manifest, "tables", "files"):
        for pattern in patterns if isinstance(patterns, list) else ():
            if not isinstance(pattern, str) or path_fault(pattern):
                continue
            for path in walk(folder / folder_of(pattern)):
                name = path.relative_to(folder).as_posix()
                if is_of(pattern, name):
                    yield name


def _within(manifest: object, listed: str, field: str) -> Iterator[object]:
    """Yield a field of each item of a list in a manifest that nobody has checked yet."""
    items = manifest.get(listed) if isinstance(manifest, dict) else None
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            yield item.get(field)


def _folder(
    folder: Path, limits: Limits, shelf: Shelf
) -> tuple[BundleFiles | None, tuple[Diagnostic, ...]]:
    root = "" if folder == Path() else folder.as_posix()
    if not is_file(folder / MANIFEST):
        return None, (_no_manifest(root or ".", names_in(folder)),)
    files: dict[str, Held] = {}
    said: list[Diagnostic] = []
    real = folder.resolve()
    for path in walk(folder):
        name = path.relative_to(folder).as_posix()
        if not _inside(path, real):
            said.append(_linked(path, name))
            continue
        file, mistakes = shelf.take(path)
        said.extend(mistakes)
        if file is None:
            continue
        files[name] = file
        if shelf.total > limits.bundle or len(files) > limits.files:
            return None, (_too_much(root, limits),)
    if MANIFEST not in files:
        return None, tuple(said)
    said += [_linked_folder(path) for path in _linked_folders(folder)]
    return BundleFiles(files, MANIFEST, root, shelf), tuple(said)


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


def _too_much(root: str, limits: Limits) -> Diagnostic:
    message = f"the bundle is larger than {limits.bundle:,} bytes or {limits.files:,} files"
    advice = "`--limit bundle=SIZE` and `--limit files=NUMBER` allow more"
    return mistake(4, message, Place(root), advice)


def _no_manifest(shown: str, names: Sequence[str]) -> Diagnostic:
    otherwise = "`tra init` writes a bundle to start from"
    message = f"there is no `{MANIFEST}` in `{shown}`"
    return mistake(7, message, Place(shown), did_you_mean(MANIFEST, names, otherwise))


def _zip(
    given: str, file: Held, limits: Limits, shelf: Shelf
) -> tuple[BundleFiles | None, tuple[Diagnostic, ...]]:
    from tra_policy.workspace.zipped import members

    found, said = members(given, file, limits)
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
    return BundleFiles(files, MANIFEST, given, shelf), ()
