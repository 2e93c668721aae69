"""Foreign files read as a user reads them: as part of a bundle."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 14):
    import zipfile as zstd
else:
    from backports.zstd import zipfile as zstd

from tra_policy.model.evidence.bundle import Evidence, Filed
from tra_policy.readers.bundle import read_bundle
from tra_policy.readers.document import LIMITS, Limits
from tra_policy.words.diagnostic import Diagnostic

__all__ = ["DATA", "HEAD", "at", "by_name", "lines", "read", "rows", "sample", "zstd"]

DATA = Path(__file__).parent / "data"
HEAD = {
    "format": "tra.bundle/1",
    "id": "b",
    "date": "2026-11-30",
    "developer": "example-lab",
    "subject": "ckpt-9",
}


def read(
    reader: str,
    name: str,
    data: bytes,
    beside: Mapping[str, bytes] | None = None,
    limits: Limits = LIMITS,
    digests: Mapping[str, str] | None = None,
    **defaults: Any,
) -> tuple[Evidence, list[Diagnostic]]:
    """Evidence and messages of a bundle that holds one foreign file, and attachments beside it."""
    entry: dict[str, Any] = {"path": name, "reader": reader, "defaults": defaults}
    files = [entry, *({"path": n, "reader": "attachment"} for n in beside or {})]
    for one in files:
        if digests and one["path"] in digests:
            one["sha256"] = digests[one["path"]]
    manifest = json.dumps({**HEAD, "files": files}).encode()
    held = {"bundle.json": manifest, name: data, **(beside or {})}
    evidence, said = read_bundle(held, "bundle.json", limits=limits)
    assert evidence is not None
    # That a log's own name of a model is no checkpoint of the bundle is not what is tested here.
    return evidence, [one for one in said if one.code != "TRB034"]


def sample(path: str) -> bytes:
    """The bytes of a file among the data of the tests."""
    return (DATA / path).read_bytes()


def rows(data: bytes) -> list[dict[str, Any]]:
    """NDJSON read by a line of its own."""
    return [json.loads(line) for line in data.splitlines() if line.strip()]


def lines(values: list[dict[str, Any]]) -> bytes:
    """Values as NDJSON."""
    return b"".join(json.dumps(one).encode() + b"\n" for one in values)


def by_name(evidence: Evidence, part: str) -> Filed:
    """The one record whose id holds a text."""
    (one,) = [filed for filed in evidence.filed if part in filed.id]
    return one


def at(value: Any, pointer: str) -> Any:
    """What a JSON Pointer leads to; fails where it leads nowhere."""
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        value = value[int(name)] if isinstance(value, list) else value[name]
    return value
