"""An archive is read within bounds; what breaks one is refused with the reason."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile

import pytest
from foreign_files import zstd
from hypothesis import given, settings
from hypothesis import strategies as st
from said import only

from tra_policy.readers.archive import Bounds, read_archive


def zipped(
    *members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, data in members:
            archive.writestr(name, data)
    return whole.getvalue()


def zstandard(*members: tuple[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zstd.ZipFile(whole, "w", zstd.ZIP_ZSTANDARD) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return whole.getvalue()


def linked() -> zipfile.ZipInfo:
    member = zipfile.ZipInfo("link")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


def test_members_are_read_and_folders_left_out() -> None:
    data = zipped(("a.txt", b"x"), ("b/", b""), ("b/c.txt", b"y"))
    assert read_archive("z.zip", data) == ({"a.txt": b"x", "b/c.txt": b"y"}, ())
    assert read_archive("z.zip", data, lambda name: name == "a.txt") == ({"a.txt": b"x"}, ())


def test_a_member_that_is_compressed_with_zstandard_is_read() -> None:
    data = zstandard(("a.txt", b"x" * 1000), ("b/c.txt", b""))
    assert read_archive("z.zip", data) == ({"a.txt": b"x" * 1000, "b/c.txt": b""}, ())


@pytest.mark.parametrize("said_to_be", [0, 7, 1_000_000])
def test_a_member_is_unpacked_no_further_than_its_directory_announces(said_to_be: int) -> None:
    """A bomb whose directory says that it is small is seen by its first byte too many."""
    data = zstandard(("bomb", b"\0" * 50_000_000))
    lying = data.replace((50_000_000).to_bytes(4, "little"), said_to_be.to_bytes(4, "little"))
    found, said = read_archive("z.zip", lying)
    assert found is None
    assert only(said).message == "the member `bomb` is damaged"


def test_a_bomb_of_zstandard_is_refused_by_its_ratio() -> None:
    _, said = read_archive("z.zip", zstandard(("bomb", b"\0" * 50_000_000)))
    assert "200 times its size" in only(said).message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped(("../x", b"")), "leads out"),
        (zipped(("a/../../x", b"")), "leads out"),
        (zipped(("/etc/x", b"")), "leads out"),
        (zipped(("C:/x", b"")), "leads out"),
        (zipped(("a\\..\\x", b"")), "leads out"),
        (zipped(("a\nb", b"")), "leads out"),
        (zipped(("x", b"1"), ("x", b"2")), "two members `x`"),
        (zipped((linked(), b"/etc/passwd")), "is a link"),
        (zipped(("bomb", b"\0" * 11_000_000)), "200 times its size"),
        (b"PK\x03\x04 and no more", "not a whole zip archive"),
        (b"", "not a whole zip archive"),
        (zipped(("a", b"x" * 1000))[:-30], "not a whole zip archive"),
        (zipped(("a", b"x"), method=zipfile.ZIP_LZMA), "compressed in a way"),
    ],
    # An archive holds the time at which it was made: it cannot name a case.
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_breaks_a_bound_is_refused(data: bytes, words: str) -> None:
    found, said = read_archive("z.zip", data)
    assert found is None
    assert only(said).code == "TRB040"
    assert words in only(said).message
    assert only(said).input_error


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (Bounds(members=2), "3 members, more than the 2 read"),
        (Bounds(total=2), "more than 2 bytes"),
        (Bounds(ratio=10, free=100), "10 times its size"),
    ],
)
def test_every_bound_counts_members_that_nobody_asked_for(bounds: Bounds, words: str) -> None:
    data = zipped(("a", b"x"), ("b", b"y"), ("c", b"\0" * 10_000))
    _, said = read_archive("z.zip", data, lambda name: name == "a", bounds)
    assert words in only(said).message


def test_a_damaged_member_is_refused() -> None:
    data = bytearray(zipped(("a", b"some words that are stored"), method=zipfile.ZIP_STORED))
    data[data.find(b"words")] ^= 1
    _, said = read_archive("z.zip", bytes(data))
    assert only(said).message == "the member `a` is damaged"


WHOLE = zipped(("header.json", b'{"version": 2}' * 20), ("samples/1.json", b"{}"))


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=6),
    st.integers(0, len(WHOLE)),
)
def test_no_damage_stops_the_reader(damage: list[tuple[int, int]], length: int) -> None:
    data = bytearray(WHOLE)
    for position, byte in damage:
        data[position] = byte
    for attempt in (bytes(data), bytes(data[:length])):
        found, said = read_archive("z.zip", attempt)
        assert (found is None) == bool(said)


def test_the_damage_in_the_test_above_is_seen() -> None:
    def flipped(at: int) -> bytes:
        return WHOLE[:at] + bytes([WHOLE[at] ^ 255]) + WHOLE[at + 1 :]

    refused = sum(1 for at in range(len(WHOLE)) if read_archive("z", flipped(at))[0] is None)
    assert refused > len(WHOLE) // 3
