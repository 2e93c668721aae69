"""The rows of an Every Eval Ever record, one for each sample and result, read row by row."""

from __future__ import annotations

from fractions import Fraction
from hashlib import md5, sha256
from typing import Any

from tra_policy.readers.given import Given
from tra_policy.readers.loose_json import Rows
from tra_policy.readers.numbers import exact
from tra_policy.readers.plain_values import at, text
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun, field

_HASHES = {"sha256": sha256, "md5": lambda: md5(usedforsecurity=False)}


class Scored(Noun, frozen=False):
    """What the rows of one result say: scores by sample, and what has none."""

    values: dict[str, tuple[Fraction, ...]] = field(default_factory=dict)
    errored: int = 0
    unusable: int = 0
    rows: int = 0


class Instances(Noun, frozen=False):
    """The rows by the id of their result, or by its name where they have no id."""

    name: str
    by_id: dict[str, Scored] = field(default_factory=dict)
    by_name: dict[str, Scored] = field(default_factory=dict)
    strangers: int = 0
    rows: int = 0
    unread: int = 0
    digest: str = ""
    said: tuple[Diagnostic, ...] = ()


def collect(given: Given, evaluation: str, algorithm: str) -> Instances:
    """Return what the rows of an evaluation say; rows of another one are only counted."""
    found = Instances(given.name)
    rows = Rows(given)
    for _, row in rows:
        found.rows += 1
        if row.get("evaluation_id") != evaluation:
            found.strangers += 1
            continue
        name = text(row.get("evaluation_result_id"))
        held = found.by_id if name else found.by_name
        key = name or text(row.get("evaluation_name"))
        _take(held.setdefault(key, Scored()), row)
    found.unread, found.said = rows.unread, rows.diagnostics
    found.digest = _digest(given, algorithm)
    return found


def _take(scored: Scored, row: dict[str, Any]) -> None:
    scored.rows += 1
    sample = str(row.get("sample_id"))[:200]
    number = exact(at(row, "evaluation", "score"))
    if row.get("error"):
        scored.errored += 1
    elif number is None:
        scored.unusable += 1
    else:
        scored.values[sample] = (*scored.values.get(sample, ()), number)


def _digest(given: Given, algorithm: str) -> str:
    make = _HASHES.get(algorithm)
    if make is None:
        return ""
    digest = make()
    with given.open() as stream:
        while piece := stream.read(1024 * 1024):
            digest.update(piece)
    return digest.hexdigest()
