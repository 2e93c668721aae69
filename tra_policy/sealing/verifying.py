"""Which key made a signature: the one place where signatures are verified.

A signature names its key by `keyid`, which is a hint and proves nothing. This tool writes the public key
itself there, so that a signature can be verified before anybody says whose key it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, Protocol

from tra_policy.model.evidence.custody import PAYLOAD_TYPE, Signature
from tra_policy.model.keys import key_der, key_text, public_key
from tra_policy.words.digest import sha256_of
from tra_policy.words.noun import Noun

# So many signatures of an envelope are tried under every declared key when none is named.
MOST_TRIED = 10

Holding = Literal["holds", "fails", "unknown"]


class Signed(Protocol):
    """Bytes with signatures over them, such as an envelope."""

    @property
    def payload(self) -> bytes:
        """What was signed."""

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """By whom, as they say."""


class Verified(Noun):
    """One signature: under which key it holds or fails.

    `key` are 32 bytes, empty where nobody can tell which key is meant. `strangely_named` where the
    signature names a key of which nobody knows, and holds under a known one.
    """

    keyid: str
    key: bytes
    holding: Holding
    strangely_named: bool = False


def verified(envelope: Signed, keys: frozenset[bytes]) -> Iterator[Verified]:
    """Yield what comes of each signature of an envelope; `keys` are those that are known."""
    named = _by_keyid(keys)
    text = _signed_bytes(envelope)
    for index, signature in enumerate(envelope.signatures):
        key = public_key(signature.keyid) or named.get(signature.keyid)
        if key is not None:
            holds = _holds(key, signature, text)
            yield Verified(signature.keyid, key, "holds" if holds else "fails")
            continue
        tried = sorted(keys) if index < MOST_TRIED else []
        found = next((key for key in tried if _holds(key, signature, text)), b"")
        holding: Holding = "holds" if found else "unknown"
        yield Verified(signature.keyid, found, holding, bool(found and signature.keyid))


def _by_keyid(keys: frozenset[bytes]) -> Mapping[str, bytes]:
    """Return keys by the names that other tools give them."""
    from cryptography.hazmat.primitives.serialization import load_der_public_key
    from securesystemslib.signer import SSlibKey  # type: ignore[attr-defined]

    named: dict[str, bytes] = {}
    for key in keys:
        der = key_der(key)
        named[SSlibKey.from_crypto(load_der_public_key(der)).keyid] = key
        named[sha256_of(der)] = key
    return named


def _signed_bytes(envelope: Signed) -> bytes:
    from securesystemslib.dsse import Envelope as Dsse

    found: bytes = Dsse(envelope.payload, PAYLOAD_TYPE, {}).pae()
    return found


def _holds(key: bytes, signature: Signature, text: bytes) -> bool:
    from securesystemslib.exceptions import UnverifiedSignatureError
    from securesystemslib.signer import Signature as Made  # type: ignore[attr-defined]
    from securesystemslib.signer import SSlibKey  # type: ignore[attr-defined]

    named = SSlibKey(key_text(key), "ed25519", "ed25519", {"public": key.hex()})
    try:
        named.verify_signature(Made(named.keyid, signature.value.hex()), text)
    except UnverifiedSignatureError:
        return False
    return True
