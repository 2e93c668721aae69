"""A warning sign came back in a run that began after it was fixed."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.raising import found
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import Remediation, TrainingRun, Warning
from tra_policy.words.diagnostic import Severity

_Fixed = tuple[Warning, Remediation, str]

CHECK = Check(
    code="TRE306",
    id="R6",
    name="recurrence",
    severity=Severity.ERROR,
    group="superficial fixes",
    summary="a sign of the same class and cause appeared in a run that began after the fix",
    why="A fix that does not hold in the next run was not a fix of the cause, or was not carried over. "
    "Only a run that began after the fix shows it: where the days are not stated, nothing is said. "
    "Precedent: reasoning was shown to a reward signal by accident in one model after another; when "
    "the runs began is not public, so a recurrence is not evidenced. Source: Claude Opus 4.7 system "
    "card (2026-04), p. 44.",
    remedy="find out why the fix did not reach this run, and test that it does",
    shows="""\
- {id: run-1, kind: training_run, started: 2025-09-01}
- {id: run-2, kind: training_run, started: 2025-12-01}
- {id: w-1, kind: warning, class: cot-seen, severity: high, run: run-1, detected: 2025-10-05}
- id: inv-1
  kind: investigation
  warnings: [w-1]
  root_cause: the grader was shown the reasoning
  causes: [reward]
  opened: 2025-10-06
- {id: fix-1, kind: remediation, investigation: inv-1, type: reward, effective: 2025-10-20}
- id: w-2 #! TRE306
  kind: warning
  class: cot-seen
  severity: high
  first_seen_in: run-2
  detected: 2026-01-05
- id: inv-2
  kind: investigation
  warnings: [w-2]
  root_cause: the grader was shown the reasoning
  causes: [reward]
  opened: 2026-01-06
""",
    near_miss="""\
- {id: run-1, kind: training_run, started: 2025-09-01}
- {id: run-2, kind: training_run, started: 2025-10-15}
- {id: run-3, kind: training_run}
- {id: w-1, kind: warning, class: cot-seen, severity: high, run: run-1, detected: 2025-10-05}
- {id: fix-1, kind: remediation, warnings: [w-1], type: reward, effective: 2025-10-20}
- {id: w-2, kind: warning, class: cot-seen, severity: high, run: run-2, detected: 2026-01-05}
- {id: w-3, kind: warning, class: cot-seen, severity: high, run: run-3, detected: 2026-01-05}
- {id: w-4, kind: warning, class: deceit, severity: high, run: run-1, detected: 2025-10-05}
- {id: fix-4, kind: remediation, warnings: [w-4], type: data}
- {id: run-5, kind: training_run, started: 2025-12-01}
- {id: w-5, kind: warning, class: deceit, severity: high, run: run-5, detected: 2026-01-05}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield later warning signs of the class of one that was said to be fixed before their run."""
    of_class: dict[str, list[Warning]] = {}
    for warning in chain.warnings(world):
        of_class.setdefault(warning.class_, []).append(warning)
    for signs in of_class.values():
        fixed = list(_fixed(world, signs))
        for later in signs:
            yield from _came_back(world, later, fixed)


def _fixed(world: World, signs: list[Warning]) -> Iterator[_Fixed]:
    """Yield what was done about each sign by a day that is known, with the run that showed the sign."""
    for sign in signs:
        run = _run(world, sign)
        for fix in chain.remediations(world, sign) if run is not None else ():
            if fix.type != "accept" and fix.effective is not None and run is not None:
                yield sign, fix, run.id


def _came_back(world: World, later: Warning, fixed: list[_Fixed]) -> Iterator[Seen]:
    run = _run(world, later)
    if run is None or run.started is None:
        return
    told: set[str] = set()
    for before, fix, own_run in fixed:
        if own_run == run.id or before.id in told or before.id == later.id:
            continue
        if fix.effective is None or run.started.earliest <= fix.effective.latest:
            continue
        if later.id in chain.answered(world, fix):
            continue
        same = _same_cause(world, before, later)
        if same is False:
            continue
        told.add(before.id)
        unclear = "" if same else "; whether the cause is the same is not evidenced"
        yield Seen(
            later.id,
            f"`{later.id}` is of the class of `{before.id}`, {later.class_}, in `{run.id}`, which "
            f"began on {run.started}, after the fix `{fix.id}` of {fix.effective}{unclear}",
            before.id,
            severity=None if same else Severity.WARNING,
            rests_on=(before.id, fix.id, run.id),
        )


def _run(world: World, warning: Warning) -> TrainingRun | None:
    at = chain.checkpoint(world, warning.checkpoint)
    name = warning.first_seen_in or warning.run or (at.run if at is not None else None)
    return next(found(world, TrainingRun, (name,)), None)


def _same_cause(world: World, one: Warning, other: Warning) -> bool | None:
    """Whether two signs have a cause in common; None where one of them has none on record."""
    first = chain.causes(chain.investigations(world, one))
    second = chain.causes(chain.investigations(world, other))
    return bool({*first} & {*second}) if first and second else None
