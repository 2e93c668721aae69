"""The samples of one task of an lm-evaluation-harness run, read row by row."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from hashlib import sha256
from typing import Any

from tra_policy.readers.given import Given
from tra_policy.readers.loose_json import Rows
from tra_policy.readers.numbers import exact
from tra_policy.readers.plain_values import members, text
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, field

Key = tuple[str, str]
MOST_METRICS = 200


class Samples(Noun, frozen=False):
    """What the rows of a task say: values by metric and filter, and then by document.

    `documents` are the rows that each filter has; `digest` is over the hashes of all rows, as the harness
    computes it for its `task_hashes`, and empty where a row has none.
    """

    name: str
    values: dict[Key, dict[str, tuple[Fraction, ...]]] = field(default_factory=dict)
    unusable: Counter[Key] = field(default_factory=Counter)
    documents: dict[str, set[str]] = field(default_factory=dict)
    repeated: int = 0
    digest: str = ""
    unread: int = 0
    said: tuple[Diagnostic, ...] = ()


def collect(given: Given) -> Samples:
    """Return what a samples file holds; of several rows for one document and filter the first counts."""
    found = Samples(given.name)
    rows = Rows(given)
    hashes: Any = sha256()
    hashed = True
    for _, row in rows:
        parts = [text(row.get(name)) for name in ("doc_hash", "prompt_hash", "target_hash")]
        hashed = hashed and all(parts)
        hashes.update("".join(parts).encode("utf-8", "replace"))
        _take(found, row)
    found.digest = hashes.hexdigest() if hashed and rows.count else ""
    found.unread, found.said = rows.unread, rows.diagnostics
    return found


def _take(found: Samples, row: dict[str, Any]) -> None:
    name, document = text(row.get("filter")) or "none", str(row.get("doc_id"))[:200]
    seen = found.documents.setdefault(name, set())
    if document in seen:
        found.repeated += 1
        return
    seen.add(document)
    metrics = [m for m in members(row.get("metrics")) if isinstance(m, str)]
    for metric in metrics[:MOST_METRICS]:
        key = (metric, name)
        number = exact(row.get(metric))
        if number is None:
            found.unusable[key] += 1
        elif key in found.values or len(found.values) < MOST_METRICS:
            found.values.setdefault(key, {})[document] = (number,)
