"""Any one byte that is changed in what is covered, in the seal or in an envelope is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tra_policy.model.evidence.custody import is_custody
from tra_policy.readers.bundle import read_bundle
from tra_policy.sealing import attributed

from .bundles import PLAIN, Files, looked, parties, sealed, signed, signed_in_part

pytestmark = pytest.mark.long
BUNDLE = signed_in_part(signed(sealed(PLAIN), "lab", "outsider"), "outsider", "results.yaml")
KEYS = ("lab", "outsider")
PLACES = [(name, at) for name, data in BUNDLE.items() for at in range(len(data))]


def flipped(name: str, at: int, bits: int) -> Files:
    data = bytearray(BUNDLE[name])
    data[at] ^= bits
    return {**BUNDLE, name: bytes(data)}


def test_nothing_is_said_of_the_bundle_as_it_is() -> None:
    evidence, said = looked(BUNDLE, *KEYS)
    assert said == ()
    assert evidence.signed_by == KEYS


@settings(max_examples=500, deadline=None)
@given(place=st.sampled_from(PLACES), bits=st.integers(1, 255))
def test_a_changed_byte_is_noticed(place: tuple[str, int], bits: int) -> None:
    name, _ = place
    files = flipped(*place, bits)
    evidence, said = read_bundle(files)
    if evidence is None:
        assert name == "bundle.yaml"
        assert said
        return
    found, more = attributed(evidence, parties(*KEYS))
    assert said or more, "nobody noticed"
    if is_custody(name):
        return
    assert not found.sealed
    assert found.signed_by == ()
    for filed in found.filed:
        if filed.file == name:
            assert filed.signed_by == ()
            assert "digest-mismatch" in filed.defects


@pytest.mark.parametrize("name", BUNDLE)
def test_the_first_and_the_last_byte_count(name: str) -> None:
    for at in (0, len(BUNDLE[name]) - 1):
        evidence, said = read_bundle(flipped(name, at, 1))
        more = attributed(evidence, parties(*KEYS))[1] if evidence is not None else ()
        assert said or more


@settings(max_examples=300, deadline=None)
@given(place=st.sampled_from([p for p in PLACES if is_custody(p[0])]), bits=st.integers(1, 255))
def test_a_changed_byte_of_a_seal_or_an_envelope_never_adds_a_signer(
    place: tuple[str, int], bits: int
) -> None:
    evidence, _ = read_bundle(flipped(*place, bits))
    assert evidence is not None
    found, _ = attributed(evidence, parties(*KEYS))
    assert {name for filed in found.filed for name in filed.signed_by} <= set(KEYS)
    for filed in found.filed:
        known = {"outsider"} if filed.file == "results.yaml" else set()
        assert set(filed.signed_by) - known <= set(found.signed_by)
