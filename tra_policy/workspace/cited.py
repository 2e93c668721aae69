"""The texts of the documents that a policy cites, from the files that its `source` lines name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath

from tra_policy.model.policy import Cited
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.noun import Noun, field
from tra_policy.words.source import Place, Source
from tra_policy.words.suggest import did_you_mean
from tra_policy.workspace.codes import mistake
from tra_policy.workspace.opening import STDIN, is_file, is_folder, names_in, read_bytes

LARGEST_CITED = 16 * 1024 * 1024


class CitedTexts(Noun):
    """The texts at hand, by the policy's names for them; the names of the others; what was said.

    A text is as its bytes are, so that its digest can be taken. What cannot be read as text is told and
    is not at hand; a file that is not there is no mistake.
    """

    texts: dict[str, Source] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def open_cited(policy: str, sources: Iterable[Cited], folder: str = "") -> CitedTexts:
    """Return the texts of cited documents that lie in a folder: `folder`, or else that of the policy.

    Only files below that folder are opened, by the relative path that the policy writes, of at most 16
    MiB, in UTF-8. A PDF is not read.
    """
    if folder and not is_folder(Path(folder)):
        above = Path(folder).parent
        near = did_you_mean(Path(folder).name, names_in(above))
        wrong = mistake(1, f"there is no folder `{folder}`", Place(folder), near)
        return CitedTexts({}, (), (wrong,))
    base = Path(folder) if folder else Path() if policy == STDIN else Path(policy).parent
    texts: dict[str, Source] = {}
    absent: list[str] = []
    said: list[Diagnostic] = []
    for one in sources:
        text, why = _text(base, one)
        if text is not None:
            texts[one.name] = text
        else:
            absent.append(one.name)
        if why is not None:
            said.append(why)
    return CitedTexts(texts, tuple(absent), tuple(said))


def _text(base: Path, cited: Cited) -> tuple[Source | None, Diagnostic | None]:
    if not _is_relative(cited.file):
        return None, None
    path = base / cited.file
    if not is_file(path):
        return None, None
    shown = path.as_posix()
    if not _inside(path, base):
        return None, _unread(
            cited, shown, "its path leads out of the folder", "put the file itself in"
        )
    if cited.file.lower().endswith(".pdf"):
        return None, _pdf(cited, shown)
    data, wrong = read_bytes(shown, LARGEST_CITED)
    if data is None:
        return None, _unread(
            cited, shown, *((wrong[0].message, wrong[0].help) if wrong else ("", ""))
        )
    if data.startswith(b"%PDF"):
        return None, _pdf(cited, shown)
    try:
        return Source(shown, data.decode("utf-8")), None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return None, _unread(cited, shown, f"line {line} is not UTF-8", "save it as UTF-8 text")


def _is_relative(name: str) -> bool:
    """Whether a name is a path below a folder; a title of a document, which is none, does no harm."""
    if not name or "\x00" in name or "\\" in name or PureWindowsPath(name).drive:
        return False
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _inside(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False


def _pdf(cited: Cited, path: str) -> Diagnostic:
    help = "save its text as a file of its own, name that in the `source` line, and pin its digest"
    return _unread(cited, path, "it is a PDF, and only text is read", help)


def _unread(cited: Cited, path: str, why: str, help: str) -> Diagnostic:
    message = f"the cited document `{cited.name}` is not read: {why}"
    return Diagnostic("TRX013", message, severity=Severity.INFO, help=help, place=Place(path))
