"""Inspect archives of today: Zstandard, one sample at a time, held against the log's own lists."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from foreign_files import at, read, sample
from foreign_files import zstd as zipfile
from hypothesis import given, settings
from hypothesis import strategies as st
from said import codes

from tra_policy.model.evidence.measuring import Measurement
from tra_policy.readers.document import Limits

NAME = "mod7.eval"
LOG = sample("inspect_zstd/mod7.eval")
HEADER = "header.json"


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_ZSTANDARD) as archive:
        for name, held in members.items():
            archive.writestr(name, held)
    return whole.getvalue()


def changed(change: Callable[[dict[str, Any]], object], member: str = HEADER) -> bytes:
    members = unpacked(LOG)
    value = json.loads(members[member])
    change(value)
    return packed({**members, member: json.dumps(value).encode()})


def without(*names: str) -> bytes:
    return packed({n: held for n, held in unpacked(LOG).items() if n not in names})


def measured(data: bytes) -> tuple[Measurement, list[str]]:
    evidence, said = read("inspect", NAME, data)
    (one,) = evidence.filed
    assert isinstance(one.record, Measurement)
    return one.record, codes(said)


def test_a_log_of_today_is_counted_from_its_samples() -> None:
    samples = [json.loads(held) for n, held in unpacked(LOG).items() if n.startswith("samples/")]
    hits = sum(one["scores"]["match"]["value"] == "C" for one in samples)
    record, said = measured(LOG)
    assert (str(record.value), said) == (f"{hits} of {len(samples)}", [])
    head = json.loads(unpacked(LOG)[HEADER])
    claimed = head["results"]["scores"][0]["metrics"]["accuracy"]["value"]
    assert record.value is not None
    assert float(record.value.value) == pytest.approx(claimed)


def test_every_value_can_be_followed_to_its_place() -> None:
    evidence, _ = read("inspect", NAME, LOG)
    members = unpacked(LOG)
    for drawn in evidence.filed[0].drawn:
        _, _, member = drawn.file.partition("!")
        if member == HEADER:
            at(json.loads(members[HEADER]), drawn.pointer)
        else:
            names = [n for n in members if n.startswith(member.partition("*")[0])]
            assert len(names) == 6
            assert all(at(json.loads(members[n]), drawn.pointer) is not None for n in names)
    fields = {drawn.field for drawn in evidence.filed[0].drawn}
    assert {"/value", "/counts", "/benchmark", "/subject", "/ended"} <= fields


def test_a_sample_that_the_lists_of_the_log_name_is_missed() -> None:
    data = without("samples/s3_epoch_1.json")
    record, said = measured(data)
    assert record.counts is not None
    assert (record.counts.planned, record.counts.scored, record.counts.excluded) == (6, 5, 1)
    assert said.count("TRB044") == 2


def test_a_sample_is_missed_where_only_the_list_knows_of_it() -> None:
    """Whoever takes a sample out may well adjust the head; the list written on the way still has it."""
    members = unpacked(without("samples/s3_epoch_1.json"))
    head = json.loads(members[HEADER])
    head["eval"]["dataset"].update(samples=5, sample_ids=["s1", "s2", "s4", "s5", "s6"])
    head["results"].update(total_samples=5, completed_samples=5)
    record, said = measured(packed({**members, HEADER: json.dumps(head).encode()}))
    assert record.counts is not None
    assert record.counts.planned == 6
    assert "TRB044" in said


def test_samples_that_a_limit_ended_are_counted() -> None:
    def limit(one: dict[str, Any]) -> None:
        one["limit"] = {"type": "token", "limit": 100.0}

    evidence, said = read("inspect", NAME, changed(limit, "samples/s1_epoch_1.json"))
    assert codes(said) == ["TRB057"]
    assert "`token` in 1" in said[0].message
    assert str(getattr(evidence.filed[0].record, "value")).endswith("of 6")  # noqa: B009


def test_a_run_that_was_stopped_early_says_so() -> None:
    def stop(head: dict[str, Any]) -> None:
        head["results"]["early_stopping"] = {"manager": "x", "early_stops": []}

    assert measured(changed(stop))[1] == ["TRB045"]


def damaged(member: str) -> bytes:
    """A log with one byte of a member changed."""
    data = bytearray(LOG)
    at = data.find(b"\x28\xb5\x2f\xfd", data.find(member.encode()))
    data[at + 30] ^= 255
    return bytes(data)


def test_a_damaged_sample_is_one_mistake_and_the_others_are_read() -> None:
    evidence, said = read("inspect", NAME, damaged("samples/s2_epoch_1.json"))
    assert [d.message for d in said if d.input_error] == [
        "the member `samples/s2_epoch_1.json` is damaged"
    ]
    assert evidence.unread == 1
    record = evidence.filed[0].record
    assert isinstance(record, Measurement) and record.counts is not None
    assert (record.counts.planned, record.counts.scored, record.counts.excluded) == (6, 5, 1)


def sample_with(text: bytes) -> bytes:
    return packed({**unpacked(LOG), "samples/s1_epoch_1.json": text})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b'{"id": "s1", "epoch": 1, "scores": {}, "scores": {}}', "`scores` stands twice"),
        (b'{"id": "s1"', "is not JSON"),
        (b'{"id": "s1\xff"}', "is not UTF-8"),
        (b'{"id": "s1", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too deep"),
    ],
    ids=["twice", "cut off", "encoding", "deep"],
)
def test_a_sample_that_cannot_be_read_is_counted(text: bytes, words: str) -> None:
    evidence, said = read("inspect", NAME, sample_with(text))
    assert [words in d.message for d in said if d.input_error] == [True]
    assert evidence.unread == 1
    assert str(getattr(evidence.filed[0].record, "value")).endswith("of 5")  # noqa: B009


def test_a_bare_nan_is_no_score_and_no_mistake() -> None:
    text = b'{"id": "s1", "epoch": 1, "scores": {"match": {"value": NaN}}}'
    record, said = measured(sample_with(text))
    assert record.counts is not None
    assert record.counts.excluded == 1
    assert "TRB050" in said


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(members=3), "more than the 3 read"),
        (Limits(unpacked=10_000), "unpacks to more than 10,000 bytes"),
        (Limits(member=1_000), "unpacks to more than 1,000 bytes"),
        (Limits(ratio=2, free=100), "2 times its size"),
        (Limits(records=0), "more than the 0 read"),
    ],
)
def test_every_limit_is_set_in_one_place(limits: Limits, words: str) -> None:
    evidence, said = read("inspect", NAME, LOG, limits=limits)
    assert any(words in d.message and d.input_error for d in said)
    assert (evidence.filed, evidence.unread) == ((), 1)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, len(LOG) - 1), st.integers(0, 255)), max_size=4),
    st.integers(0, len(LOG)),
)
def test_no_damage_stops_the_reader(damage: list[tuple[int, int]], length: int) -> None:
    data = bytearray(LOG)
    for position, byte in damage:
        data[position] = byte
    for attempt in (bytes(data), bytes(data[:length])):
        evidence, said = read("inspect", NAME, attempt)
        assert evidence.filed or any(d.input_error for d in said)
        for filed in evidence.filed:
            counts = getattr(filed.record, "counts")  # noqa: B009
            assert counts is None or counts.add_up
