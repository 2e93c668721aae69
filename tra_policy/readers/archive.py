"""A zip archive from a stranger: its members, within bounds."""

from __future__ import annotations

import io
import stat
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO

from tra_policy.readers.faults import fault, quoted
from tra_policy.readers.text import has_control
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
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
_READ = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, ZSTANDARD})
# The head of a member: its mark, 22 bytes that the directory repeats, the lengths of name and extra.
_LOCAL = struct.Struct("<4s22xHH")


class Bounds(Noun):
    """How many members there may be, how large they may be in all, and how much one may grow.

    A member below `free` bytes may grow by any ratio: text without variety does.
    """

    members: int = 100_000
    total: int = 512 * 1024 * 1024
    ratio: int = 200
    free: int = 10 * 1024 * 1024
    member: int = 512 * 1024 * 1024


BOUNDS = Bounds()


class Refused(Exception):
    """The reason why an archive or a member is not read. Its text is the message."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice


class Archive:
    """An archive whose directory was checked; a member is unpacked when it is asked for."""

    def __init__(self, stream: BinaryIO, bounds: Bounds = BOUNDS) -> None:
        """Read the directory; raise `Refused` where it breaks a bound or is no directory."""
        try:
            with zipfile.ZipFile(stream) as archive:
                found = _checked(archive.infolist(), bounds)
        except _BROKEN as error:
            raise Refused("this is not a whole zip archive") from error
        self._stream = stream
        self._members = {m.filename: m for m in found}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all members but folders."""
        return tuple(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def size(self, name: str) -> int:
        """Return how many bytes the directory announces for a member."""
        return self._members[name].file_size

    def read(self, name: str) -> bytes:
        """Return the bytes of a member; raise `Refused` with the reason where there are none."""
        member = self._members[name]
        if member.flag_bits & 0x1:
            raise Refused(f"the member {quoted(name)} is encrypted")
        if member.compress_type not in _READ:
            raise Refused(f"the member {quoted(name)} is compressed in a way that is not read")
        try:
            data = _unpacked(self._packed(member), member)
        except _BROKEN as error:
            raise Refused(f"the member {quoted(name)} is damaged") from error
        if len(data) != member.file_size or zlib.crc32(data) != member.CRC:
            raise Refused(f"the member {quoted(name)} is damaged")
        return data

    def _packed(self, member: zipfile.ZipInfo) -> bytes:
        self._stream.seek(member.header_offset)
        mark, name, extra = _LOCAL.unpack(self._stream.read(_LOCAL.size))
        own = self._stream.read(name)
        if mark != b"PK\x03\x04" or own != _name_of(member):
            raise zipfile.BadZipFile
        self._stream.seek(extra, 1)
        return self._stream.read(member.compress_size)


def _name_of(member: zipfile.ZipInfo) -> bytes:
    """Return a member's name as the directory writes it: two names for one member hide something."""
    return member.orig_filename.encode("utf-8" if member.flag_bits & 0x800 else "cp437")


def _unpacked(packed: bytes, member: zipfile.ZipInfo) -> bytes:
    """Unpack no more than the directory announces, and one byte by which it would be seen."""
    most = member.file_size + 1
    if member.compress_type == zipfile.ZIP_STORED:
        return packed[:most]
    if member.compress_type == zipfile.ZIP_DEFLATED:
        return zlib.decompressobj(-15).decompress(packed, most)
    zstd = _zstandard()
    found = b""
    try:
        # A writer that streams may have closed one frame and begun another.
        while packed and len(found) < most:
            frame = zstd.ZstdDecompressor()
            piece = frame.decompress(packed, max_length=most - len(found))
            found, packed = found + piece, frame.unused_data
            if not frame.eof:
                break
    except zstd.ZstdError as error:
        raise zipfile.BadZipFile from error
    return found


def _zstandard() -> Any:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd


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
        archive = Archive(io.BytesIO(data), bounds)
        return {name: archive.read(name) for name in archive.names if wanted(name)}, ()
    except Refused as refusal:
        return None, (refused(path, refusal),)


def refused(path: str, refusal: Refused) -> Diagnostic:
    """Return a refusal as a mistake."""
    return fault("TRB040", str(refusal), Place(path), refusal.advice)


def _checked(members: list[zipfile.ZipInfo], bounds: Bounds) -> list[zipfile.ZipInfo]:
    if len(members) > bounds.members:
        raise Refused(f"it has {len(members):,} members, more than the {bounds.members:,} read")
    names: set[str] = set()
    total = 0
    for member in members:
        name = member.orig_filename
        if _leads_out(name):
            raise Refused(f"the member {quoted(name)} has a path that leads out of the archive")
        if name in names:
            raise Refused(f"it has two members {quoted(name)}", "nobody can tell which one counts")
        names.add(name)
        if stat.S_ISLNK(member.external_attr >> 16):
            raise Refused(f"the member {quoted(name)} is a link", "put the file itself in")
        total += member.file_size
        if total > bounds.total:
            raise Refused(f"it unpacks to more than {bounds.total:,} bytes")
        if member.file_size > bounds.member:
            raise Refused(f"the member {quoted(name)} unpacks to more than {bounds.member:,} bytes")
        grows = member.file_size > bounds.ratio * max(member.compress_size, 1)
        if grows and member.file_size > bounds.free:
            raise Refused(
                f"the member {quoted(name)} unpacks to more than {bounds.ratio} times its size"
            )
    return [m for m in members if not m.is_dir()]


def _leads_out(name: str) -> bool:
    parts = name.removesuffix("/").split("/")
    return (
        "\\" in name or ":" in parts[0] or has_control(name) or bool({"", ".", ".."} & set(parts))
    )
