"""What files of tables came to before, kept in a folder beside the work: a file for each, and each checked.

An entry holds for one file content, one way of counting, one version of this tool and of the database. One
that is damaged, or of another version, is as good as none.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tra_policy import __version__
from tra_policy.words.digest import sha256_of
from tra_policy.words.noun import Noun
from tra_policy.workspace.on_disk import Mark

if TYPE_CHECKING:
    from tra_policy.engine.partial import Partial

FORMAT = "tra.counted/2"
_TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n# What `tra` counted before. It may be deleted.\n"
)
# A file that was changed this shortly before its digest was kept may have been changed once more since
# without another time stamp.
_TOO_FRESH = 2_000_000_000


class Kept(Noun):
    """A folder of what was counted before. What cannot be written is not kept, and nothing else happens."""

    folder: Path
    database: str

    def get(self, sha256: str, plan: str) -> Partial | None:
        """Return what a file came to, if that is known and undamaged."""
        from tra_policy.engine.partial import from_json

        try:
            held = json.loads(self._path(sha256, plan).read_text(encoding="utf-8"))
            if held["of"] != self._of(sha256, plan) or held["digest"] != _digest(held["partial"]):
                return None
            return from_json(held["partial"])
        except (OSError, ValueError, KeyError, TypeError, ArithmeticError, RecursionError):
            return None

    def put(self, sha256: str, plan: str, partial: Partial) -> None:
        """Keep what a file came to."""
        from tra_policy.engine.partial import as_json

        value = as_json(partial)
        entry = {"of": self._of(sha256, plan), "digest": _digest(value), "partial": value}
        self._write(self._path(sha256, plan), entry)

    def _of(self, sha256: str, plan: str) -> list[str]:
        return [FORMAT, __version__, self.database, sha256, plan]

    def _path(self, sha256: str, plan: str) -> Path:
        return self.folder / "counted" / plan[:16] / f"{sha256}.json"

    def _write(self, path: Path, value: Any) -> None:
        with suppress(OSError):
            _begun(self.folder)
            path.parent.mkdir(parents=True, exist_ok=True)
            # Whoever reads at the same time sees a whole file, this one or the one before.
            import tempfile

            handle, name = tempfile.mkstemp(dir=path.parent)
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(value, file, separators=(",", ":"))
                Path(name).replace(path)
            except OSError:
                with suppress(OSError):
                    Path(name).unlink()
                raise


def _begun(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(parents=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        (folder / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return sha256_of(text.encode())


class Digests:
    """The sha256 of large files, by what the file system says of them: those that are as they were are
    not read again.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "digests.json"
        self._folder = folder
        self._known: dict[str, list[Any]] = {}
        self._new: dict[str, list[Any]] = {}
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            written = self._path.stat().st_mtime_ns
            held = json.loads(self._path.read_text(encoding="utf-8"))
            if held["format"] == FORMAT and held["digest"] == _digest(held["files"]):
                self._known = {
                    path: told
                    for path, told in held["files"].items()
                    if max(told[0][3:]) < written - _TOO_FRESH
                }

    def get(self, path: str, mark: Mark) -> str | None:
        """Return the digest of a file that is as it was."""
        told = self._known.get(os.path.realpath(path))
        return str(told[1]) if told is not None and told[0] == list(mark) else None

    def put(self, path: str, mark: Mark, digest: str) -> None:
        """Note the digest of a file."""
        self._new[os.path.realpath(path)] = [list(mark), digest]

    def keep(self) -> None:
        """Write down what was noted."""
        if not self._new:
            return
        files = {**self._known, **self._new}
        value = {"format": FORMAT, "digest": _digest(files), "files": files}
        Kept(self._folder, "")._write(self._path, value)
