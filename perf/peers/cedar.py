"""Cedar, by cedarpy: every comparison is a request; joining and counting are the host's.

python cedar.py DIR

Cedar decides one request at a time and knows neither joins nor sums: what it cannot say is done here,
in Python, which is what a user of it would have to do.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import cedarpy
from shape import rank_of, say

POLICIES = """
permit(principal, action == Action::"timely", resource)
  when { context.after >= 0 && context.after <= context.days };
permit(principal, action == Action::"most", resource) when { context.value <= context.limit };
permit(principal, action == Action::"least", resource) when { context.value >= context.limit };
permit(principal, action == Action::"others", resource)
  when { context.designed != context.developer && context.operated != context.developer };
permit(principal, action == Action::"answered", resource)
  when { context.after >= 0 && context.after <= context.days && context.cause != "" &&
         context.again > context.order };
permit(principal, action == Action::"share", resource)
  when { context.flagged * 100 <= context.percent * context.many };
"""


def decided(asked: Iterable[tuple[str, dict[str, Any]]]) -> list[bool]:
    """Return what Cedar answers to each request."""
    requests = [
        {
            "principal": 'Lab::"lab"',
            "action": f'Action::"{action}"',
            "resource": 'Run::"run"',
            "context": context,
        }
        for action, context in asked
    ]
    if not requests:
        return []
    return [one.allowed for one in cedarpy.is_authorized_batch(requests, POLICIES, [])]


def day(text: str) -> int:
    """Return the number of a day."""
    return date.fromisoformat(text).toordinal()


def whole(value: float) -> int:
    """Return a number in ten-thousandths: a context has no floats."""
    return round(value * 10000)


folder = Path(sys.argv[1], "peers")
policy = json.loads((folder / "policy.json").read_bytes())["policy"]
bundle = json.loads((folder / "bundle.json").read_bytes())
checkpoints = {row["id"]: row for row in bundle["checkpoints"]}
created = {name: day(row["created"]) for name, row in checkpoints.items()}
place = {row["id"]: row["checkpoint"] for row in bundle["evals"]}
measured: dict[tuple[str, str], list[tuple[int, int]]] = {}
for row in bundle["evals"]:
    after = day(row["date"]) - created[row["checkpoint"]]
    held = measured.setdefault((row["metric"], row["checkpoint"]), [])
    held.append((after, whole(row["value"])))
outside = decided(
    (
        "others",
        {
            "designed": row["designed_by"],
            "operated": row["operated_by"],
            "developer": policy["developer"],
        },
    )
    for row in bundle["evals"]
)
by_others = {row["metric"] for row, other in zip(bundle["evals"], outside, strict=True) if other}

keys = []
requests: list[tuple[str, dict[str, Any]]] = []
covered: dict[str, list[str]] = {}
for asked in policy["thresholds"]:
    names = [name for name, row in checkpoints.items() if row["kind"] in asked["applies_to"]]
    covered[asked["id"]] = names
    side = "most" if asked["op"] == "<=" else "least"
    for name in names:
        for after, value in measured.get((asked["metric"], name), ()):
            keys.append((asked["id"], name))
            requests.append(("timely", {"after": after, "days": asked["days"]}))
            requests.append((side, {"value": value, "limit": whole(asked["limit"])}))
answers = decided(requests)
sides: dict[tuple[str, str], list[bool]] = {}
for key, timely, right in zip(keys, answers[::2], answers[1::2], strict=True):
    if timely:
        sides.setdefault(key, []).append(right)
thresholds = {
    asked["id"]: (
        len(covered[asked["id"]]),
        sum((asked["id"], name) not in sides for name in covered[asked["id"]]),
        sum(not all(sides.get((asked["id"], name), ())) for name in covered[asked["id"]]),
        asked["metric"] in by_others,
    )
    for asked in policy["thresholds"]
}

incidents = {row["id"]: row for row in bundle["incidents"]}
tried = [row for row in bundle["responses"] if row["retest_eval"] is not None]
good = decided(
    (
        "answered",
        {
            "after": day(row["date"]) - day(incidents[row["incident"]]["opened"]),
            "days": policy["max_days"],
            "cause": row["root_cause"],
            "again": checkpoints[place[row["retest_eval"]]]["order"],
            "order": checkpoints[incidents[row["incident"]]["checkpoint"]]["order"],
        },
    )
    for row in tried
)
answered = {row["incident"] for row, so in zip(tried, good, strict=True) if so}

rewards: dict[str, list[float]] = {phase: [] for phase in policy["phases"]}
flagged: Counter[str] = Counter()
for row in bundle["rollouts"]:
    rewards[row["phase"]].append(row["reward"])
    flagged[row["phase"]] += row["reward_hack"]
found = {}
for phase, limit in policy["phases"].items():
    many, rank = len(rewards[phase]), rank_of(rewards[phase])
    share = {"flagged": flagged[phase], "percent": limit["percent"], "many": many}
    most = {"value": whole(rank or 0), "limit": whole(limit["p99"])}
    found[phase] = [many, flagged[phase], *decided((("share", share), ("most", most)))]
say(found, thresholds, incidents.keys() - answered)
