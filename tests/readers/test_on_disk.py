"""Large files of a bundle stay on disk: they are read in pieces, and have to stay what they are."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from tra_policy.readers.document import Limits
from tra_policy.workspace import on_disk, open_bundle, open_files

HEAD = "format: tra.bundle/1\nid: b\ndate: 2026-01-01\ndeveloper: lab\nsubject: m1\n"


def bundle(folder: Path, listed: str, **files: bytes) -> None:
    (folder / "bundle.yaml").write_text(HEAD + listed, "utf-8")
    for name, data in files.items():
        (folder / name.replace("_", ".")).write_bytes(data)


def codes(given: Path, limits: Limits | None = None) -> list[str]:
    return sorted(d.code for d in open_bundle(str(given), limits)[2])


@pytest.fixture(autouse=True)
def no_file_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_disk, "SMALL", 0)


def test_a_bundle_reads_the_same_from_disk_and_from_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = "files: [{path: a.yaml}, {path: weights.bin, reader: attachment}]\n"
    record = b"- {kind: checkpoint, id: ck, stage: rl}\n"
    bundle(tmp_path, listed, a_yaml=record, weights_bin=b"x" * 3_000_000)
    on_the_shelf, _ = open_files(str(tmp_path))
    assert on_the_shelf is not None
    assert len(on_the_shelf.shelf.large) == 3
    from_disk = open_bundle(str(tmp_path))
    monkeypatch.setattr(on_disk, "SMALL", 10_000_000)
    from_memory = open_bundle(str(tmp_path))
    assert from_disk == from_memory
    assert from_disk[0] is not None


def test_an_attachment_is_never_held_whole(tmp_path: Path) -> None:
    size = 60_000_000
    bundle(tmp_path, "files: [{path: weights.bin, reader: attachment}]\n", weights_bin=b"")
    os.truncate(tmp_path / "weights.bin", size)
    open_bundle(str(tmp_path))
    tracemalloc.start()
    evidence, _, _ = open_bundle(str(tmp_path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert evidence is not None
    assert peak < size / 10


def test_a_file_that_is_changed_while_it_is_read_is_told(tmp_path: Path) -> None:
    bundle(tmp_path, "files: [{path: a.yaml}]\n", a_yaml=b"- {kind: checkpoint, id: ck}\n")
    told: list[str] = []

    def meddle(path: str, done: int, size: int) -> None:
        if path.endswith("a.yaml") and not told:
            told.append(path)
            (tmp_path / "a.yaml").write_bytes(b"- {kind: checkpoint, id: other}\n")

    _, _, said = open_bundle(str(tmp_path), watch=meddle)
    assert told
    assert {d.code for d in said} == {"TRB005", "TRX012"}
    assert all(d.input_error for d in said)


def test_a_file_that_is_changed_after_it_was_read_is_told(tmp_path: Path) -> None:
    bundle(tmp_path, "files: [{path: w.bin, reader: attachment}]\n", w_bin=b"12345")
    opened, said = open_files(str(tmp_path))
    assert opened is not None and said == ()
    assert opened.shelf.changed() == ()
    (tmp_path / "w.bin").write_bytes(b"123456")
    assert [d.code for d in opened.shelf.changed()] == ["TRX012"]
    (tmp_path / "w.bin").unlink()
    assert [d.code for d in opened.shelf.changed()] == ["TRX012"]


def test_the_bytes_and_the_files_of_a_bundle_are_bounded(tmp_path: Path) -> None:
    bundle(tmp_path, "files: [{path: w.bin, reader: attachment}]\n", w_bin=b"x" * 5000)
    assert codes(tmp_path) == []
    assert codes(tmp_path, Limits(bundle=5000)) == ["TRX004"]
    assert codes(tmp_path, Limits(files=1)) == ["TRX004"]
    assert codes(tmp_path, Limits(files=2, bundle=6000)) == []
    assert codes(tmp_path / "bundle.yaml", Limits(bundle=5000)) == ["TRX004"]


def test_a_document_beyond_the_limit_is_not_opened_at_all(tmp_path: Path) -> None:
    bundle(tmp_path, "files: [{path: a.yaml}]\n", a_yaml=b"# " + b"x" * 4000)
    _, _, said = open_bundle(str(tmp_path), Limits(size=3000))
    assert [(d.code, d.message) for d in said] == [
        ("TRB003", "this file is larger than the 3,000 bytes that are read")
    ]
