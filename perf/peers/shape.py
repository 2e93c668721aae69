"""The verdict that every peer prints: the same small JSON, whatever found it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def phases(
    limits: Mapping[str, Mapping[str, Any]], counts: Mapping[str, Sequence[Any]]
) -> dict[str, Any]:
    """Return of every phase: rollouts, flagged, whether the share is met, whether the 99th percentile is.

    `counts` holds rollouts, flagged and the 99th percentile. Without rollouts nothing is exceeded.
    """
    found = {}
    for phase, limit in limits.items():
        many, flagged, rank = counts.get(phase, (0, 0, None))
        share = 100 * flagged <= limit["percent"] * many
        found[phase] = [many, flagged, share, rank is None or rank <= limit["p99"]]
    return found


def rank_of(values: list[float]) -> float | None:
    """Return the 99th percentile by rank: the least value that 99% do not exceed."""
    values.sort()
    return values[(99 * len(values) + 99) // 100 - 1] if values else None


def say(
    found: Mapping[str, Any],
    thresholds: Mapping[str, Sequence[Any]] | None = None,
    incidents: Iterable[str] | None = None,
) -> None:
    """Print a verdict. Of a threshold: covering, missing, wrong side, whether by others."""
    told: dict[str, Any] = {"phases": found}
    if thresholds is not None:
        told["thresholds"] = {
            name: [*map(int, counts[:3]), bool(counts[3])] for name, counts in thresholds.items()
        }
    if incidents is not None:
        told["incidents"] = sorted(incidents)
    sys.stdout.write(json.dumps(told, sort_keys=True) + "\n")
