"""An envelope from a stranger: each fault is told at its place, and all the rest is still read."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from tra_policy.model.evidence.custody import ENVELOPE_FILE, PAYLOAD_TYPE, SEAL_FILE, written

from .bundles import PLAIN, Files, codes, envelope, line, looked, sealed, signed, signed_in_part

BUNDLE = signed_in_part(signed(sealed(PLAIN), "lab"), "outsider", "results.yaml")
VALUE: dict[str, Any] = json.loads(BUNDLE[ENVELOPE_FILE])
SIGNATURE: dict[str, str] = VALUE["signatures"][0]


def with_payload(payload: bytes) -> dict[str, Any]:
    return {**VALUE, "payload": base64.b64encode(payload).decode()}


def put(value: object) -> Files:
    data = value if isinstance(value, bytes) else written(value).encode()  # type: ignore[arg-type]
    return {**BUNDLE, ENVELOPE_FILE: data}


SEAL = BUNDLE[SEAL_FILE]
HOSTILE: dict[str, tuple[object, list[str], str]] = {
    "no JSON": (b"{", ["TRB002"], "the text ends"),
    "not UTF-8": (b"\xff\xfe\x00", ["TRB001"], "UTF-16"),
    "a list": ([], ["TRB013"], "the envelope is a mapping"),
    "nothing in it": ({}, ["TRB012"] * 3, "has no `payload"),
    "a name twice": (
        BUNDLE[ENVELOPE_FILE].replace(b'"payloadType"', b'"payload": "x", "payloadType"'),
        ["TRB004"],
        "payload",
    ),
    "a payload that is not base64": ({**VALUE, "payload": "§§"}, ["TRB060"], "not base64"),
    "a payload with blanks in it": (
        {**VALUE, "payload": VALUE["payload"][:8] + "\n" + VALUE["payload"][8:]},
        ["TRB060"],
        "not base64",
    ),
    "a payload of another type": (
        {**VALUE, "payloadType": "application/x-sh"},
        ["TRB060"],
        "is of type `application/x-sh`",
    ),
    "a payload that is not JSON": (with_payload(b"#!/bin/sh\n"), ["TRB002"], "inside the payload"),
    "a payload that is not UTF-8": (with_payload(b"\xff"), ["TRB001"], "inside the payload"),
    "a payload with a name twice": (
        with_payload(SEAL.replace(b'"sequence": 1', b'"sequence": 2, "sequence": 1')),
        ["TRB004"],
        "inside the payload",
    ),
    "a payload that is a list": (with_payload(b"[]"), ["TRB060"], "not an in-toto statement"),
    "a payload with a field too many": (
        with_payload(SEAL.replace(b'"sequence"', b'"sequenze": 1, "sequence"')),
        ["TRB011"],
        "inside the payload",
    ),
    "a payload that is very deep": (
        with_payload(b'{"a":' * 5000 + b"1" + b"}" * 5000),
        ["TRB003"],
        "inside the payload",
    ),
    "a statement about something else": (
        with_payload(b'{"predicateType": "https://slsa.dev/provenance/v1"}'),
        ["TRB061"],
        "slsa.dev",
    ),
    "a signature that is not base64": (
        {**VALUE, "signatures": [{**SIGNATURE, "sig": "%%"}]},
        ["TRB060"],
        "signature 1",
    ),
    "a signature that is no text": (
        {**VALUE, "signatures": [{**SIGNATURE, "sig": 7}]},
        ["TRB013"],
        "`sig` is a text",
    ),
    "a key name of a megabyte": (
        {**VALUE, "signatures": [{**SIGNATURE, "keyid": "k" * 1_000_000}]},
        ["TRB014"],
        "longer than 1,000",
    ),
    "ten megabytes": (
        {**VALUE, "payload": "QUJD" * 2_600_000},
        ["TRB003"],
        "larger than the 8,388,608 bytes that are read",
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_envelope_is_told_and_the_rest_is_read(what: str) -> None:
    value, expected, words = HOSTILE[what]
    begun = time.monotonic()
    evidence, said = looked(put(value), "lab", "outsider")
    assert time.monotonic() - begun < 20
    of_envelope = [d for d in said if d.place and d.place.path == ENVELOPE_FILE]
    assert codes(of_envelope) == expected
    assert any(words in d.message for d in of_envelope)
    assert len(evidence.filed) == 5
    assert evidence.sealed
    assert evidence.signed_by == ()
    by = {filed.id: filed.signed_by for filed in evidence.filed}
    assert by["m-1"] == ("outsider",)
    assert by["model-1"] == ()


def told(change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> tuple[str, ...]:
    value = {**VALUE, "signatures": change([dict(SIGNATURE)])}
    evidence, said = looked(put(value), "lab", "outsider")
    return (*codes(said), *evidence.signed_by)


def test_the_same_signature_twice_counts_once_and_is_told() -> None:
    assert told(lambda held: held * 2) == ("TRB063", "lab")


def test_a_second_signature_of_the_same_key_that_is_wrong_is_told_too() -> None:
    assert told(lambda held: [*held, {**held[0], "sig": "AAAA"}]) == ("TRB063", "TRS020", "lab")


def test_thousands_of_signatures_are_not_looked_at() -> None:
    many = [{"keyid": f"k{n}", "sig": "AAAA"} for n in range(5000)]
    begun = time.monotonic()
    evidence, said = looked(put({**VALUE, "signatures": [SIGNATURE, *many]}), "lab")
    assert time.monotonic() - begun < 20
    assert evidence.signed_by == ("lab",)
    assert codes(said).count("TRB062") == 1
    # Of those that are read, nobody declares the keys; so many messages are enough.
    assert codes(said).count("TRS025") == 51


def test_hundreds_of_envelopes_are_not_looked_at_and_that_of_the_seal_is() -> None:
    data = envelope(BUNDLE[SEAL_FILE], "outsider")
    many = {f"signatures/{n:04}.dsse.json": data for n in range(300)}
    evidence, said = looked({**BUNDLE, **many}, "lab")
    assert evidence.signed_by == ("lab",)
    assert codes(said).count("TRB062") == 1


def test_an_empty_key_name_and_a_key_that_is_none_are_of_nobody() -> None:
    for keyid in ("", "ed25519:AAAA", "ed25519:" + "A" * 43 + "=", line("stranger")):
        _, said = looked(put({**VALUE, "signatures": [{"keyid": keyid, "sig": "AAAA"}]}), "lab")
        assert set(codes(said)) <= {"TRS020", "TRS025"}
        assert said


def test_what_another_tool_puts_besides_is_let_be_and_told() -> None:
    value = {**VALUE, "signatures": [{**SIGNATURE, "cert": "x"}]}
    evidence, said = looked(put(value), "lab", "outsider")
    assert codes(said) == ["TRB064"]
    assert evidence.signed_by == ("lab",)


def test_the_url_alphabet_of_base64_is_read_as_the_envelope_format_has_it() -> None:
    swapped = str.maketrans("+/", "-_")
    value = {
        "payload": VALUE["payload"].translate(swapped),
        "payloadType": PAYLOAD_TYPE,
        "signatures": [{**SIGNATURE, "sig": SIGNATURE["sig"].translate(swapped)}],
    }
    evidence, _ = looked(put(value), "lab")
    assert evidence.signed_by == ("lab",)


def test_a_seal_or_a_signature_is_never_listed_as_evidence() -> None:
    listed = BUNDLE["bundle.yaml"].replace(
        b"  - path: results.yaml\n", b"  - path: results.yaml\n  - path: bundle.seal.json\n"
    )
    _, said = looked({**BUNDLE, "bundle.yaml": listed})
    assert "TRB022" in codes(said)
    assert "TRB031" not in codes(said)
