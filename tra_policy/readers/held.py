"""A file of a bundle as its readers see it: a size, and a stream whenever one is asked for.

Small files lie in memory. Large ones stay where they are: a digest, a log of samples, an attachment is
read through and never held whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import BinaryIO, Protocol, runtime_checkable

from tra_policy.readers.document import Limits
from tra_policy.readers.text import decode, too_large
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.digest import sha256_of
from tra_policy.words.noun import Noun, field

PIECE = 1024 * 1024
# So many of the first bytes tell which reader a file is for.
HEAD = 16 * 1024


class Held(Protocol):
    """The bytes of a file. `open` raises `OSError` where they cannot be had, or are others by then."""

    @property
    def size(self) -> int:
        """How many bytes there are."""

    def open(self) -> BinaryIO:
        """Return a stream from the first byte on; whoever asks closes it."""


@runtime_checkable
class Remembering(Protocol):
    """A file whose digest may be known from an earlier run."""

    def known_digest(self) -> str | None:
        """Return its sha256, if that is known and the file is as it was."""

    def note_digest(self, digest: str) -> None:
        """Note its sha256 for later runs."""


class InMemory(Noun):
    """Bytes that are there already; `path` is where on disk they were found, if they were."""

    data: bytes
    path: str = field(default="", compare=False)

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return len(self.data)

    def open(self) -> BinaryIO:
        """Return a stream from the first byte on."""
        return BytesIO(self.data)


Files = Mapping[str, Held]


def as_held(files: Mapping[str, bytes | Held]) -> dict[str, Held]:
    """Return files by name, those given as bytes as files in memory."""
    return {name: InMemory(f) if isinstance(f, bytes) else f for name, f in files.items()}


def head_of(file: Held, most: int) -> bytes:
    """Return the first bytes, `most` of them or all there are."""
    with file.open() as stream:
        return stream.read(most)


def text_of(path: str, file: Held, limits: Limits) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Return the text of a file that is one document, or the reason why there is none."""
    if file.size > limits.size:
        return None, (too_large(path, limits.size),)
    return decode(path, head_of(file, file.size + 1), limits)


def digest_of(file: Held) -> str:
    """Return the sha256 of a file, in hexadecimal, read piece by piece."""
    if isinstance(file, InMemory):
        return sha256_of(file.data)
    known = file.known_digest() if isinstance(file, Remembering) else None
    if known is not None:
        return known
    from hashlib import sha256

    found = sha256()
    with file.open() as stream:
        while piece := stream.read(PIECE):
            found.update(piece)
    digest = found.hexdigest()
    if isinstance(file, Remembering):
        file.note_digest(digest)
    return digest
