"""Nobody looked whether the items of a test were in the training data."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few
from tra_policy.evaluate.checks.rulings import measured_for, ruled_out
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE323",
    id="M3",
    name="contamination-unchecked",
    severity=Severity.INFO,
    group="measurement",
    summary="a threshold is ruled out on tests whose items may have been in the training data",
    why="A model that has seen the items answers them from memory, or behaves as the items want it to. "
    "Precedent: transcripts of a published experiment were in the pretraining data of a later model, "
    "and its developer called evaluations from that paper no longer reliable for it. "
    "Source: Claude 4 system card (2025-05), pp. 37-38.",
    remedy="look for the items in the training data, and state `contamination` (a survey of "
    "people: say so as the method)",
    policy="""\
threshold T-1
  reached when own.score >= 50%
""",
    shows="""\
- {id: m-1, kind: measurement, benchmark: own, metric: score, subject: model-1, statistic: mean, value: 10%}
- id: m-2
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 11%
  contamination: {checked: false}
- id: d-1 #! TRE323
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: not-reached
  relied_on: [m-1, m-2]
  decided: 2026-01-15
""",
    near_miss="""\
- id: m-1
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  value: 10%
  contamination: {checked: true, method: search for long matches, share: 0%}
- {id: m-2, kind: measurement, benchmark: own, metric: score, subject: model-1, statistic: mean, value: 11%}
- id: d-1
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: not-reached
  relied_on: [m-1]
  decided: 2026-01-15
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield rulings that a threshold is not reached, once for all that they cite."""
    for ruling in ruled_out(world):
        open_ = [m.id for m in measured_for(world, ruling) if not m.withheld and _unchecked(m)]
        if open_:
            verb = "does" if len(open_) == 1 else "do"
            yield Seen(
                ruling.id,
                f"of what the ruling on `{ruling.threshold}` cites, {few(open_)} {verb} not say that "
                "the items were looked for in the training data",
            )


def _unchecked(one: Measurement) -> bool:
    return one.contamination is None or not one.contamination.checked
