"""Baselines of checks: what was not met or unknown on the day when a gate began to be kept.

With one, only what is new or worse sets the exit code. It is JSON with one entry a line, sorted, and
knows neither lines nor files. An entry is about one policy and one model: what was known of a model
excuses nothing of the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tra_policy.reports.machine.rows import Row, run_of
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport, Part

SCHEMA = "tra.check-baseline/1"
_KEYS = ("policy", "about", "kind", "name", "what", "outcome", "fingerprint")
# How bad an outcome is: of an item, the label of a threshold, the severity of a finding.
_BAD: Mapping[str, Mapping[str, int]] = {
    "item": {"unknown": 1, "unknown-blocks": 2, "not-met": 3},
    "threshold": {"prior": 1},
    "finding": {"info": 1, "warning": 2, "error": 3},
}


class NoBaseline(ValueError):
    """A text that is no baseline of a check; the message says what was expected."""


class Key(NamedTuple):
    """What an entry is known by: the policy, the model that it is about, the words, the fingerprint.

    The words stand beside the fingerprint, which is made of an id: where a line is put before another,
    ids move on, and what one duty was forgiven must not pass to the next.
    """

    policy: str
    about: str
    what: str
    fingerprint: str


class Entry(Noun):
    """One thing that was not in order: an item, a threshold or a finding, and how it stood."""

    key: Key
    kind: str
    name: str
    outcome: str

    @property
    def bad(self) -> int:
        """How bad it was, within its kind."""
        return _BAD[self.kind][self.outcome]


Baseline = Mapping[Key, Entry]


class Compared(Noun):
    """A report held against a baseline.

    `worse` is the report with only what the baseline does not know. `known` counts the items that it
    does.
    `better` are entries that nothing needs any more, or not as they stand.
    """

    worse: CheckReport
    known: int
    better: tuple[Entry, ...]


def baseline_of(reports: Iterable[CheckReport]) -> Baseline:
    """Return what is not in order in some reports; lines that do not gate need no entry."""
    return {entry.key: entry for report in reports for _, entry, _ in _entries(report) if entry}


def compared(report: CheckReport, baseline: Baseline) -> Compared:
    """Return what of a report is new or worse than a baseline knows."""
    left: dict[str, list[Part]] = {kind: [] for kind in _BAD}
    needed: dict[Key, Entry] = {}
    for row, entry, part in _entries(report):
        before = baseline.get(entry.key) if entry else None
        if entry and before and before.kind == entry.kind and entry.bad <= before.bad:
            needed[entry.key] = entry
        else:
            left[row.kind].append(part)
    policy, about = report.policy.id, _about(report)
    better = [
        entry
        for key, entry in baseline.items()
        if (key.policy, key.about) == (policy, about)
        and (key not in needed or needed[key].bad < entry.bad)
    ]
    changed = {f"{kind}s": tuple(parts) for kind, parts in left.items()}
    known = sum(entry.kind == "item" for entry in needed.values())
    return Compared(report.model_copy(update=changed), known, tuple(better))


def written(baseline: Baseline) -> str:
    """Return a baseline as text."""
    import json

    rows = []
    for key, entry in sorted(baseline.items(), key=_order):
        words = (key.policy, key.about, entry.kind, entry.name, key.what, entry.outcome)
        value = dict(zip(_KEYS, (*words, key.fingerprint), strict=True))
        rows.append("    " + json.dumps(value))
    listed = "[\n" + ",\n".join(rows) + "\n  ]" if rows else "[]"
    return f'{{\n  "schema": "{SCHEMA}",\n  "known": {listed}\n}}\n'


def _order(pair: tuple[Key, Entry]) -> tuple[str, ...]:
    key, entry = pair
    return key.policy, key.about, entry.kind, entry.name, key.fingerprint


def read(text: str) -> Baseline:
    """Return a baseline from its text; raise `NoBaseline` where it is none."""
    import json

    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoBaseline("it is not JSON") from error
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise NoBaseline(f"it does not say `schema` is `{SCHEMA}`")
    listed = value.get("known")
    if not isinstance(listed, list):
        raise NoBaseline("`known` is not a list")
    entries = [_entry(number, one) for number, one in enumerate(listed, 1)]
    return {entry.key: entry for entry in entries}


def _entry(number: int, value: Any) -> Entry:
    words = [value.get(key) for key in _KEYS] if isinstance(value, dict) else []
    texts = [word for word in words if isinstance(word, str)]
    if len(texts) != len(_KEYS):
        raise NoBaseline(f"entry {number} does not have {', '.join(_KEYS)} in quotes")
    policy, about, kind, name, what, outcome, fingerprint = texts
    if kind not in _BAD:
        raise NoBaseline(f"entry {number}: `kind` is none of {', '.join(_BAD)}")
    if outcome not in _BAD[kind]:
        known = ", ".join(_BAD[kind])
        raise NoBaseline(f"entry {number}: `outcome` is none of {known}")
    return Entry(Key(policy, about, what, fingerprint), kind, name, outcome)


def _about(report: CheckReport) -> str:
    return report.bundle.subject or report.bundle.id


def _entries(report: CheckReport) -> Iterator[tuple[Row, Entry | None, Part]]:
    """Yield every part of a report with its row, and its entry where it is not in order."""
    rows = run_of(report).rows
    items = sorted(report.items, key=lambda item: not item.gates)
    parts: Sequence[Part] = (*items, *report.thresholds, *report.findings)
    for row, part in zip(rows, parts, strict=True):
        outcome = _outcome(row)
        key = Key(report.policy.id, _about(report), row.title, row.fingerprint)
        name = f"{row.rule} {row.name}" if row.kind == "finding" else row.name
        yield row, Entry(key, row.kind, name, outcome) if outcome else None, part


def _outcome(row: Row) -> str:
    """Return how a row stands, in the words of an entry; empty where it is in order."""
    outcome = row.outcome
    if row.kind == "item":
        blocks = row.outcome == "unknown" and row.level == "error"
        outcome = ("unknown-blocks" if blocks else row.outcome) if row.gates else ""
    return outcome if outcome in _BAD[row.kind] else ""
