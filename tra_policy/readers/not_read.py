"""Formats that are known and not read, each with what to hand in in its place."""

from __future__ import annotations

import re

from tra_policy.readers.faults import fault
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.regex import regex
from tra_policy.words.source import Place

# What a pickle of protocol 2 and later begins with; an archive of weights holds one by this name.
_PICKLE = re.compile(rb"\x80[\x02-\x05]")
_TORCH = b"/data.pkl"
_PICKLED = regex(
    r".*\.(?:pt|pth|ckpt|pkl|pickle|distcp)|(?:.*/)?(?:pytorch_model|training_args)[^/]*\.bin"
)


def instead(name: str, head: bytes) -> tuple[str, str] | None:
    """Return what a file is, and what to do about it; None for what is not known to be unreadable."""
    if head.startswith(b"PAR1") or name.lower().endswith(".parquet"):
        return "a Parquet file, which is not read", "export its rows as JSON lines, and list those"
    pickled = _PICKLE.match(head) or (head.startswith(b"PK") and _TORCH in head)
    if pickled or _PICKLED.fullmatch(name.lower()):
        what = "a pickled file, or named like one, which is never opened: it could run code"
        return what, "save weights as safetensors, or keep the file with `reader: attachment`"
    return None


def not_read(name: str, head: bytes) -> Diagnostic | None:
    """Return the mistake that such a file was given to a reader; None for any other file."""
    found = instead(name, head)
    if found is None:
        return None
    what, advice = found
    return fault("TRB040", f"this is {what}", Place(name), advice)
