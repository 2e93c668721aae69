"""A summary that the raw results do not bear out."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import showing
from tra_policy.evaluate.checks.quantities import (
    agree,
    conflicts,
    denominator,
    raw_left_out,
    settling,
    written_total,
)
from tra_policy.evaluate.checks.rulings import rulings
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.evidence.run import Warning
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE362",
    id="X2",
    name="summary-differs-from-raw",
    severity=Severity.WARNING,
    group="cross-consistency",
    summary="a ruling or a warning gives another figure than the raw result over the same items",
    why="A summary may differ from the raw answers for a good reason, which then has to be on record. "
    "Precedent: a card's summary says that none of 16 had answered so; the raw answers, further on, "
    "are 11, 3 and 2. Source: Claude Opus 4.6 system card (2026-02), pp. 14, 186 and 187.",
    remedy="cite the raw result as well, or record what settles the difference, with `adjudicates`",
    policy="""\
threshold T-1
  reached when outer.score >= 50%
""",
    shows="""\
- id: first-answers
  kind: measurement
  benchmark: survey
  metric: share
  subject: model-1
  statistic: mean
  value: 5 of 16
  roles: {run: [lab]}
- id: revised-answers
  kind: measurement
  benchmark: survey
  metric: share
  subject: model-1
  statistic: mean
  value: 0 of 16
  roles: {run: [lab]}
- id: d-1 #! TRE362
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: not-reached
  relied_on: [revised-answers]
  decided: 2026-01-15
- id: m-1
  kind: measurement
  benchmark: monitor
  subject: early
  statistic: mean
  value: 7 of 2000
- id: w-1 #! TRE362
  kind: warning
  class: deceit
  severity: high
  checkpoint: early
  detector: monitor
  rate: 2 of 2000
""",
    near_miss="""\
- id: first-answers
  kind: measurement
  benchmark: survey
  metric: share
  subject: model-1
  statistic: mean
  value: 5 of 16
  roles: {run: [lab]}
- id: revised-answers
  kind: measurement
  benchmark: survey
  metric: share
  subject: model-1
  statistic: mean
  value: 0 of 16
  roles: {run: [lab]}
  adjudicates: [first-answers]
- id: d-1
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: not-reached
  relied_on: [revised-answers]
  decided: 2026-01-15
- id: m-1
  kind: measurement
  benchmark: monitor
  subject: early
  statistic: mean
  value: 7 of 2000
- id: w-1
  kind: warning
  class: deceit
  severity: high
  checkpoint: early
  detector: monitor
  rate: 1 of 500
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield rulings that leave out the raw result, and warnings whose rate is not the measured one."""
    for pair in conflicts(world) if rulings(world) else ():
        found = raw_left_out(world, pair)
        if found is not None:
            ruling, summary, raw = found
            yield Seen(
                ruling.id,
                f"the ruling on `{ruling.threshold}` cites `{summary.id}` ({summary.value}) and leaves "
                f"out `{raw.id}` ({raw.value}), over the same items",
            )
    warnings = [w for w in showing(world, Warning, "rate") if w.rate is not None]
    if not warnings:
        return
    results: dict[tuple[str, str], list[Measurement]] = {}
    for one in showing(world, Measurement):
        results.setdefault((one.benchmark, one.subject), []).append(one)
    settled = {name for one in settling(world) for name in one.adjudicates}
    for warning in warnings:
        found_by = results.get((warning.detector or "", warning.checkpoint or ""), [])
        yield from _rate(warning, [one for one in found_by if one.id not in settled])


def _rate(warning: Warning, results: list[Measurement]) -> Iterator[Seen]:
    rate = warning.rate
    total = written_total(rate) if rate is not None else None
    if rate is None or total is None:
        return
    raw = [
        one
        for one in results
        if one.value is not None and one.value.unit == rate.unit and denominator(one) == total
    ]
    if raw and not any(_agrees(one, warning) for one in raw):
        yield Seen(
            warning.id,
            f"`{warning.id}` gives {rate}; `{raw[0].id}` measured {raw[0].value} over as many",
            warning=warning.id,
        )


def _agrees(one: Measurement, warning: Warning) -> bool:
    assert one.value is not None and warning.rate is not None
    return agree(one.value, warning.rate)
