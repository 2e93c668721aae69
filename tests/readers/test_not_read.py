"""Formats that are known and not read: the message says what to hand in, and nothing is opened or run."""

from __future__ import annotations

import io
import pickle
import zipfile

import pytest
from foreign_files import read
from said import codes

from tra_policy.readers.known import recognised
from tra_policy.readers.not_read import instead


class Trap:
    """Something that would show that it was unpickled."""

    sprung = False

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (setattr, (Trap, "sprung", True))


def torch_archive() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("model/data.pkl", pickle.dumps(Trap()))
    return held.getvalue()


PARQUET = b"PAR1" + bytes(100) + b"PAR1"
FILES = {
    "completions_00010.parquet": (PARQUET, "a Parquet file", "export its rows as JSON lines"),
    "pytorch_model.bin": (pickle.dumps(Trap()), "never opened", "save weights as safetensors"),
    "model.pt": (torch_archive(), "never opened", "save weights as safetensors"),
    "optimizer.pt": (b"\x00" * 50, "never opened", "`reader: attachment`"),
}


@pytest.mark.parametrize("reader", ["rollouts", "safetensors", "wandb"])
@pytest.mark.parametrize("name", FILES)
def test_such_a_file_is_refused_with_what_to_do(reader: str, name: str) -> None:
    data, words, advice = FILES[name]
    evidence, said = read(reader, name, data)
    assert "TRB040" in codes(said)
    assert words in said[0].message and advice in said[0].help
    assert (evidence.filed, evidence.unread) == ((), 1)
    assert Trap.sprung is False


@pytest.mark.parametrize("name", FILES)
def test_no_reader_takes_it_for_a_log_of_its_own(name: str) -> None:
    assert recognised(name, FILES[name][0]) == ""


@pytest.mark.parametrize("name", ["a.json", "model.safetensors", "x.eval", "notes", "data.bin"])
def test_other_files_are_let_be(name: str) -> None:
    assert instead(name, b'{"a": 1}') is None
    assert instead(name, b"PK\x03\x04 header.json") is None
    assert instead(name, b"") is None
