"""A warning sign went away after a change to what detects it."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.falling import falls
from tra_policy.evaluate.checks.leaning import clearing, few
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.checks.stretches import Changes, Stretch, between, holds
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import ChangeRecord, Retest, Warning
from tra_policy.words.diagnostic import Severity

DETECTS = frozenset({"monitor", "grader", "threshold", "scaffold"})

CHECK = Check(
    code="TRE303",
    id="R3",
    name="detector-changed",
    severity=Severity.ERROR,
    group="superficial fixes",
    summary="a sign went away, and the only changes on record are to what detects it",
    why="A lower alarm rate after the alarm was changed tells of the alarm. "
    "No public precedent is known.",
    remedy="measure the later checkpoint with the detector as it was before",
    shows="""\
- id: w-1 #! TRE303
  kind: warning
  class: reward-hacking
  severity: high
  detected: 2026-01-05
- {id: c-1, kind: change, component: grader, because: false alarms, effective: 2026-01-08}
- {id: fix-1, kind: remediation, warnings: [w-1], change: c-1, effective: 2026-01-08}
- {id: re-1, kind: retest, remediation: fix-1, outcome: passed, ended: 2026-01-12}
- {id: ck-1, kind: checkpoint, step: 1000, parents: []}
- {id: ck-2, kind: checkpoint, step: 2000, parents: [ck-1]}
- id: w-2 #! TRE303
  kind: warning
  class: deceit
  severity: high
  checkpoint: ck-1
  detector: own
  rate: 40 of 2000
  detected: 2025-12-05
- id: m-2
  kind: measurement
  benchmark: own
  metric: score
  subject: ck-2
  statistic: mean
  value: 9 of 2000
- {id: c-2, kind: change, component: threshold, step: 1500, effective: 2025-12-10}
""",
    near_miss="""\
- {id: w-1, kind: warning, class: reward-hacking, severity: high, detected: 2026-01-05}
- {id: c-1, kind: change, component: grader, because: false alarms, effective: 2026-01-08}
- {id: c-2, kind: change, component: environment, effective: 2026-01-09}
- {id: fix-1, kind: remediation, warnings: [w-1], change: c-1, effective: 2026-01-08}
- {id: re-1, kind: retest, remediation: fix-1, outcome: passed, ended: 2026-01-12}
- {id: w-2, kind: warning, class: deceit, severity: high, detected: 2026-01-15}
- {id: c-3, kind: change, component: monitor, effective: 2026-01-16}
- {id: fix-2, kind: remediation, warnings: [w-2], change: c-3, effective: 2026-01-16}
- {id: re-2, kind: retest, remediation: fix-2, outcome: failed, ended: 2026-01-18}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield warning signs that went away in a stretch where only what detects them was changed."""
    told: set[str] = set()
    detectors = [c for c in raising(world, ChangeRecord) if c.component in DETECTS]
    if not detectors:
        return
    others = [c for c in clearing(world, ChangeRecord) if c.component not in DETECTS]
    both = Changes.of(detectors), Changes.of(others)
    for fall in falls(world):
        if fall.warning.id not in told:
            for what in _changed(world, fall.warning, fall.stretch, both, str(fall), fall.rests_on):
                told.add(fall.warning.id)
                yield what
    for warning in chain.warnings(world):
        for fix in chain.remediations(world, warning):
            for retest in chain.retests(world, fix):
                if retest.outcome != "passed" or warning.id in told:
                    continue
                said = f"`{retest.id}` found `{warning.id}` gone"
                stretch = _stretch(world, warning, retest)
                for what in _changed(world, warning, stretch, both, said, (fix.id, retest.id)):
                    told.add(warning.id)
                    yield what


def _stretch(world: World, warning: Warning, retest: Retest) -> Stretch:
    """From the checkpoint or the day of a sign to the checkpoint or the day of a test."""
    first = chain.checkpoint(world, warning.checkpoint)
    last = chain.checkpoint(world, chain.tested(world, retest))
    run = first.run if first is not None and last is not None and first.run == last.run else None
    known = between(first, last) if first is not None and last is not None else Stretch()
    return Stretch(
        run,
        known.first_step,
        known.last_step,
        known.begun or warning.detected,
        known.ended or retest.ended,
    )


def _changed(
    world: World,
    warning: Warning,
    stretch: Stretch,
    changes: tuple[Changes, Changes],
    said: str,
    rests_on: tuple[str, ...],
) -> Iterator[Seen]:
    detectors, others = changes
    # Another change that may have been in effect there, though nothing says so, may be the reason.
    if any(holds(stretch, change) is not False for change in others.near(stretch)):
        return
    linked = {change.id for change in chain.changes(world, warning)}
    near = sorted(detectors.near(stretch), key=lambda change: change.id)
    there = ((change, holds(stretch, change)) for change in near)
    inside = [c for c, held in there if held or (held is None and c.id in linked)]
    if inside:
        parts = sorted({change.component for change in inside})
        yield Seen(
            warning.id,
            f"{said}; all that is evidenced to have changed in between is the {' and the '.join(parts)}"
            f": {few(change.id for change in inside)}",
            warning.id,
            rests_on=(*rests_on, *(change.id for change in inside)),
        )
