"""Plain Python over one JSON document: what the others are compared with.

python plain.py DIR json|orjson
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from shape import phases, rank_of, say

folder, reader = Path(sys.argv[1], "peers"), sys.argv[2]
if reader == "orjson":
    import orjson

    load = orjson.loads
else:
    load = json.loads


def day(text: str) -> int:
    """Return the number of a day."""
    return date.fromisoformat(text).toordinal()


policy = load((folder / "policy.json").read_bytes())["policy"]
bundle = load((folder / "bundle.json").read_bytes())
developer = policy["developer"]
checkpoints = {row["id"]: row for row in bundle["checkpoints"]}
created = {name: day(row["created"]) for name, row in checkpoints.items()}
measured: dict[tuple[str, str], list[tuple[int, float]]] = {}
place, by_others = {}, set()
for row in bundle["evals"]:
    name = row["checkpoint"]
    place[row["id"]] = name
    after = day(row["date"]) - created[name]
    measured.setdefault((row["metric"], name), []).append((after, row["value"]))
    if developer not in (row["designed_by"], row["operated_by"]):
        by_others.add(row["metric"])

thresholds = {}
for asked in policy["thresholds"]:
    covered = [name for name, row in checkpoints.items() if row["kind"] in asked["applies_to"]]
    missing = wrong = 0
    for name in covered:
        values = [
            value
            for after, value in measured.get((asked["metric"], name), ())
            if 0 <= after <= asked["days"]
        ]
        limit = asked["limit"]
        missing += not values
        wrong += any(v > limit if asked["op"] == "<=" else v < limit for v in values)
    thresholds[asked["id"]] = (len(covered), missing, wrong, asked["metric"] in by_others)

incidents = {row["id"]: row for row in bundle["incidents"]}
answered = set()
for row in bundle["responses"]:
    incident = incidents[row["incident"]]
    timely = 0 <= day(row["date"]) - day(incident["opened"]) <= policy["max_days"]
    if timely and row["root_cause"] and row["retest_eval"] is not None:
        again = checkpoints[place[row["retest_eval"]]]
        if again["order"] > checkpoints[incident["checkpoint"]]["order"]:
            answered.add(incident["id"])

rewards: dict[str, list[float]] = {phase: [] for phase in policy["phases"]}
flagged = dict.fromkeys(policy["phases"], 0)
for row in bundle["rollouts"]:
    rewards[row["phase"]].append(row["reward"])
    flagged[row["phase"]] += row["reward_hack"]
counts = {phase: (len(held), flagged[phase], rank_of(held)) for phase, held in rewards.items()}
say(phases(policy["phases"], counts), thresholds, incidents.keys() - answered)
