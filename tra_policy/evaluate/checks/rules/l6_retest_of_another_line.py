"""A re-test was made on a checkpoint that does not have the fix."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.raising import found, raising
from tra_policy.evaluate.checks.stretches import in_one_run
from tra_policy.evaluate.ground.lineage import ancestors
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import Checkpoint, Remediation, Retest
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE266",
    id="L6",
    name="retest-of-another-line",
    severity=Severity.ERROR,
    group="links",
    summary="what was tested again does not descend from the fixed checkpoint, or is older than the fix",
    why="A test of a checkpoint without the fix says nothing about the fix. Where the line is not "
    "stated, nothing is said. No public precedent is known.",
    remedy="test a checkpoint that descends from the first one that has the fix",
    shows="""\
- {id: base, kind: checkpoint, parents: []}
- {id: fixed, kind: checkpoint, parents: [base]}
- {id: other, kind: checkpoint, parents: [base]}
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- id: fix-1
  kind: remediation
  warnings: [w-1]
  checkpoint: fixed
  effective: 2026-01-10
- {id: re-1, kind: retest, remediation: fix-1, checkpoint: other, outcome: passed} #! TRE266
- {id: re-2, kind: retest, remediation: fix-1, checkpoint: base, outcome: passed} #! TRE266
- {id: re-3, kind: retest, remediation: fix-1, outcome: passed, ended: 2026-01-08} #! TRE266
""",
    near_miss="""\
- {id: base, kind: checkpoint, parents: []}
- {id: fixed, kind: checkpoint, parents: [base]}
- {id: later, kind: checkpoint, parents: [fixed]}
- {id: unknown, kind: checkpoint}
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- id: fix-1
  kind: remediation
  warnings: [w-1]
  checkpoint: fixed
  effective: 2026-01-10
- {id: re-1, kind: retest, remediation: fix-1, checkpoint: later, outcome: passed}
- {id: re-2, kind: retest, remediation: fix-1, checkpoint: unknown, outcome: passed}
- {id: re-3, kind: retest, remediation: fix-1, checkpoint: fixed, ended: 2026-01-10}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield re-tests of checkpoints that are shown not to have the fix."""
    for retest in raising(world, Retest):
        fix = next(found(world, Remediation, (retest.remediation,)), None)
        if fix is None:
            continue
        fault, line = _fault(world, fix, retest)
        if fault:
            signs = chain.answered(world, fix)
            yield Seen(
                retest.id,
                f"`{retest.id}` cannot show that the fix `{fix.id}` works: {fault}",
                chain.first(signs),
                also=signs[1:],
                rests_on=(fix.id, *line),
            )


def _fault(world: World, fix: Remediation, retest: Retest) -> tuple[str, tuple[str, ...]]:
    """What shows that the fix was not in what was tested, with the checkpoints that show it."""
    at = chain.checkpoint(world, chain.tested(world, retest))
    fixed = chain.checkpoint(world, fix.checkpoint)
    if at is not None and fixed is not None and at.id != fixed.id:
        above = ancestors(world, at.id)
        pair = (at.id, fixed.id)
        if fixed.id in above:
            return _too_early(fix, retest), ()
        if at.id in ancestors(world, fixed.id) or _made_before(world, at, fixed):
            return f"`{at.id}` is older than `{fixed.id}`, the first that has it", pair
        if _whole(world, (at.id, *above)):
            said = f"`{at.id}` does not descend from `{fixed.id}`, the first that has it"
            return said, (*pair, *sorted(above))
    return _too_early(fix, retest), ()


def _too_early(fix: Remediation, retest: Retest) -> str:
    if fix.effective is None or retest.ended is None:
        return ""
    if retest.ended.latest >= fix.effective.earliest:
        return ""
    return f"it ended on {retest.ended}, before the fix took effect on {fix.effective}"


def _made_before(world: World, one: Checkpoint, other: Checkpoint) -> bool:
    if in_one_run(world, one, other):
        return (one.step or 0) < (other.step or 0)
    if one.made is None or other.made is None:
        return False
    return one.made.latest < other.made.earliest


def _whole(world: World, line: tuple[str, ...]) -> bool:
    """Whether each checkpoint of a line is on file and says what it was trained on from."""
    held = [chain.checkpoint(world, name) for name in line]
    return all(one is not None and one.parents is not None for one in held)
