"""Making signatures: a private key out of a PEM file, a signature over the bytes of a statement.

A private key is never shown, in a message or anywhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tra_policy.model.evidence.custody import PAYLOAD_TYPE, Signature
from tra_policy.model.keys import key_text
from tra_policy.words.noun import Noun, field

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_SSH = "`openssl genpkey -algorithm ed25519` makes one in PEM, as `tra bundle key FILE --new` does"
_MAKE = "`tra bundle key FILE --new` makes one"


class Unusable(Noun):
    """Why a file is no key, with what to do about it."""

    why: str
    advice: str = _MAKE


class PrivateKey(Noun):
    """A key to sign with. What is public of it are 32 bytes."""

    held: Ed25519PrivateKey = field(repr=False)

    @property
    def public(self) -> bytes:
        """The public key that belongs to it."""
        return self.held.public_key().public_bytes_raw()


def private_key(pem: bytes) -> PrivateKey | Unusable:
    """Return the Ed25519 key in a PEM file, or why there is none."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if b"BEGIN OPENSSH PRIVATE KEY" in pem:
        return Unusable("it is a key of OpenSSH's own format, not PEM", _SSH)
    if b"BEGIN PUBLIC KEY" in pem:
        return Unusable("it is a public key; to sign takes the private one")
    try:
        found = load_pem_private_key(pem, None)
    except TypeError:
        plain = "`openssl pkey -in FILE -out PLAIN` takes the passphrase off a copy"
        return Unusable("it is protected by a passphrase, and none is asked for", plain)
    except (ValueError, UnsupportedAlgorithm):
        return Unusable("it holds no private key in PEM")
    if not isinstance(found, Ed25519PrivateKey):
        return Unusable("it is a key of another type than Ed25519")
    return PrivateKey(found)


def public_part(pem: bytes) -> bytes | Unusable:
    """Return the 32 bytes of the public key in a PEM file, be it a private or a public one."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    if b"BEGIN PUBLIC KEY" not in pem:
        held = private_key(pem)
        return held if isinstance(held, Unusable) else held.public
    try:
        found = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        return Unusable("it holds no public key in PEM")
    if not isinstance(found, Ed25519PublicKey):
        return Unusable("it is a key of another type than Ed25519")
    return found.public_bytes_raw()


def new_key() -> bytes:
    """Return a new private key in PEM (PKCS 8, without a passphrase)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    made = Ed25519PrivateKey.generate()
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def signed(payload: bytes, before: Sequence[Signature], key: PrivateKey) -> tuple[Signature, ...]:
    """Return the signatures of an envelope with that of one more key; it takes the place of its own."""
    from securesystemslib.dsse import Envelope as Dsse
    from securesystemslib.signer import CryptoSigner, SSlibKey  # type: ignore[attr-defined]

    named = SSlibKey(key_text(key.public), "ed25519", "ed25519", {"public": key.public.hex()})
    made = Dsse(payload, PAYLOAD_TYPE, {}).sign(CryptoSigner(key.held, named))
    new = Signature(made.keyid, bytes.fromhex(made.signature))
    if new in before:
        return tuple(before)
    return (*(one for one in before if one.keyid != new.keyid), new)
