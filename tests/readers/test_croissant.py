"""A description of a dataset is what somebody says of it: its digest is taken, nobody is believed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from foreign_files import at, read, sample
from said import codes

from tra_policy.model.evidence.run import SftDataset

NAME = "croissant.json"
DATA = sample(f"croissant/{NAME}")
VALUE: dict[str, Any] = json.loads(DATA)


def test_a_description_gives_a_dataset_with_its_digest() -> None:
    evidence, said = read("croissant", NAME, DATA, id="sft-1", stages=["sft"], overlaps_with=[])
    (one,) = evidence.filed
    assert isinstance(one.record, SftDataset)
    assert one.record.digest == VALUE["distribution"][0]["sha256"]
    assert (one.id, one.record.stages, one.record.overlaps_with) == ("sft-1", ("sft",), ())
    assert one.record.sources == ()
    assert "creator Example Lab; publisher Example Hub" in (one.record.note or "")
    assert codes(said) == []
    for drawn in one.drawn:
        if drawn.file and "*" not in drawn.pointer:
            at(VALUE, drawn.pointer)


def test_two_files_have_no_one_digest() -> None:
    value = {**VALUE, "distribution": [*VALUE["distribution"], {"@type": "cr:FileObject"}]}
    evidence, said = read("croissant", NAME, json.dumps(value).encode())
    assert getattr(evidence.filed[0].record, "digest") is None  # noqa: B009
    assert codes(said) == ["TRB067"]
    assert said[0].message == "1 files of this dataset have no sha256"


@pytest.mark.parametrize("change", [{"name": 7}, {"conformsTo": "x"}])
def test_what_is_no_description_is_one_mistake(change: dict[str, Any]) -> None:
    evidence, said = read("croissant", NAME, json.dumps({**VALUE, **change}).encode())
    assert codes(said) == ["TRB040"]
    assert (evidence.filed, evidence.unread) == ((), 1)
