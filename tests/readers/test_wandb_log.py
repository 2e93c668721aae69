"""The log that a W&B run writes: read as far as it is whole, and equal to what was exported from it."""

from __future__ import annotations

import json
import struct
import zlib
from typing import Any

import pytest
from foreign_files import read, rows, sample
from hypothesis import given, settings
from hypothesis import strategies as st
from said import codes, only

from tra_policy.readers.document import Limits

NAME = "run-e2x7mpcn.wandb"
DATA = sample(f"wandb/{NAME}")
BEGIN = b":W&B\xe1\xbe\x00"


def varint(number: int) -> bytes:
    found = b""
    while number > 127:
        found, number = found + bytes([number & 127 | 128]), number >> 7
    return found + bytes([number])


def part(number: int, value: bytes | str | int) -> bytes:
    """A field of a protocol buffer."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def items(number: int, held: dict[str, Any]) -> bytes:
    return b"".join(
        part(number, part(2, name) + part(16, json.dumps(value))) for name, value in held.items()
    )


def history(row: dict[str, Any]) -> bytes:
    return part(2, items(1, row))


EXIT = part(18, b"")


def framed(*records: bytes) -> bytes:
    """A log of records, cut into blocks as its writer cuts them."""
    out = bytearray(BEGIN)
    for record in records:
        first = True
        while True:
            left = 32768 - len(out) % 32768
            if left < 7:
                out += bytes(left)
                continue
            piece, record = record[: left - 7], record[left - 7 :]
            kind = (1 if first else 4) if not record else (2 if first else 3)
            out += struct.pack("<IHB", zlib.crc32(bytes([kind]) + piece), len(piece), kind) + piece
            first = False
            if not record:
                break
    return bytes(out)


ROW = {"_step": 1, "_timestamp": 1.7e9, "loss": 0.5}


def note_of(data: bytes) -> str:
    evidence, _ = read("wandb", NAME, data)
    (one,) = evidence.filed
    return one.record.note or ""


def test_the_log_says_what_its_export_says() -> None:
    exported, said_of_export = read(
        "wandb",
        "history.jsonl",
        sample("wandb/history.jsonl"),
        {"wandb-summary.json": sample("wandb/wandb-summary.json")},
    )
    evidence, said = read("wandb", NAME, DATA)
    assert [d.message for d in said] == [d.message for d in said_of_export]
    assert (exported.filed[0].record.note or "") in note_of(DATA)
    assert "2 settings: base base-7b, lr 1e-05" in note_of(DATA)
    assert "program train.py" in note_of(DATA)
    assert str(getattr(evidence.filed[0].record, "started")) == "2026-11-21T14:25:09Z"  # noqa: B009


def test_rows_of_every_size_are_put_together_again() -> None:
    held = [{"_step": n, "loss": n / 7, "text": "x" * (n * 997 % 70_000)} for n in range(60)]
    evidence, said = read("wandb", NAME, framed(*map(history, held), EXIT))
    assert said == []
    assert "60 rows of a W&B history with 1 metrics; steps 0 to 59" in (
        evidence.filed[0].record.note or ""
    )


@pytest.mark.parametrize("left", range(6, 10))
def test_a_record_that_begins_at_the_end_of_a_block_is_whole(left: int) -> None:
    """With seven bytes left in a block, its first piece is empty."""
    filler = 32768 - 7 - 7 - left
    blind = part(4, b"x" * (filler - len(part(4, b"x" * filler)) + filler))
    assert len(framed(blind)) % 32768 == 32768 - left
    assert "1 rows" in note_of(framed(blind, history(ROW), EXIT))


@pytest.mark.parametrize("cut", [1, 8, 100, 4000])
def test_a_log_that_is_cut_off_is_read_up_to_there(cut: int) -> None:
    evidence, said = read("wandb", NAME, DATA[:-cut])
    mistakes = [d for d in said if d.input_error]
    assert only(mistakes).code == "TRB040"
    assert "cannot be read to its end" in mistakes[0].message
    assert (len(evidence.filed), evidence.unread) == (1, 1)


def test_what_follows_damage_is_not_believed() -> None:
    data = bytearray(framed(history(ROW), history({**ROW, "_step": 2}), EXIT))
    at = len(framed(history(ROW)))
    data[at + 20] ^= 1
    evidence, said = read("wandb", NAME, bytes(data))
    assert "a record in it is damaged, after 1 records" in said[0].message
    assert "1 rows" in (evidence.filed[0].record.note or "")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (BEGIN[:-1], "another version"),
        (BEGIN[:-1] + b"\x01" + DATA[7:], "another version"),
        (BEGIN + bytes(100), "a gap"),
    ],
)
def test_what_is_no_such_log_is_one_mistake(data: bytes, words: str) -> None:
    evidence, said = read("wandb", NAME, data)
    assert codes(said) == ["TRB040"] and words in said[0].message
    assert (evidence.filed, evidence.unread) == ((), 1)


def test_a_run_that_has_no_end_is_said_to_have_none() -> None:
    assert codes(read("wandb", NAME, framed(history(ROW)))[1]) == ["TRB045"]
    assert codes(read("wandb", NAME, framed(history(ROW), EXIT))[1]) == []


def test_settings_that_were_changed_on_the_way_are_said() -> None:
    run = part(17, part(4, items(1, {"lr": 1e-5, "base": "b"})))
    later = part(5, items(1, {"lr": 1e-4, "seed": 1}))
    _, said = read("wandb", NAME, framed(run, history(ROW), later, EXIT))
    assert (only(said).code, "`lr`" in only(said).message) == ("TRB046", True)


def test_a_value_that_is_no_json_is_counted_and_the_rest_is_read() -> None:
    broken = part(2, items(1, ROW) + part(1, part(2, "acc") + part(16, "{")))
    evidence, said = read("wandb", NAME, framed(broken, EXIT))
    assert codes(said) == ["TRB058"]
    assert (len(evidence.filed), evidence.unread) == (1, 1)


def test_a_summary_can_be_set_and_taken_away_again() -> None:
    one = part(3, items(1, {"loss": 0.5, "score": 0.9}))
    gone = part(3, items(2, {"score": None}))
    assert codes(read("wandb", NAME, framed(history(ROW), one, EXIT))[1]) == ["TRB049"]
    assert codes(read("wandb", NAME, framed(history(ROW), one, gone, EXIT))[1]) == []


def test_a_log_beyond_the_limits_is_read_up_to_them() -> None:
    long = framed(history({**ROW, "text": "x" * 200_000}), EXIT)
    _, said = read("wandb", NAME, long, limits=Limits(line=100_000))
    assert "longer than the 100,000 bytes" in said[0].message
    many = framed(*[history({**ROW, "_step": n}) for n in range(9)], EXIT)
    _, said = read("wandb", NAME, many, limits=Limits(lines=5))
    assert "more than the 5 records" in said[0].message


@settings(deadline=None, max_examples=100)
@given(st.lists(st.binary(max_size=40), max_size=4))
def test_any_records_are_a_mistake_or_a_run(records: list[bytes]) -> None:
    evidence, said = read("wandb", NAME, framed(*records))
    assert evidence.filed or any(d.input_error for d in said)


def test_the_rows_of_the_log_are_those_of_the_export() -> None:
    assert f"{len(rows(sample('wandb/history.jsonl')))} rows" in note_of(DATA)
