"""Any one byte of an attestation that is changed is noticed, and none makes it say something else."""

from __future__ import annotations

import random

import pytest

from tra_policy.readers.attestation import read_attestation
from tra_policy.sealing.attested import held

from . import attestations as made

WHOLE = made.written(made.verdict())
# What is only a name of a key, or only layout: noticed, and no reason to refuse what still holds.
HARMLESS = {"TRS027", "TRB064"}
GROUPS = 8


def noticed(at: int, bits: int) -> set[str]:
    data = bytearray(WHOLE)
    data[at] ^= bits
    found, said = read_attestation("a", bytes(data))
    codes = {one.code for one in said}
    if found is None:
        return codes
    holdings = held(found, made.at_hand(evidence=None, report=None))
    codes |= {one.code for holding in holdings for one in holding.said}
    whole = all(one.line.result != "differs" for one in holdings)
    assert whole == (codes <= HARMLESS)
    if whole:
        assert found.verdict == made.opened(WHOLE).verdict
    return codes


@pytest.mark.parametrize("group", range(GROUPS))
@pytest.mark.long
def test_every_byte_counts(group: int) -> None:
    chosen = random.Random(group)
    for at in range(group, len(WHOLE), GROUPS):
        assert noticed(at, 1 << chosen.randrange(8)), f"nobody noticed byte {at}"


def test_bytes_here_and_there_count() -> None:
    chosen = random.Random(7)
    places = [0, 1, len(WHOLE) - 2, len(WHOLE) - 1, *chosen.sample(range(len(WHOLE)), 200)]
    for at in places:
        assert noticed(at, 1 << chosen.randrange(8)), f"nobody noticed byte {at}"


def test_a_byte_that_is_missing_or_added_counts() -> None:
    for at in range(0, len(WHOLE), 97):
        for data in (WHOLE[:at] + WHOLE[at + 1 :], WHOLE[:at] + b" " + WHOLE[at:], WHOLE[:at]):
            found, said = read_attestation("a", data)
            holdings = held(found, made.at_hand()) if found is not None else ()
            assert said or any(one.said for one in holdings), f"nobody noticed byte {at}"
