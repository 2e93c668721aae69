"""Keys that a command line names: a PEM file, or the words of a policy's `key` line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tra_policy import workspace
from tra_policy.cli import codes
from tra_policy.model.keys import PREFIX, key_fault, public_key
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place

if TYPE_CHECKING:
    from tra_policy.sealing.signing import PrivateKey, Unusable

LARGEST_KEY = 64 * 1024
Said = tuple[Diagnostic, ...]


def private_key_at(path: str) -> tuple[PrivateKey | None, Said]:
    """Return the private key in a PEM file, or why there is none."""
    from tra_policy.sealing.signing import Unusable, private_key

    pem, said = workspace.read_bytes(path, LARGEST_KEY)
    if pem is None:
        return None, said
    found = private_key(pem)
    return (None, (_unusable(path, found),)) if isinstance(found, Unusable) else (found, ())


def public_key_of(given: str) -> tuple[bytes | None, Said]:
    """Return the public key that `ed25519:…` or a PEM file gives, or why there is none."""
    from tra_policy.sealing.signing import Unusable, public_part

    if given.startswith(PREFIX):
        held = public_key(given)
        fault = f"`{given}` is not a key: {key_fault(given)}"
        return held, () if held is not None else (codes.mistake(codes.KEY, fault),)
    pem, said = workspace.read_bytes(given, LARGEST_KEY)
    if pem is None:
        return None, said
    found = public_part(pem)
    return (None, (_unusable(given, found),)) if isinstance(found, Unusable) else (found, ())


def _unusable(path: str, found: Unusable) -> Diagnostic:
    message = f"`{path}` is no key to use here: {found.why}"
    return codes.mistake(codes.KEY, message, found.advice, Place(path))
