"""Weights: the digest of their bytes, and headers that have to fit them."""

from __future__ import annotations

import json
import struct
from hashlib import sha256
from typing import Any

import pytest
from foreign_files import read, sample
from said import codes

from tra_policy.model.evidence.run import Checkpoint

NAME = "model.safetensors"
DATA = sample("weights/model.safetensors")
LENGTH = struct.unpack("<Q", DATA[:8])[0]
HEADER: dict[str, Any] = json.loads(DATA[8 : 8 + LENGTH])


def weights(header: dict[str, Any], body: bytes = DATA[8 + LENGTH :]) -> bytes:
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + body


def one(
    data: bytes, name: str = NAME, beside: dict[str, bytes] | None = None, **defaults: Any
) -> Any:
    evidence, said = read("safetensors", name, data, beside, **defaults)
    return (evidence.filed[0].record if evidence.filed else None), codes(said), evidence


def test_the_digest_of_a_file_is_its_sha256() -> None:
    record, said, evidence = one(DATA, step=500, parents=["base"])
    assert isinstance(record, Checkpoint)
    assert (record.digest, record.step, record.parents) == (
        sha256(DATA).hexdigest(),
        500,
        ("base",),
    )
    assert "2 tensors with 4 values of F32" in (record.note or "")
    assert said == []
    assert {d.field for d in evidence.filed[0].drawn} == {"/digest", "/note", "/step", "/parents"}


def test_the_digest_cannot_be_stated() -> None:
    assert one(DATA, digest="0" * 64)[1] == ["TRB054"]


def spans(**offsets: Any) -> dict[str, Any]:
    return {n: {"dtype": "F32", "shape": [2], "data_offsets": held} for n, held in offsets.items()}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff" * 8,
        struct.pack("<Q", 10**15) + b"{}",
        struct.pack("<Q", 2) + b"[]",
        struct.pack("<Q", 4) + b'{"a"',
        DATA[:-1],
        DATA + b"x",
        weights(spans(a=[0, 8], b=[4, 16])),
        weights(spans(a=[0, 8])),
        weights(spans(a=[0, 8], b=[8, 99])),
        weights(spans(a=[8, 0], b=[0, 16])),
        weights(spans(a="all")),
        weights({"a": 7}),
    ],
)
def test_a_header_that_does_not_fit_its_bytes_is_refused(data: bytes) -> None:
    record, said, evidence = one(data)
    assert (record, said, evidence.unread) == (None, ["TRB040"], 1)


SHARDS = {
    "model-00001-of-00002.safetensors": weights(spans(a=[0, 8]), b"x" * 8),
    "model-00002-of-00002.safetensors": weights(spans(b=[0, 8]), b"y" * 8),
}
INDEX = {"metadata": {"total_size": 16}, "weight_map": dict(zip("ab", SHARDS, strict=True))}


def test_the_digest_of_shards_is_over_their_digests_by_name() -> None:
    record, said, evidence = one(json.dumps(INDEX).encode(), f"{NAME}.index.json", SHARDS)
    lines = "".join(f"{sha256(held).hexdigest()}  {n}\n" for n, held in sorted(SHARDS.items()))
    assert isinstance(record, Checkpoint)
    assert record.digest == sha256(lines.encode()).hexdigest()
    assert (said, evidence.unread) == ([], 0)


def test_a_shard_that_is_missing_or_broken_leaves_no_checkpoint() -> None:
    names = list(SHARDS)
    index = json.dumps(INDEX).encode()
    record, said, evidence = one(index, f"{NAME}.index.json", {names[0]: SHARDS[names[0]]})
    assert (record, said, evidence.unread) == (None, ["TRB040"], 1)
    broken = {**SHARDS, names[1]: SHARDS[names[1]][:-1]}
    assert one(index, f"{NAME}.index.json", broken)[1] == ["TRB040"]


def test_an_index_that_names_other_tensors_is_a_finding() -> None:
    index = {"weight_map": {**INDEX["weight_map"], "c": next(iter(SHARDS))}}
    assert one(json.dumps(index).encode(), f"{NAME}.index.json", SHARDS)[1] == ["TRB044"]
