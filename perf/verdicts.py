"""What a report of `tra check` says of the common workload, as small as the peers say it.

    python perf/verdicts.py REPORT.json

A process of its own reads a report, so that the one that measures stays small.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from workload import PHASES

Node = dict[str, Any]


def verdict(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a report says: of thresholds, incidents and phases, as far as it has them."""
    items = {item["id"]: item for item in report["items"]}
    thresholds = {
        name: _threshold(item, items[f"{name}-OTHERS"])
        for name, item in items.items()
        if f"{name}-OTHERS" in items
    }
    found: dict[str, Any] = {}
    if thresholds:
        found["thresholds"] = thresholds
    if "INCIDENTS" in items:
        parts = items["INCIDENTS"]["proof"]["children"]
        found["incidents"] = sorted(_failing(parts))
    phases = {phase: items.get(phase.replace("_", "-").upper()) for phase in PHASES}
    found["phases"] = {phase: _phase(item) for phase, item in phases.items() if item}
    return found


def _threshold(item: Node, others: Node) -> list[Any]:
    parts = [_values(part, "need") for part in item["proof"]["children"]]
    missing = sum(timely == "not-met" for timely, _ in parts)
    wrong = sum(within == "not-met" for _, within in parts)
    open_ones = sum("unknown" in values for values in parts)
    facts = dict(item["proof"]["facts"])
    besides = sum(int(count) for name, count in facts.items() if name.startswith("besides "))
    found = [len(parts) + besides, missing, wrong, _decided(others["outcome"])]
    return [*found, f"{open_ones} unknown"] if open_ones else found


def _failing(parts: Sequence[Node]) -> Iterator[str]:
    """`INCIDENTS for i00003: not-met` is about `i00003`."""
    for part in parts:
        values = _values(part, "need")
        named = part["sentence"].split(" for ")[1].split(":")[0]
        if "unknown" in values:
            yield f"{named} unknown"
        elif "not-met" in values:
            yield named


def _phase(item: Node) -> list[Any]:
    share, rank = (
        next(child for child in item["proof"]["children"] if child["rule"] == rule)
        for rule in ("need", "aggregate")
    )
    facts = dict(share["facts"])
    return [
        int(facts["members"]),
        int(facts["hits"]),
        _decided(share["value"]),
        _decided(rank["value"]),
    ]


def _values(part: Node, rule: str) -> list[str]:
    return [child["value"] for child in part["children"] if child["rule"] == rule]


def _decided(outcome: str) -> bool | str:
    """What is undecided is the answer of no peer: it stands as it is, and differs."""
    return {"met": True, "not-met": False}.get(outcome, outcome)


def main() -> None:
    """Print what a report says."""
    report = json.loads(Path(sys.argv[1]).read_bytes())
    print(json.dumps(verdict(report), sort_keys=True))


if __name__ == "__main__":
    main()
