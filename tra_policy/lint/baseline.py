"""Baselines: the findings that were there on the day when a policy began to be linted.

What stands in one is not told again; what is new is. A baseline is JSON with one entry a line, sorted,
and knows neither lines nor files, so that it changes only when findings do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from tra_policy.lint.found import Found
from tra_policy.words.noun import Noun

SCHEMA = "tra.baseline/1"
_KEYS = ("policy", "code", "clause", "fingerprint")


class Entry(NamedTuple):
    """What is known: in which policy, of which rule, of which clause, and what tells it from others."""

    policy: str
    code: str
    clause: str
    fingerprint: str


Baseline = Counter[Entry]


class NoBaseline(ValueError):
    """A text that is no baseline; the message says what was expected."""


def entry_of(found: Found) -> Entry:
    """Return a finding as an entry."""
    one = found.diagnostic
    return Entry(found.policy, one.code, found.clause, one.fingerprint)


def baseline_of(found: Iterable[Found]) -> Baseline:
    """Return the baseline of findings; what a text allows needs none."""
    return Counter(entry_of(one) for one in found if not one.diagnostic.allowed)


def written(baseline: Baseline) -> str:
    """Return a baseline as text."""
    import json

    rows = []
    for entry, count in sorted(baseline.items()):
        value: dict[str, Any] = entry._asdict()
        if count > 1:
            value["count"] = count
        rows.append("    " + json.dumps(value, ensure_ascii=False))
    listed = "[\n" + ",\n".join(rows) + "\n  ]" if rows else "[]"
    return f'{{\n  "schema": "{SCHEMA}",\n  "findings": {listed}\n}}\n'


def read(text: str) -> Baseline:
    """Return a baseline from its text; raise `NoBaseline` where it is none."""
    import json

    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoBaseline("it is not JSON") from error
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise NoBaseline(f"it does not say `schema` is `{SCHEMA}`")
    listed = value.get("findings")
    if not isinstance(listed, list):
        raise NoBaseline("`findings` is not a list")
    baseline: Baseline = Counter()
    for number, one in enumerate(listed, 1):
        words = [one.get(key) for key in _KEYS] if isinstance(one, dict) else []
        count = one.get("count", 1) if isinstance(one, dict) else 0
        texts = [word for word in words if isinstance(word, str)]
        if len(texts) != len(_KEYS) or type(count) is not int or count < 1:
            raise NoBaseline(f"entry {number} does not have {', '.join(_KEYS)} in quotes")
        baseline[Entry(*texts)] += count
    return baseline


class Compared(Noun):
    """Findings held against a baseline: those that are new, those that are known, and what is gone."""

    new: tuple[Found, ...]
    known: tuple[Found, ...]
    stale: Baseline


def compared(
    found: Iterable[Found], baseline: Baseline, policies: Collection[str], silent: Collection[str]
) -> Compared:
    """Return which findings a baseline knows. Of several alike it knows as many as it counts.

    `policies` are the names of those that were looked at: of others, and of the codes that could not
    speak, nothing is gone.
    """
    left = Counter(baseline)
    new: list[Found] = []
    known: list[Found] = []
    for one in found:
        entry = entry_of(one)
        if not one.diagnostic.allowed and left[entry] > 0:
            left[entry] -= 1
            known.append(one)
        else:
            new.append(one)
    gone = {
        entry: count
        for entry, count in left.items()
        if count > 0 and entry.policy in policies and entry.code not in silent
    }
    return Compared(tuple(new), tuple(known), Counter(gone))
