"""Files of a bundle that stay on disk while they are read, and those that are small enough to hold."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place
from tra_policy.workspace.codes import mistake
from tra_policy.workspace.opening import read_bytes

if TYPE_CHECKING:
    from tra_policy.readers.held import Held

# What is told of a long read: the path, how many of its bytes, of how many.
Watch = Callable[[str, int, int], None]
# What a file is known by: device, number, size, times of the last change of what it holds, and of itself.
Mark = tuple[int, int, int, int, int]


class KnownDigests(Protocol):
    """The sha256 of files by what they are known by."""

    def get(self, path: str, mark: Mark) -> str | None:
        """Return the digest of a file that is as it was."""

    def put(self, path: str, mark: Mark, digest: str) -> None:
        """Note the digest of a file."""


SMALL = 1024 * 1024
KEPT = 64 * 1024 * 1024


class OnDisk(Noun):
    """A file that is opened whenever it is read, and has to be the same each time."""

    path: str
    mark: Mark
    watch: Watch | None = None
    digests: KnownDigests | None = None

    def known_digest(self) -> str | None:
        """Return its sha256, if that is known from an earlier run."""
        return self.digests.get(self.path, self.mark) if self.digests else None

    def note_digest(self, digest: str) -> None:
        """Note its sha256 for later runs."""
        if self.digests:
            self.digests.put(self.path, self.mark, digest)

    @property
    def size(self) -> int:
        """How many bytes there were at first sight."""
        return self.mark[2]

    def open(self) -> BinaryIO:
        """Return a stream from the first byte on; raise `OSError` where the file is another by now."""
        raw = _Watched(self.path, self.size, self.watch) if self.watch else io.FileIO(self.path)
        if mark_of(os.fstat(raw.fileno())) != self.mark:
            raw.close()
            raise OSError(0, "it was changed while it was read")
        return io.BufferedReader(raw)

    def is_as_it_was(self) -> bool:
        """Whether the file is still the one that was seen first."""
        try:
            return mark_of(Path(self.path).stat()) == self.mark
        except OSError:
            return False


class _Watched(io.FileIO):
    """A file that tells how far it was read."""

    def __init__(self, path: str, size: int, watch: Watch) -> None:
        super().__init__(path)
        self._told = (path, size, watch)
        self._read = 0

    def readinto(self, buffer: bytearray | memoryview) -> int | None:  # type: ignore[override]
        found = super().readinto(buffer)
        path, size, watch = self._told
        self._read += found or 0
        watch(path, min(self._read, size), size)
        return found


def mark_of(found: os.stat_result) -> Mark:
    """Return what a file is known by."""
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


class Shelf:
    """Opens the files of one bundle, and keeps count of what they come to."""

    def __init__(self, watch: Watch | None = None, digests: KnownDigests | None = None) -> None:
        self._digests = digests
        self.total = 0
        self.large: list[OnDisk] = []
        self._kept = 0
        self._watch = watch

    def take(self, path: Path) -> tuple[Held | None, tuple[Diagnostic, ...]]:
        """Return a file, in memory where it is small; or None and the reason."""
        from tra_policy.readers.held import InMemory

        try:
            found = path.stat()
        except (OSError, ValueError):
            found = None
        if found is None or not stat.S_ISREG(found.st_mode) or self._is_small(found.st_size):
            data, said = read_bytes(path.as_posix(), SMALL)
            if data is None:
                return None, said
            self._kept += len(data)
            self.total += len(data)
            return InMemory(data, path.as_posix()), ()
        file = OnDisk(path.as_posix(), mark_of(found), self._watch, self._digests)
        try:
            file.open().close()
        except OSError as error:
            why = (error.strerror or "no reason given").lower()
            return None, (mistake(2, f"`{path}` cannot be read", Place(path.as_posix()), why),)
        self.total += file.size
        self.large.append(file)
        return file, ()

    def _is_small(self, size: int) -> bool:
        return size <= SMALL and self._kept + size <= KEPT

    def changed(self) -> tuple[Diagnostic, ...]:
        """Return a mistake for each large file that is another than at first sight."""
        advice = "check again when nobody writes to the bundle"
        return tuple(
            mistake(12, f"`{f.path}` was changed while it was read", Place(f.path), advice)
            for f in self.large
            if not f.is_as_it_was()
        )
