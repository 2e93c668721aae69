"""Files: the only room that opens policies and bundles.

What cannot be opened is a diagnostic with the nearest name that could; nothing here raises for what a
user typed. What the bytes mean is left to the parser and to the readers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tra_policy.workspace.bundles import BundleFiles, open_bundle, open_files
from tra_policy.workspace.codes import CODES
from tra_policy.workspace.opening import read_bytes, read_head
from tra_policy.workspace.policies import open_libraries, open_policies
from tra_policy.workspace.registry import open_registry

if TYPE_CHECKING:
    from tra_policy.workspace.cited import CitedTexts, open_cited

__all__ = [
    "CODES",
    "BundleFiles",
    "CitedTexts",
    "open_bundle",
    "open_cited",
    "open_files",
    "open_libraries",
    "open_policies",
    "open_registry",
    "read_bytes",
    "read_head",
]


def __getattr__(name: str) -> Any:
    # A check opens no texts that a policy cites.
    if name not in ("CitedTexts", "open_cited"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tra_policy.workspace import cited

    return getattr(cited, name)
