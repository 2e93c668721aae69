"""Real bundles with real keys: made in memory, sealed and signed as the commands do it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.evidence.custody import (
    ENVELOPE_FILE,
    SEAL_FILE,
    Custody,
    envelope_value,
    written,
)
from tra_policy.model.keys import key_text
from tra_policy.model.policy import Party
from tra_policy.readers.bundle import read_bundle
from tra_policy.sealing import attributed
from tra_policy.sealing.signing import PrivateKey
from tra_policy.sealing.signing import signed as signatures_with
from tra_policy.sealing.statements import seal_of, signing_of
from tra_policy.words.diagnostic import Diagnostic

Files = dict[str, bytes]

MANIFEST = b"""\
format: tra.bundle/1
id: small
date: 2026-01-31
developer: lab
subject: model-1
files:
  - path: results.yaml
  - path: more.ndjson
  - {path: notes.txt, reader: attachment}
records:
  - {id: model-1, kind: checkpoint, step: 5000, made: 2026-01-05}
"""
RESULTS = b"""\
- id: m-1
  kind: measurement
  benchmark: outer
  metric: score
  subject: model-1
  statistic: mean
  value: 3%
  counts: {planned: 200, scored: 200, errored: 0, excluded: 0}
  interval: from-counts
  roles: {run: [outsider], graded: [outsider]}
  started: 2026-01-10
  ended: 2026-01-12
- {id: a-1, kind: attestation, party: outsider, statement: nothing was withheld, made: 2026-01-20}
"""
MORE = b"""\
{"id": "w-1", "kind": "warning", "class": "reward-hacking", "severity": "low"}
{"id": "w-2", "kind": "warning", "class": "reward-hacking", "severity": "low"}
"""
PLAIN: Files = {
    "bundle.yaml": MANIFEST,
    "results.yaml": RESULTS,
    "more.ndjson": MORE,
    "notes.txt": b"not read as records\n",
}


def key(name: str) -> Ed25519PrivateKey:
    """The private key of a party: always the same one."""
    return Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())


def bare(name: str) -> bytes:
    """The 32 bytes of a party's public key."""
    return key(name).public_key().public_bytes_raw()


def line(name: str) -> str:
    """A party's key as a policy declares it."""
    return key_text(bare(name))


def pem(name: str) -> bytes:
    """A party's private key in a file."""
    return key(name).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def parties(*names: str) -> tuple[Party, ...]:
    """Parties with keys, as a policy would declare them."""
    return tuple(Party(name, key=line(name)) for name in names)


def opened(files: Mapping[str, bytes]) -> tuple[Evidence, Custody]:
    """A bundle as it is read."""
    evidence, _ = read_bundle(files)
    assert evidence is not None
    assert evidence.custody is not None
    return evidence, evidence.custody


def sealed(files: Mapping[str, bytes]) -> Files:
    """The bundle with a seal over it."""
    return {**files, SEAL_FILE: written(seal_of(*opened(files))).encode()}


def signed(files: Mapping[str, bytes], *names: str) -> Files:
    """The sealed bundle with the signatures of some parties on the whole."""
    return {**files, ENVELOPE_FILE: envelope(files[SEAL_FILE], *names)}


def signed_in_part(files: Mapping[str, bytes], name: str, *paths: str) -> Files:
    """The bundle with the signature of a party on some files."""
    evidence, custody = opened(files)
    chosen = [file for file in custody.files if file.path in paths]
    assert len(chosen) == len(paths)
    payload = written(signing_of(evidence, chosen)).encode()
    path = f"signatures/{sha256(payload).hexdigest()[:16]}.dsse.json"
    return {**files, path: envelope(payload, name)}


def envelope(payload: bytes, *names: str) -> bytes:
    """An envelope over some bytes, signed by some parties."""
    made: tuple[object, ...] = ()
    for name in names:
        made = signatures_with(payload, made, PrivateKey(key(name)))  # type: ignore[arg-type]
    return written(envelope_value(payload, made)).encode()  # type: ignore[arg-type]


def looked(files: Mapping[str, bytes], *names: str) -> tuple[Evidence, tuple[Diagnostic, ...]]:
    """A bundle read and verified, with the keys of some parties known, and all that is said."""
    evidence, said = read_bundle(files)
    assert evidence is not None, said
    found, more = attributed(evidence, parties(*names))
    return found, (*said, *more)


def codes(said: Iterable[Diagnostic]) -> list[str]:
    """The codes of what was said, in order of code."""
    return sorted(d.code for d in said)


def signers(evidence: Evidence) -> dict[str, tuple[str, ...]]:
    """Who signed each record."""
    return {filed.id: filed.signed_by for filed in evidence.filed}


def defects(evidence: Evidence) -> dict[str, tuple[str, ...]]:
    """What is wrong with the file of each record that has something wrong."""
    return {filed.id: filed.defects for filed in evidence.filed if filed.defects}
