"""A bundle in a zip archive: each member a file that is unpacked when it is read."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place
from tra_policy.workspace.codes import mistake

if TYPE_CHECKING:
    from tra_policy.readers.archive import Archive
    from tra_policy.readers.document import Limits
    from tra_policy.readers.held import Held


class Member(Noun):
    """A member of an archive; one is held unpacked at a time."""

    archive: Archive
    name: str
    size: int

    def open(self) -> BinaryIO:
        """Return a stream of its bytes; raise `OSError` where it is damaged."""
        from tra_policy.readers.archive import Refused

        try:
            return BytesIO(self.archive.read(self.name))
        except Refused as refusal:
            raise OSError(0, str(refusal)) from refusal


def members(
    given: str, file: Held, limits: Limits
) -> tuple[Mapping[str, Held] | None, tuple[Diagnostic, ...]]:
    """Return the members of a zip archive by name, or None and the reason."""
    from tra_policy.readers.archive import Archive, Bounds, Refused, refused

    bounds = Bounds(limits.files, limits.bundle, limits.ratio, limits.free, limits.member)
    try:
        archive = Archive(file.open(), bounds)
    except Refused as refusal:
        return None, (refused(given, refusal),)
    except OSError as error:
        why = (error.strerror or "no reason given").lower()
        return None, (mistake(2, f"`{given}` cannot be read", Place(given), why),)
    return {name: Member(archive, name, archive.size(name)) for name in archive.names}, ()
