"""Seals and signatures: whether a bundle is what was closed, and whose work it is shown to be.

Values in, values out: the bytes of statements, the keys that a policy declares. Libraries of
cryptography are loaded only where there is a signature to look at.
"""

from tra_policy.sealing.authorship import attributed

__all__ = ["attributed"]
