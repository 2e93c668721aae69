"""Packed files of rows: whole to their last byte, or told; and unpacked no further than somebody allows."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.engine.hostile import MET, bundle, checked, lines, rows
from tests.engine.test_rows_that_are_none import UNKNOWN
from tra_policy.engine import Means, packing
from tra_policy.engine.packing import not_whole

PLAINLY = Means()
PACKED = gzip.compress(lines(rows()))
WRONG = {
    "another checksum": (PACKED[:-8] + bytes(4) + PACKED[-4:], "its checksum is not that of what"),
    "another length": (PACKED[:-4] + bytes(4), "it holds more or less than it says at its end"),
    "no length": (PACKED[:-4], "it breaks off after"),
    "no checksum": (PACKED[:-8], "it breaks off after"),
    "one byte short": (PACKED[:-1], "it breaks off after"),
    "nothing at all": (b"", "it breaks off after 0 unpacked bytes"),
    "half a header": (PACKED[:5], "it breaks off after 0 unpacked bytes"),
    "one byte too many": (PACKED + b"x", "it breaks off"),
    "text behind its end": (PACKED + lines(rows()), "what stands behind its end is no gzip"),
    "a second one that is damaged": (PACKED + PACKED[:-8] + bytes(8), "its checksum is not that"),
}


@pytest.mark.parametrize("what", WRONG)
def test_an_archive_that_is_not_whole_is_told_and_answers_nothing(
    what: str, tmp_path: Path
) -> None:
    data, why = WRONG[what]
    files = {"rows/a.ndjson.gz": data, "rows/b.ndjson": lines(rows())}
    found = checked(bundle(tmp_path, files, count=40))
    assert found.exit == 2
    assert "a.ndjson.gz: error[TRB079]: `rows/a.ndjson.gz` cannot be read: " in found.said
    assert why in found.said
    assert found.outcomes == UNKNOWN


@pytest.mark.parametrize(
    "data",
    [
        PACKED + bytes(512),
        gzip.compress(b"") * 1000 + PACKED,
        PACKED[:4] + b"\1\2\3\4" + PACKED[8:],
        gzip.compress(lines(rows()[:9]), 0) + gzip.compress(lines(rows()[9:]), 9),
    ],
    ids=["filled up with zeros", "behind empty ones", "of another time", "two of them"],
)
def test_an_archive_that_is_whole_is_counted(data: bytes, tmp_path: Path) -> None:
    found = checked(bundle(tmp_path, {"rows/a.ndjson.gz": data}))
    assert (found.exit, found.outcomes) == (0, MET), found.said


def wrong_with(folder: Path, data: bytes, means: Means = PLAINLY) -> str:
    path = folder / "a.ndjson.gz"
    path.write_bytes(data)
    return "".join(not_whole([str(path)], means).values())


def bomb(size: int) -> bytes:
    """Zeros, a thousand of them to a byte."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(2**20)) for _ in range(size >> 20)) + packer.flush()


def test_a_bomb_is_not_unpacked_beyond_what_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bomb(64 * 2**20)
    assert wrong_with(tmp_path, data) == ""
    found = wrong_with(tmp_path, data, Means(unpacked=10 * 2**20))
    assert found.startswith("it unpacks to more than 10,485,760 bytes; `--limit unpacked=SIZE`")
    monkeypatch.setattr(packing, "FREE", 2**20)
    found = wrong_with(tmp_path, data)
    assert found.startswith(f"it unpacks to more than {200 * len(data):,} bytes")
    assert wrong_with(tmp_path, data, Means(ratio=2000)) == ""


def test_what_an_archive_may_unpack_to_is_set_on_the_command_line(tmp_path: Path) -> None:
    given = bundle(tmp_path, {"rows/a.ndjson.gz": PACKED})
    assert checked(given, "unpacked=1MiB").exit == 0
    found = checked(given, "unpacked=1kB")
    assert found.exit == 2
    assert "it unpacks to more than 1,000 bytes" in found.said
    assert found.outcomes == UNKNOWN


@settings(max_examples=80, deadline=None)
@given(
    st.binary(max_size=400), st.integers(0, 600), st.binary(min_size=1, max_size=3), st.booleans()
)
@example(b"", 0, b"\0", True)
@example(b"\0\1", 3, b" ", False)
def test_what_is_whole_is_what_the_standard_library_unpacks(
    tmp_path_factory: pytest.TempPathFactory, held: bytes, at: int, other: bytes, cut: bool
) -> None:
    data = gzip.compress(held * 3, mtime=0)
    at %= len(data)
    data = data[:at] if cut else data[:at] + other + data[at + len(other) :]
    try:
        gzip.decompress(data)
        # The standard library passes over bits of the header that must not be set (RFC 1952, 2.3.1.2).
        whole = data != b"" and not data[3] & 0xE0
    except (EOFError, OSError, zlib.error):
        whole = False
    assert (wrong_with(tmp_path_factory.getbasetemp(), data) == "") == whole
