"""Files: the only place that opens policies and bundles.

What cannot be opened is a diagnostic with the nearest name that could; nothing here raises for what a
user typed. What the bytes mean is left to the parser and to the readers.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.explained import Explained
from tra_policy.words.source import Place, Source, Span
from tra_policy.words.suggest import did_you_mean

MANIFEST = "bundle.yaml"
STDIN = "-"
LARGEST_POLICY = 4 * 1024 * 1024
LARGEST_FILE = 512 * 1024 * 1024
LARGEST_BUNDLE = 1024 * 1024 * 1024
MOST_FILES = 100_000

_USE = re.compile(r"^[ \t]+use[ \t]+([A-Za-z][A-Za-z0-9._-]*)", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[ \t]*([^\s`]*)")
_CLOUD = "A check of something else than what was asked for would be worse than none."
_OUTSIDE = "Evidence is hostile input: a bundle must not be able to show files of the machine."


def _code(number: int, name: str, summary: str, why: str = _CLOUD, remedy: str = "") -> Explained:
    return Explained(f"TRX{number:03}", name, Severity.ERROR, summary, why, remedy)


CODES: tuple[Explained, ...] = (
    _code(1, "no-such-file", "a file or folder is not there"),
    _code(2, "unreadable", "a file may not be read, or is none"),
    _code(3, "not-utf-8", "a policy is not UTF-8 text", remedy="save it as UTF-8"),
    _code(4, "too-large", "a file or a bundle is larger than what is read", _OUTSIDE),
    _code(5, "no-policies", "a folder holds no policies, or a Markdown file no `tra` fence"),
    _code(6, "no-library", "a library that a policy uses is not found"),
    _code(
        7,
        "no-manifest",
        "a folder or archive has no `bundle.yaml`",
        "The manifest says whose evidence this is, about what, and as of when.",
    ),
    _code(
        8, "link-outside", "a link in a bundle leads out of it", _OUTSIDE, "put the file itself in"
    ),
    _code(9, "stdin-twice", "standard input is asked for twice", "It can be read once."),
)


@dataclass(frozen=True, slots=True)
class BundleFiles:
    """The bytes of a bundle, ready for `readers.bundle.read_bundle(files, manifest, root)`.

    `files` maps paths inside the bundle to bytes, `manifest` is the name of one of them, and `root`
    stands before them in messages, so that these name files as the user knows them.
    """

    files: Mapping[str, bytes]
    manifest: str
    root: str


def open_policies(
    paths: Iterable[str],
) -> tuple[tuple[tuple[Source, ...], ...], tuple[Diagnostic, ...]]:
    """Return one tuple of texts for each policy: the policy first, then the libraries that it uses.

    A path is a `.tra` file, a `.md` file (its `tra` fences, read as one text, each line at its place),
    a folder (every `.tra` file below it, in order of name), or `-` for standard input. Each file is
    opened once, however often it is named. A library `use NAME` is `NAME.tra` beside the policy, or
    else in the nearest folder `policies/tra/` upwards from it, or in that next to the package.
    """
    policies: list[tuple[Source, ...]] = []
    said: list[Diagnostic] = []
    seen: set[str] = set()
    for given in paths:
        if given == STDIN and STDIN in seen:
            message = "standard input is asked for twice"
            said.append(_mistake(9, message, Place(STDIN), "name it once"))
            continue
        files, mistakes = _policy_files(given)
        said.extend(mistakes)
        for file in files:
            identity = file if file == STDIN else os.path.realpath(file)
            if identity in seen:
                continue
            seen.add(identity)
            source, mistakes = _policy(file)
            said.extend(mistakes)
            if source is not None:
                libraries, mistakes = open_libraries(source)
                said.extend(mistakes)
                policies.append((source, *libraries))
    return tuple(policies), tuple(said)


def open_libraries(policy: Source) -> tuple[tuple[Source, ...], tuple[Diagnostic, ...]]:
    """Return the libraries that a policy uses, and those that they use, each once."""
    found: dict[str, Source] = {}
    said: list[Diagnostic] = []
    waiting = [policy]
    while waiting:
        user = waiting.pop(0)
        for use in _USE.finditer(user.text):
            name = use[1]
            if name in found or f"{name}.tra" == Path(policy.path).name:
                continue
            library, mistakes = _library(user, name, Span(user.path, use.start(1), use.end(1)))
            said.extend(mistakes)
            if library is not None:
                found[name] = library
                waiting.append(library)
    return tuple(found.values()), tuple(said)


def open_bundle(given: str) -> tuple[BundleFiles | None, tuple[Diagnostic, ...]]:
    """Return the bytes of a bundle, or None and the reason.

    A path is a folder with `bundle.yaml`, a manifest by itself (the files that it lists are then looked
    for beside it), a zip archive of such a folder, or `-` for a manifest from standard input. Names that
    begin with a dot are let be; links may not lead out of the folder.
    """
    if given == STDIN:
        data, mistakes = _bytes(STDIN, LARGEST_FILE)
        return (BundleFiles({STDIN: data}, STDIN, ""), ()) if data is not None else (None, mistakes)
    path = Path(given)
    if _is_folder(path):
        return _folder(path)
    data, mistakes = _bytes(given, LARGEST_FILE)
    if data is None:
        return None, mistakes
    if data.startswith(b"PK"):
        return _zip(given, data)
    root = "" if path.parent == Path() else path.parent.as_posix()
    if path.name == MANIFEST:
        return _folder(path.parent)
    return BundleFiles({path.name: data}, path.name, root), ()


def _mistake(number: int, message: str, place: Place, advice: str = "") -> Diagnostic:
    return Diagnostic(f"TRX{number:03}", message, help=advice, place=place, input_error=True)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _names_in(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except (OSError, ValueError):
        return []


def _bytes(given: str, most: int) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """Return the bytes of a file or of standard input, or None and the reason."""
    try:
        if given == STDIN:
            data = sys.stdin.buffer.read(most + 1)
        else:
            if not Path(given).is_file():
                return None, (_absent(given),)
            with Path(given).open("rb") as file:
                data = file.read(most + 1)
    except FileNotFoundError:
        return None, (_absent(given),)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it has no valid name"
        return None, (_mistake(2, f"`{given}` cannot be read", Place(given), str(why).lower()),)
    if len(data) > most:
        message = f"`{given}` is larger than the {most:,} bytes that are read"
        return None, (_mistake(4, message, Place(given)),)
    return data, ()


def _absent(given: str) -> Diagnostic:
    path = Path(given)
    if path.exists():
        return _mistake(2, f"`{given}` is no file", Place(given))
    if not _is_folder(path.parent):
        return _mistake(1, f"there is no folder `{path.parent.as_posix()}`", Place(given))
    shown = f"there is nothing with a similar name in `{path.parent.as_posix()}`"
    return _mistake(
        1,
        f"there is no `{given}`",
        Place(given),
        did_you_mean(path.name, _names_in(path.parent), shown),
    )


def _policy_files(given: str) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    if given == STDIN or not _is_folder(Path(given)):
        return (given,), ()
    found = tuple(sorted(p.as_posix() for p in _walk(Path(given)) if p.suffix == ".tra"))
    if not found:
        message = f"there is no `.tra` file below `{given}`"
        return (), (_mistake(5, message, Place(given)),)
    return found, ()


def _walk(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder, without names that begin with a dot; no linked folders."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here, name) for name in sorted(names) if not name.startswith("."))


def _policy(given: str) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    data, mistakes = _bytes(given, LARGEST_POLICY)
    if data is None:
        return None, mistakes
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, (
            _mistake(3, f"`{given}` is UTF-16, not UTF-8", Place(given), "save as UTF-8"),
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        place = Place(given, line, column)
        return None, (_mistake(3, f"`{given}` is not UTF-8", place, "save it as UTF-8"),)
    if Path(given).suffix.lower() not in {".md", ".markdown"}:
        return Source(given, text), ()
    fenced = fenced_text(text)
    if fenced is None:
        message = f"there is no `tra` fence in `{given}`"
        return None, (_mistake(5, message, Place(given), "it begins with ```` ```tra ````"),)
    return Source(given, fenced), ()


def fenced_text(text: str) -> str | None:
    """Return the `tra` fences of a Markdown text with all other lines emptied; None without any.

    Lines keep their numbers, so that every message names the line in the Markdown file.
    """
    kept: list[str] = []
    closing: re.Pattern[str] | None = None
    inside = found = False
    for line in text.split("\n"):
        fence = _FENCE.match(line)
        if closing is None and fence:
            closing = re.compile(
                rf"^ {{0,3}}{re.escape(fence[1])}{re.escape(fence[1][0])}*[ \t\r]*$"
            )
            inside = fence[2] == "tra"
            found = found or inside
            kept.append("")
        elif closing is not None and closing.match(line):
            closing, inside = None, False
            kept.append("")
        else:
            kept.append(line if inside else "")
    return "\n".join(kept) if found else None


def _library(user: Source, name: str, span: Span) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    places = list(_library_folders(user.path))
    for folder in places:
        file = folder / f"{name}.tra"
        if file.is_file():
            return _policy(_shown(file))
    known = [p.stem for folder in places for p in folder.glob("*.tra")]
    advice = did_you_mean(name, known, f"it would be `{name}.tra` beside the policy")
    missing = Diagnostic(
        "TRX006",
        f"the library `{name}` is not found",
        span,
        help=advice,
        place=user.place(span.start),
        input_error=True,
    )
    return None, (missing,)


def _library_folders(path: str) -> Iterator[Path]:
    beside = Path.cwd() if path == STDIN else Path(path).parent.absolute()
    package = Path(__file__).parent.parent
    yield beside
    for folder in (beside, *beside.parents, package):
        library = folder / "policies" / "tra"
        if _is_folder(library):
            yield library


def _shown(file: Path) -> str:
    """Return a path as a user would type it: from the working folder on where it lies below that."""
    here = Path.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()


def _folder(folder: Path) -> tuple[BundleFiles | None, tuple[Diagnostic, ...]]:
    root = "" if folder == Path() else folder.as_posix()
    if not (folder / MANIFEST).is_file():
        return None, (_no_manifest(root or ".", _names_in(folder)),)
    files: dict[str, bytes] = {}
    said: list[Diagnostic] = []
    total = 0
    real = folder.resolve()
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        if not _inside(path, real):
            message = f"the link `{name}` leads out of the bundle"
            said.append(_mistake(8, message, Place(path.as_posix()), "put the file itself in"))
            continue
        data, mistakes = _bytes(path.as_posix(), LARGEST_FILE)
        said.extend(mistakes)
        if data is None:
            continue
        files[name] = data
        total += len(data)
        if total > LARGEST_BUNDLE or len(files) > MOST_FILES:
            return None, (_too_much(root),)
    if MANIFEST not in files:
        return None, tuple(said)
    said += [_linked_folder(path) for path in _linked_folders(folder, real)]
    return BundleFiles(files, MANIFEST, root), tuple(said)


def _inside(path: Path, real: Path) -> bool:
    try:
        return path.resolve().is_relative_to(real)
    except (OSError, RuntimeError):
        return False


def _linked_folders(folder: Path, real: Path) -> Iterator[Path]:
    for here, folders, _ in os.walk(folder):
        for name in sorted(folders):
            path = Path(here, name)
            if path.is_symlink() and not name.startswith("."):
                yield path


def _linked_folder(path: Path) -> Diagnostic:
    message = f"the folder `{path.name}` is a link and was not opened"
    return _mistake(8, message, Place(path.as_posix()), "put the folder itself in")


def _too_much(root: str) -> Diagnostic:
    message = f"the bundle is larger than {LARGEST_BUNDLE:,} bytes or {MOST_FILES:,} files"
    return _mistake(4, message, Place(root))


def _no_manifest(shown: str, names: Sequence[str]) -> Diagnostic:
    otherwise = "`tra init` writes a bundle to start from"
    message = f"there is no `{MANIFEST}` in `{shown}`"
    return _mistake(7, message, Place(shown), did_you_mean(MANIFEST, names, otherwise))


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
