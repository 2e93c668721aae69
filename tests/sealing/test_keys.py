"""A key as a policy writes it: two forms, and nothing that only looks like one."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tra_policy.model.keys import key_fault, key_text, public_key

from .bundles import bare, line

DER = bytes.fromhex("302a300506032b6570032100")


def text(data: bytes) -> str:
    return "ed25519:" + base64.b64encode(data).decode()


def test_both_forms_of_a_key_are_the_same_key() -> None:
    assert public_key(line("lab")) == bare("lab")
    assert public_key(text(bare("lab"))) == bare("lab")
    assert line("lab").startswith("ed25519:MCowBQYDK2VwAyEA")


@given(st.binary(min_size=32, max_size=32))
def test_a_key_is_written_and_read_again(data: bytes) -> None:
    if not key_fault(key_text(data)):
        assert public_key(key_text(data)) == data


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("", "does not begin with"),
        ("rsa:AAAA", "does not begin with"),
        ("ed25519:", "not base64"),
        ("ed25519:====", "not base64"),
        (line("lab") + "=", "not base64"),
        (line("lab").rstrip("="), "not base64"),
        (line("lab")[:-2] + "B=", "not base64"),
        (text(bare("lab")[:-1]), "32 bytes"),
        (text(bare("lab") + b"x"), "32 bytes"),
        (text(DER[:-1] + b"\x01" + bare("lab")), "32 bytes"),
        (text(b"x" * 44), "32 bytes"),
        (text(bytes(32)), "anybody can sign"),
        (text(DER + b"\x01" + bytes(31)), "anybody can sign"),
        (text(b"\x01" + bytes(30) + b"\x80"), "anybody can sign"),
    ],
)
def test_what_is_no_key_is_refused_with_the_reason(written: str, fault: str) -> None:
    assert public_key(written) is None
    assert fault in key_fault(written)


def test_under_a_key_of_small_order_anybody_can_sign_which_is_why_it_is_refused() -> None:
    """With the neutral point as key, any point with its own number as the rest is a signature."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

    neutral = b"\x01" + bytes(31)
    Ed25519PublicKey.from_public_bytes(neutral).verify(neutral + bytes(32), b"whatever is said")
    assert (
        Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw() != neutral
    )
    assert public_key(text(neutral)) is None
