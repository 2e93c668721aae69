"""Event files of TensorBoard: what a log covers, read as far as it is whole."""

from __future__ import annotations

import struct

import pytest
from foreign_files import read, sample
from said import codes

from tra_policy.model.evidence.run import TrainingRun

NAME = "events"
DATA = sample("training/events.out.tfevents.1795240370.0")


def starts() -> list[int]:
    """Where each event begins, by its lengths alone."""
    found, at = [], 0
    while at < len(DATA):
        found.append(at)
        at += 16 + struct.unpack("<Q", DATA[at : at + 8])[0]
    return found


def test_the_events_are_those_that_their_lengths_tell_of() -> None:
    evidence, said = read("tensorboard", NAME, DATA, id="run-7", base_model="base-1")
    (one,) = evidence.filed
    assert isinstance(one.record, TrainingRun)
    assert (one.id, one.record.base_model) == ("run-7", "base-1")
    note = one.record.note or ""
    assert f"{len(starts())} events of TensorBoard with 1 tags" in note
    # The first event tells of the version; each of the others is a step.
    assert f"steps 0 to {len(starts()) - 2}" in note
    assert "tags `reward/mean`" in note
    assert codes(said) == []


@pytest.mark.parametrize("cut", [1, 5, 14])
def test_a_log_that_is_cut_off_is_read_up_to_there(cut: int) -> None:
    evidence, said = read("tensorboard", NAME, DATA[:-cut])
    assert codes(said) == ["TRB040"]
    assert f"after {len(starts()) - 1} events" in said[0].message
    assert (len(evidence.filed), evidence.unread) == (1, 1)


def test_a_damaged_event_ends_what_is_believed() -> None:
    data = bytearray(DATA)
    data[starts()[50] + 15] ^= 1
    evidence, said = read("tensorboard", NAME, bytes(data))
    assert codes(said) == ["TRB040"]
    assert "an event is damaged, after 50 events" in said[0].message
    assert evidence.unread == 1


def test_a_length_that_was_changed_is_seen() -> None:
    data = bytearray(DATA)
    data[starts()[3]] ^= 1
    assert (
        "the length of an event is damaged" in read("tensorboard", NAME, bytes(data))[1][0].message
    )


def test_a_log_that_goes_back_is_a_finding() -> None:
    again = DATA[starts()[1] : starts()[2]]
    _, said = read("tensorboard", NAME, DATA + again)
    assert codes(said) == ["TRB065"]
    assert "goes back 1 times" in said[0].message
