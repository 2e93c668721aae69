"""The public keys that a policy declares: what a well-formed one looks like.

`ed25519:` is followed by base64 of one of two things, told apart by their length: the DER form that
`openssl pkey -pubout -outform DER` writes (44 bytes), or the bare key (32 bytes). Whether a signature
holds is not asked here.
"""

from __future__ import annotations

PREFIX = "ed25519:"
BARE = 32
_DER = bytes.fromhex("302a300506032b6570032100")
_SIGN = 1 << 255
_PRIME = 2**255 - 19
# The points of small order, without their sign: under such a key anybody can sign anything.
_SMALL = frozenset(
    {
        *(0, 1, _PRIME - 1, _PRIME, _PRIME + 1),
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
    }
)


def public_key(text: str) -> bytes | None:
    """Return the 32 bytes of a key as a policy writes it, or None where it is malformed."""
    return None if key_fault(text) else _decoded(text)[-BARE:]


def key_text(bare: bytes) -> str:
    """Return a key of 32 bytes as a policy writes it, in its DER form."""
    import base64

    return PREFIX + base64.b64encode(key_der(bare)).decode("ascii")


def key_der(bare: bytes) -> bytes:
    """Return a key of 32 bytes in its DER form (SubjectPublicKeyInfo)."""
    return _DER + bare


def key_fault(text: str) -> str:
    """Return what is wrong with a key; empty where it is well formed."""
    if not text.startswith(PREFIX):
        return f"it does not begin with `{PREFIX}`"
    data = _decoded(text)
    if not data:
        return "it is not base64"
    whole = len(data) == len(_DER) + BARE and data.startswith(_DER)
    if not whole and len(data) != BARE:
        return f"an Ed25519 key has {BARE} bytes, or {len(_DER) + BARE} in its DER form"
    if int.from_bytes(data[-BARE:], "little") % _SIGN in _SMALL:
        return "with this key anybody can sign"
    return ""


def _decoded(text: str) -> bytes:
    """Return what the base64 of a key says, nothing where there is another way to write the same."""
    import base64
    import binascii

    written = text.removeprefix(PREFIX)
    try:
        data = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return data if base64.b64encode(data).decode("ascii") == written else b""
