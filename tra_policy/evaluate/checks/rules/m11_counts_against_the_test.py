"""A measurement planned another number of items than its test has."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.instruments import stated
from tra_policy.evaluate.checks.leaning import showing
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import BenchmarkRecord, Measurement
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE331",
    id="M11",
    name="counts-against-the-test",
    severity=Severity.WARNING,
    group="measurement",
    summary="more items were planned than the test has, or fewer, and no part of it is said to be meant",
    why="Items that count several times make a bound narrower than it is; items that were left out "
    "beforehand are not in any count. Whoever chose a part made a test of its own. No public "
    "precedent is known.",
    remedy="state `seeds` or `attempts` where items were asked again, and `derived` where a part was chosen",
    shows="""\
- {id: b-1, kind: benchmark, benchmark: own, items: 200}
- id: m-1 #! TRE331
  kind: measurement
  benchmark: own
  subject: model-1
  statistic: mean
  counts: {planned: 2000, scored: 2000, errored: 0, excluded: 0}
- id: m-2 #! TRE331
  kind: measurement
  benchmark: own
  subject: model-1
  statistic: mean
  counts: {planned: 190, scored: 190, errored: 0, excluded: 0}
""",
    near_miss="""\
- {id: b-1, kind: benchmark, benchmark: own, version: v2, items: 200}
- {id: b-2, kind: benchmark, benchmark: outer}
- id: m-1
  kind: measurement
  benchmark: own
  subject: model-1
  statistic: mean
  seeds: 10
  counts: {planned: 2000, scored: 1900, errored: 100, excluded: 0}
- id: m-2
  kind: measurement
  benchmark: own
  subject: model-1
  statistic: mean
  derived: {how: subset, by: [lab]}
  counts: {planned: 190, scored: 190, errored: 0, excluded: 0}
- id: m-3
  kind: measurement
  benchmark: own
  benchmark_version: v1
  subject: model-1
  statistic: mean
  counts: {planned: 150, scored: 150, errored: 0, excluded: 0}
- id: m-4
  kind: measurement
  benchmark: outer
  subject: model-1
  statistic: mean
  counts: {planned: 150, scored: 150, errored: 0, excluded: 0}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield the measurements whose planned items no statement on the size of their test allows."""
    if not any(showing(world, BenchmarkRecord, "items")):
        return
    for one in showing(world, Measurement, "counts"):
        sizes = {b.id: b.items for b in stated(world, one) if b.items is not None}
        if one.counts is None or not sizes:
            continue
        planned, times = one.counts.planned, _times(one)
        faults = [_fault(one, planned, times, items) for items in sizes.values()]
        if all(faults):
            yield Seen(one.id, f"`{one.id}` {faults[0]}", rests_on=tuple(sizes))


def _times(one: Measurement) -> int:
    """How often each item may have been asked, as far as the record says."""
    attempts = one.elicitation.attempts if one.elicitation is not None else None
    return max(one.seeds or 1, 1) * max(attempts or 1, 1)


def _fault(one: Measurement, planned: int, times: int, items: int) -> str:
    if planned > items * times:
        often = "" if times == 1 else f", asked up to {times:,} times"
        return f"planned {planned:,} items, and the test has {items:,}{often}"
    if planned < items and one.derived is None:
        return f"planned {planned:,} items of {items:,}, and does not say that a part was chosen"
    return ""
