"""A test that tells nothing more is used to rule a threshold out."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.answers.bearing import threshold_sides
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.instruments import at_or_beyond, metric_of, stated
from tra_policy.evaluate.checks.leaning import few
from tra_policy.evaluate.checks.rulings import measured_for, ruled_out
from tra_policy.evaluate.ground.world import World
from tra_policy.model.conditions import Comparison, Unpublished
from tra_policy.model.evidence.measuring import BenchmarkRecord, Decision, Measurement
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE324",
    id="M4",
    name="saturated-instrument",
    severity=Severity.ERROR,
    group="measurement",
    summary="a threshold is ruled out on a test that is saturated, retired or past its own rule-in",
    why="From a test whose ceiling is reached nothing follows about how much more a model can do. "
    "Precedent: a suite reads 427x, is called saturated and is discontinued, while the threshold "
    "that it served is ruled not reached. Source: Claude Opus 4.6 system card (2026-02), "
    "section 8.3.3.1.",
    remedy="take it out of what the ruling relies on, and measure with a test that still tells",
    policy="""\
threshold T-1
  reached when outer.score >= 50%
""",
    shows="""\
- {id: own-1, kind: benchmark, benchmark: own, ceiling: 90%}
- id: m-1
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 93%
- id: d-1 #! TRE324
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: not-reached
  relied_on: [m-1]
  decided: 2026-01-15
""",
    near_miss="""\
- {id: own-1, kind: benchmark, benchmark: own, ceiling: 90%, status: saturated}
- id: m-1
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 40%
- {id: outer-1, kind: benchmark, benchmark: outer, status: retired, retired: 2026-01-20}
- {id: m-2, kind: measurement, benchmark: outer, metric: score, subject: model-1, statistic: mean}
- id: d-1
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: not-reached
  relied_on: [m-1, m-2]
  decided: 2026-01-15
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield rulings that a threshold is not reached which cite such a test."""
    for ruling in ruled_out(world):
        faults: dict[str, list[str]] = {}
        for one in measured_for(world, ruling):
            said = [_fault(world, ruling, one, test) for test in stated(world, one)]
            if any(said):
                faults.setdefault(next(filter(None, said)), []).append(one.id)
        for said_of, names in faults.items():
            message = (
                f"the ruling that `{ruling.threshold}` is not reached cites {few(names)}: {said_of}"
            )
            yield Seen(ruling.id, message)


def _fault(world: World, ruling: Decision, one: Measurement, test: BenchmarkRecord) -> str:
    """What keeps a result from ruling anything out; a result short of the ceiling still tells."""
    value = one.value
    if value is not None and test.ceiling is not None and value.unit == test.ceiling.unit:
        if at_or_beyond(value, test.ceiling):
            return f"{value} is at the ceiling of `{one.benchmark}`, {test.ceiling}"
    elif test.status == "saturated":
        return f"`{one.benchmark}` is stated to be saturated"
    if value is not None and test.rule_in is not None and not _has_limit(world, ruling, one):
        upwards = _upwards(world, one, test)
        if upwards is not None and at_or_beyond(value, test.rule_in, upwards):
            return f"{value} meets the rule-in limit of `{one.benchmark}`, {test.rule_in}"
    retired = test.retired if test.status == "retired" else None
    if retired is not None and retired.latest < ruling.decided.earliest:
        return f"`{one.benchmark}` was retired on {retired}"
    return ""


def _has_limit(world: World, ruling: Decision, one: Measurement) -> bool:
    """Whether the policy has a limit of its own there: then the ruling is held against that one."""
    threshold = next((t for t in world.policy.thresholds if t.name == ruling.threshold), None)
    if threshold is None:
        return False
    reached, ruled_out_when = threshold_sides(world, threshold)
    return any(
        isinstance(atom, Comparison)
        and (atom.benchmark, atom.metric) == (one.benchmark, one.metric)
        and not isinstance(atom.limit, Unpublished)
        for atom, _ in (*reached, *ruled_out_when)
    )


def _upwards(world: World, one: Measurement, test: BenchmarkRecord) -> bool | None:
    metric = metric_of(world, one)
    if metric is not None:
        return metric.higher_is_worse
    if test.rule_in is None or test.rule_out is None or test.rule_in == test.rule_out:
        return None
    return test.rule_in.value > test.rule_out.value
