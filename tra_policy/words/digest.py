"""SHA-256 of bytes that are at hand.

`hashlib` loads a library of cryptography, which takes longer than all that a small bundle has to be
digested. The interpreter has an implementation of its own, which `random` of the standard library
takes for the same reason; it is slower by the byte, so what is large goes the usual way.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import sha256 as _own
else:
    try:
        from _sha2 import sha256 as _own
    except ImportError:
        try:
            from _sha256 import sha256 as _own
        except ImportError:
            from hashlib import sha256 as _own

__all__ = ["sha256_of"]

# From about here on loading the library is made up for.
LARGE = 100_000


def sha256_of(data: bytes) -> str:
    """Return the digest in hexadecimal."""
    if len(data) < LARGE and "hashlib" not in sys.modules:
        return _own(data).hexdigest()
    from hashlib import sha256

    return sha256(data).hexdigest()
