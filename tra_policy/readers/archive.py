"""A zip archive from a stranger: its members, within bounds."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from tra_policy.readers.faults import fault, quoted
from tra_policy.readers.text import has_control
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place

ZSTANDARD = 93
# What the standard library raises for an archive that is cut off, altered or of a later edition.
_BROKEN = (
    zipfile.BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)
_READ = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many members there may be, how large they may be in all, and how much one may grow.

    A member below `free` bytes may grow by any ratio: text without variety does.
    """

    members: int = 100_000
    total: int = 512 * 1024 * 1024
    ratio: int = 200
    free: int = 10 * 1024 * 1024


BOUNDS = Bounds()


class Refused(Exception):
    """The reason why an archive or a member is not read. Its text is the message."""

    def __init__(self, message: str, advice: str = "", code: str = "TRB040") -> None:
        super().__init__(message)
        self.advice = advice
        self.code = code


def read_archive(
    path: str,
    data: bytes,
    wanted: Callable[[str], bool] = lambda name: True,
    bounds: Bounds = BOUNDS,
) -> tuple[dict[str, bytes] | None, tuple[Diagnostic, ...]]:
    """Return the wanted members of a zip archive by name, or None and the reason.

    Every member's name and size is checked, wanted or not. Folders are left out.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = _checked(archive.infolist(), bounds)
            return {m.filename: _read(archive, m) for m in members if wanted(m.filename)}, ()
    except Refused as refusal:
        return None, (fault(refusal.code, str(refusal), Place(path), refusal.advice),)
    except _BROKEN:
        return None, (fault("TRB040", "this is not a whole zip archive", Place(path)),)


def _checked(members: list[zipfile.ZipInfo], bounds: Bounds) -> list[zipfile.ZipInfo]:
    if len(members) > bounds.members:
        raise Refused(f"it has {len(members):,} members, more than the {bounds.members:,} read")
    names: set[str] = set()
    total = 0
    for member in members:
        name = member.orig_filename
        parts = name.removesuffix("/").split("/")
        if "\\" in name or ":" in parts[0] or has_control(name) or {"", ".", ".."} & set(parts):
            raise Refused(f"the member {quoted(name)} has a path that leads out of the archive")
        if name in names:
            raise Refused(f"it has two members {quoted(name)}", "nobody can tell which one counts")
        names.add(name)
        if stat.S_ISLNK(member.external_attr >> 16):
            raise Refused(f"the member {quoted(name)} is a link", "put the file itself in")
        total += member.file_size
        if total > bounds.total:
            raise Refused(f"it unpacks to more than {bounds.total:,} bytes")
        grows = member.file_size > bounds.ratio * max(member.compress_size, 1)
        if grows and member.file_size > bounds.free:
            raise Refused(
                f"the member {quoted(name)} unpacks to more than {bounds.ratio} times its size"
            )
    return [m for m in members if not m.is_dir()]


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    name = quoted(member.filename)
    if member.flag_bits & 0x1:
        raise Refused(f"the member {name} is encrypted")
    if member.compress_type == ZSTANDARD:
        raise Refused(
            "this archive is compressed with Zstandard, which this version does not read",
            "write it again with deflate, or as JSON",
            "TRB041",
        )
    if member.compress_type not in _READ:
        raise Refused(f"the member {name} is compressed in a way that is not read")
    try:
        return archive.read(member)
    except _BROKEN as error:
        raise Refused(f"the member {name} is damaged") from error
