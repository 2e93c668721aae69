"""One workload in six sizes: a policy and a bundle of a training run, made by hashing alone.

    python perf/workload.py SIZE DIR        writes DIR/policy.tra and DIR/bundle/
    python perf/workload.py SIZE DIR --verdicts
                                            checks them, beside a count of the same questions by hand

SIZE, 1e2 to 1e7, is how many evaluations, checkpoints, incidents, responses and rollouts there are in
all. Nothing but integers is hashed: a size always gives the same bytes.

The policy asks of every threshold whether each checkpoint of the stages it covers was measured within
the cadence and never on the wrong side of the limit, and whether anybody else than the developer
designed and ran one of the measurements; of every incident whether there was a response within 14
days, with a root cause and a re-test on a later checkpoint; of every phase how many rollouts were
flagged, and the 99th percentile of the reward.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from measuring import TRA

Row = dict[str, Any]

# checkpoints, thresholds, metrics, incidents, evaluations per metric and checkpoint
SIZES = {
    "1e2": (6, 5, 4, 4, 1),
    "1e3": (15, 8, 6, 15, 2),
    "1e4": (40, 15, 10, 60, 3),
    "1e5": (120, 20, 14, 200, 4),
    "1e6": (400, 30, 20, 600, 4),
    "1e7": (1000, 40, 25, 2000, 4),
}
DEVELOPER = "lab"
PARTIES = (DEVELOPER, "assessor", "institute", "university", "auditor")
STAGES = ("base", "sft", "rl", "rl")
PHASES = ("sft", "rl_code", "rl_math", "rl_agent")
PHASE_OF = (0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3)
FLAGGED_PERMILLE = (15, 52, 25, 45)
ENVIRONMENTS = ("unit-tests", "web", "terminal", "proofs", "chat", "games")
SEVERITIES = ("low", "medium", "high", "critical")
SHARES = (2, 5, 3, 4)  # percent
REWARDS = ("4.5", "4.4", "4.2", "4.4")
FIRST_DAY = date(2024, 1, 1)
AS_OF = "2027-01-01"
SHARD = 250_000
LINES = 25_000  # of a file of records: a file that is read whole has a limit
_WORD = (1 << 64) - 1


def mixed(x: int) -> int:
    """Return the splitmix64 of a number."""
    x = (x + 0x9E3779B97F4A7C15) & _WORD
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _WORD
    return x ^ (x >> 31)


class Draw:
    """Numbers that look random, and are the same every time."""

    def __init__(self, seed: int) -> None:
        self._state = mixed(seed)

    def below(self, limit: int) -> int:
        """Return a number from 0 to below a limit."""
        self._state = mixed(self._state)
        return self._state % limit

    def permille(self, share: int) -> bool:
        """Return true in so many of a thousand cases."""
        return self.below(1000) < share


@dataclass(frozen=True, slots=True)
class Threshold:
    """What is asked of a metric: on which side of a limit, on checkpoints of which stages, how soon."""

    name: str
    metric: str
    operator: str
    limit: str
    stages: tuple[str, ...]
    days: int


@dataclass(frozen=True, slots=True)
class Workload:
    """Everything but the rollouts, as plain rows; days are counted from the first."""

    size: str
    checkpoints: list[Row]
    evaluations: list[Row]
    incidents: list[Row]
    responses: list[Row]
    thresholds: list[Threshold]

    @property
    def rollouts(self) -> int:
        """How many rollouts there are."""
        parts = (self.checkpoints, self.evaluations, self.incidents, self.responses)
        return int(float(self.size)) - sum(len(part) for part in parts)


def workload(size: str) -> Workload:
    """Return the workload of a size. The order in which numbers are drawn is part of it."""
    many, _, metrics, incidents, repeats = SIZES[size]
    draw = Draw(int(float(size)))
    checkpoints: list[Row] = []
    for i in range(many):
        made = i * max(1, 700 // many) + draw.below(3)
        draw.below(2)
        checkpoints.append({"id": f"c{i:04d}", "order": i, "stage": STAGES[i % 4], "made": made})
    evaluations: list[Row] = []
    for metric in range(metrics):
        for checkpoint in checkpoints:
            for repeat in range(repeats):
                if repeat == 0 and draw.permille(8):
                    break
                evaluations.append(_evaluation(draw, len(evaluations), metric, checkpoint))
    of_checkpoint: dict[str, list[Row]] = {}
    for row in evaluations:
        of_checkpoint.setdefault(row["checkpoint"], []).append(row)
    opened: list[Row] = []
    responses: list[Row] = []
    for number in range(incidents):
        order = draw.below(max(1, many - 2))
        day = checkpoints[order]["made"] + draw.below(40)
        incident = {"id": f"i{number:05d}", "order": order, "day": day, "severity": draw.below(4)}
        opened.append(incident)
        for _ in range(1 + draw.permille(300)):
            if draw.permille(40):
                break
            responses.append(_response(draw, len(responses), incident, checkpoints, of_checkpoint))
    return Workload(size, checkpoints, evaluations, opened, responses, _thresholds(size))


def _evaluation(draw: Draw, number: int, metric: int, checkpoint: Row) -> Row:
    late = draw.permille(15)
    delay = 45 + draw.below(60) if late else draw.below(28)
    bad = draw.permille(3)
    value = 8000 + draw.below(1500) if bad else 500 + draw.below(6000)  # of ten thousand
    outside = metric != 3 and draw.permille(250)  # the fourth metric nobody else ever looks at
    designed = PARTIES[1 + draw.below(4)] if outside else DEVELOPER
    ran = PARTIES[1 + draw.below(4)] if outside and draw.permille(800) else DEVELOPER
    return {
        "id": f"e{number:07d}",
        "metric": f"m{metric:02d}",
        "checkpoint": checkpoint["id"],
        "value": value,
        "day": checkpoint["made"] + delay,
        "designed": designed,
        "ran": ran,
    }


def _response(
    draw: Draw,
    number: int,
    incident: Row,
    checkpoints: Sequence[Row],
    of_checkpoint: dict[str, list[Row]],
) -> Row:
    delay = 15 + draw.below(30) if draw.permille(60) else draw.below(15)
    later = incident["order"] + 1 + draw.below(len(checkpoints) - incident["order"] - 1)
    if draw.permille(50):
        later = incident["order"]  # tested again on the same checkpoint
    found = of_checkpoint.get(checkpoints[later]["id"])
    cause = "" if draw.permille(40) else f"cause {draw.below(20)}"
    again = found[draw.below(len(found))] if found else None
    return {
        "id": f"p{number:06d}",
        "incident": incident["id"],
        "day": incident["day"] + delay,
        "cause": cause,
        "again": again,
    }


def _thresholds(size: str) -> list[Threshold]:
    _, many, metrics, _, _ = SIZES[size]
    stages = (("rl",), ("sft", "rl"), ("base", "sft", "rl"))
    return [
        Threshold(
            name=f"T{t:02d}",
            metric=f"m{t % metrics:02d}",
            operator="<=" if t % 5 else ">=",
            limit=("0.75" if t % 3 else "0.949") if t % 5 else "0.02",
            stages=stages[t % 3],
            days=(30, 60, 120)[t % 3],
        )
        for t in range(many)
    ]


# ---- as a policy and a bundle


def policy_text(asked: Workload, rollouts: bool) -> str:
    """Return the policy that asks the questions of a workload."""
    lines = [
        "# Made by perf/workload.py.",
        "tra 1",
        "",
        f"policy workload version {asked.size} effective 2024-01-01",
        f"  developer {DEVELOPER}",
        "",
        f'party {DEVELOPER} "the developer"',
    ]
    for party in PARTIES[1:]:
        lines += [f'party {party} "somebody else"', f'  no ties to {DEVELOPER} "its register"']
    for threshold in asked.thresholds:
        lines += ["", *_clauses(threshold)]
    lines += [
        "",
        "requirement INCIDENTS",
        "  for every warning",
        "  needs retest where remediation.effective within 14 days of remediation.warnings.detected,",
        "                     remediation.investigation.root_cause is not none-found,",
        "                     checkpoint descends from remediation.warnings.checkpoint",
    ]
    for phase, share, reward in zip(PHASES, SHARES, REWARDS, strict=True) if rollouts else ():
        lines += [
            "",
            f"requirement {phase.replace('_', '-').upper()}",
            f"  needs at most {share}% of rollouts in stage {phase} where flags has reward-hacking",
            f"  needs p99 reward <= {reward} over rollouts in stage {phase}",
        ]
    return "\n".join(lines) + "\n"


def _clauses(threshold: Threshold) -> Iterator[str]:
    covered = {1: " where stage is rl", 2: " where stage is not base", 3: ""}
    wrong = ">" if threshold.operator == "<=" else "<"
    measured = f"where benchmark is {threshold.metric}"
    yield f"requirement {threshold.name}"
    yield f"  for every checkpoint{covered[len(threshold.stages)]}"
    yield f"  needs measurement {measured} within {threshold.days} days of made"
    yield (
        f"  needs no measurement {measured}, value {wrong} {threshold.limit} "
        f"within {threshold.days} days of made"
    )
    yield f"requirement {threshold.name}-OTHERS"
    yield f"  needs measurement {measured}, designed by independent, run by independent"


def records(asked: Workload) -> Iterator[tuple[str, list[Row]]]:
    """Yield the records of a bundle, file by file."""
    ids = [row["id"] for row in asked.checkpoints]
    yield (
        "checkpoints",
        [
            {
                "kind": "checkpoint",
                "id": row["id"],
                "step": row["order"] * 1000,
                "stage": row["stage"],
                "parents": ids[row["order"] - 1 : row["order"]],
                "made": _day(row["made"]),
            }
            for row in asked.checkpoints
        ],
    )
    yield (
        "measurements",
        [
            {
                "kind": "measurement",
                "id": row["id"],
                "benchmark": row["metric"],
                "metric": "score",
                "subject": row["checkpoint"],
                "statistic": "mean",
                "value": row["value"] / 10000,
                "roles": {"designed": [row["designed"]], "run": [row["ran"]]},
                "ended": _day(row["day"]),
            }
            for row in asked.evaluations
        ],
    )
    yield (
        "warnings",
        [
            {
                "kind": "warning",
                "id": row["id"],
                "class": "incident",
                "severity": SEVERITIES[row["severity"]],
                "checkpoint": ids[row["order"]],
                "detected": _day(row["day"]),
            }
            for row in asked.incidents
        ],
    )
    yield "responses", [record for row in asked.responses for record in _answered(row)]


def _answered(row: Row) -> Iterator[Row]:
    yield {
        "kind": "investigation",
        "id": f"{row['id']}-why",
        "warnings": [row["incident"]],
        # To leave it out would leave it open.
        "root_cause": row["cause"] or "none-found",
        "opened": _day(row["day"]),
    }
    yield {
        "kind": "remediation",
        "id": row["id"],
        "warnings": [row["incident"]],
        "investigation": f"{row['id']}-why",
        "effective": _day(row["day"]),
    }
    if row["again"] is not None:
        yield {
            "kind": "retest",
            "id": f"{row['id']}-again",
            "remediation": row["id"],
            "checkpoint": row["again"]["checkpoint"],
            "benchmark": row["again"]["metric"],
            "measurement": row["again"]["id"],
            "run_by": [row["again"]["ran"]],
            "outcome": "passed",
            "ended": _day(row["again"]["day"]),
        }


def _day(number: int) -> str:
    return (FIRST_DAY + timedelta(days=number)).isoformat()


def _population(kind: str, ids: Sequence[str]) -> Row:
    return {
        "kind": "population",
        "id": f"all-{kind}",
        "of": kind,
        "basis": "signed-inventory",
        "count": len(ids),
        "digest": sha256("".join(f"{name}\n" for name in sorted(ids)).encode()).hexdigest(),
        "made": AS_OF,
    }


def rollout_lines(start: int, many: int, checkpoints: int) -> Iterator[str]:
    """Yield rollouts as lines of JSON."""
    for number in range(start, start + many):
        one = mixed(number)
        two = mixed(one)
        three = mixed(two)
        phase = PHASE_OF[one % 16]
        reward = sum((two >> shift) % 13001 for shift in (0, 13, 26, 39))
        flagged = "true" if three % 1000 < FLAGGED_PERMILLE[phase] else "false"
        yield (
            f'{{"id":"r{number:08d}","checkpoint":"c{(three >> 20) % checkpoints:04d}",'
            f'"phase":"{PHASES[phase]}","step":{number // 64},"env":"{ENVIRONMENTS[(one >> 8) % 6]}",'
            f'"reward":{reward // 10000}.{reward % 10000:04d},"reward_hack":{flagged},'
            f'"tokens":{(one >> 16) % 8192}}}\n'
        )


def write(asked: Workload, folder: Path, rollouts: bool) -> None:
    """Write the policy and the bundle."""
    bundle = folder / "bundle"
    bundle.mkdir(parents=True, exist_ok=True)
    (folder / "policy.tra").write_text(policy_text(asked, rollouts), encoding="utf-8")
    claims: list[Row] = []
    files = []
    for name, rows in records(asked):
        for start in range(0, len(rows), LINES):
            part = f"{name}-{start // LINES:02d}.ndjson" if len(rows) > LINES else f"{name}.ndjson"
            _write_lines(bundle / part, rows[start : start + LINES])
            files.append(part)
        for kind in dict.fromkeys(row["kind"] for row in rows):
            claims.append(_population(kind, [r["id"] for r in rows if r["kind"] == kind]))
    _write_lines(bundle / "populations.ndjson", claims)
    head = [
        "format: tra.bundle/1",
        f"id: workload-{asked.size}",
        f"date: {AS_OF}",
        f"developer: {DEVELOPER}",
        f"subject: {asked.checkpoints[-1]['id']}",
        "files:",
        *(f"  - path: {name}" for name in (*files, "populations.ndjson")),
    ]
    if rollouts:
        head += [
            "tables:",
            "  - id: rollouts",
            "    kind: rollout",
            "    files: [rollouts/*.ndjson]",
            "    columns: {id: id, checkpoint: checkpoint, stage: phase, environment: env, step: step, "
            "reward: reward, flags: {reward-hacking: reward_hack}}",
        ]
        _write_rollouts(asked, bundle / "rollouts")
    (bundle / "bundle.yaml").write_text("\n".join(head) + "\n", encoding="utf-8")


def _write_lines(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, separators=(",", ":")) + "\n" for row in rows)


def _write_rollouts(asked: Workload, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for number, start in enumerate(range(0, asked.rollouts, SHARD)):
        with (folder / f"part-{number:03d}.ndjson").open("w", encoding="utf-8") as file:
            many = min(SHARD, asked.rollouts - start)
            file.writelines(rollout_lines(start, many, len(asked.checkpoints)))


# ---- the same questions, counted by hand


@dataclass(frozen=True, slots=True)
class Counted:
    """Of a threshold: checkpoints covered, without a measurement in time, with one on the wrong side;
    and whether anybody else designed and ran one.
    """

    covered: int
    missing: int
    wrong: int
    others: bool


def by_hand(asked: Workload) -> tuple[dict[str, Counted], set[str]]:
    """Return the counts of every threshold, and the incidents that were not answered as they should."""
    made = {row["id"]: row["made"] for row in asked.checkpoints}
    order = {row["id"]: row["order"] for row in asked.checkpoints}
    measured: dict[tuple[str, str], list[tuple[int, int]]] = {}
    outside: set[str] = set()
    for row in asked.evaluations:
        after = row["day"] - made[row["checkpoint"]]
        measured.setdefault((row["metric"], row["checkpoint"]), []).append((after, row["value"]))
        if DEVELOPER not in (row["designed"], row["ran"]):
            outside.add(row["metric"])
    counts = {}
    for threshold in asked.thresholds:
        covered = [c["id"] for c in asked.checkpoints if c["stage"] in threshold.stages]
        limit = round(float(threshold.limit) * 10000)
        missing = wrong = 0
        for name in covered:
            held = measured.get((threshold.metric, name), [])
            values = [value for after, value in held if after <= threshold.days]
            missing += not values
            wrong += any(v > limit if threshold.operator == "<=" else v < limit for v in values)
        counts[threshold.name] = Counted(len(covered), missing, wrong, threshold.metric in outside)
    answered: set[str] = set()
    incidents = {row["id"]: row for row in asked.incidents}
    for row in asked.responses:
        incident = incidents[row["incident"]]
        later = row["again"] is not None and order[row["again"]["checkpoint"]] > incident["order"]
        if row["day"] - incident["day"] <= 14 and row["cause"] and later:
            answered.add(row["incident"])
    return counts, set(incidents) - answered


def by_tool(folder: Path) -> tuple[dict[str, Counted], set[str]]:
    """Return the same as `tra check` answers it."""
    command = [*TRA, "check", str(folder / "policy.tra")]
    command += ["--evidence", str(folder / "bundle"), "--as-of", AS_OF]
    with tempfile.TemporaryFile() as out:
        done = subprocess.run([*command, "--format", "json"], stdout=out, check=False)
        if done.returncode not in (0, 1, 3):
            sys.exit(f"tra check: exit {done.returncode}")
        out.seek(0)
        items = {item["id"]: item for item in json.load(out)["items"]}
    undecided = [name for name, item in items.items() if "unknown" in _values(item["proof"])]
    if undecided:
        sys.exit(f"not decided: {', '.join(undecided)}")
    counts = {}
    for name, item in items.items():
        if f"{name}-OTHERS" in items:
            needs = [_needs(part) for part in item["proof"]["children"]]
            missing = sum(outcomes[0] == "not-met" for outcomes in needs)
            wrong = sum(outcomes[1] == "not-met" for outcomes in needs)
            others = items[f"{name}-OTHERS"]["outcome"] == "met"
            facts = dict(item["proof"]["facts"])
            besides = sum(int(n) for what, n in facts.items() if what.startswith("besides "))
            counts[name] = Counted(len(needs) + besides, missing, wrong, others)
    parts = items["INCIDENTS"]["proof"]["children"]
    failed = {
        p["sentence"].split(" for ")[1].split(":")[0] for p in parts if "not-met" in _needs(p)
    }
    return counts, failed


def _values(proof: Row) -> set[str]:
    """The outcomes of an item, of its instances and of what these need."""
    found = {proof["value"]}
    if proof["rule"] in ("every instance", "requirement"):
        found.update(value for child in proof["children"] for value in _values(child))
    return found


def _needs(part: Row) -> list[str]:
    return [child["value"] for child in part["children"] if child["rule"] == "need"]


def main() -> None:
    """Write a workload, or hold what is answered of it against a count by hand."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--without-rollouts", action="store_true")
    parser.add_argument("--verdicts", action="store_true", help="check, and compare with a count")
    given = parser.parse_args()
    asked = workload(given.size)
    write(asked, given.folder, not given.without_rollouts)
    if given.verdicts:
        wanted, found = by_hand(asked), by_tool(given.folder)
        if wanted != found:
            sys.exit(f"by hand {wanted}\nby tool {found}")
        print(f"{given.size}: {len(wanted[0])} thresholds, {len(wanted[1])} incidents: the same")


if __name__ == "__main__":
    main()
