"""A fix that nobody is shown to have tested."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.answer_times import due
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, is_sound
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import Remediation, Retest
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE265",
    id="L5",
    name="no-retest",
    severity=Severity.ERROR,
    group="links",
    summary="no re-test of a fix in the policy's time, else in 30 days",
    why="Whether a fix works is a question about a later checkpoint. It is an error where the policy "
    "itself states the time, else a warning. Precedent: an outside evaluator had advised against "
    "deploying an early snapshot; of the final model no results on the same evaluations are "
    "reported. Source: Claude 4 system card (2025-05), pp. 30-31.",
    remedy="test the fix on a later checkpoint, and record the test with its result",
    policy="""\
requirement FIX-1
  for every remediation
  needs retest within 14 days of effective
""",
    shows="""\
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- {id: fix-1, kind: remediation, warnings: [w-1], type: data, effective: 2026-01-10} #! TRE265
- {id: re-1, kind: retest, remediation: fix-1}
""",
    near_miss="""\
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- {id: fix-1, kind: remediation, warnings: [w-1], type: data, effective: 2026-01-10}
- {id: re-1, kind: retest, remediation: fix-1, outcome: failed}
- {id: fix-2, kind: remediation, warnings: [w-1], type: data, effective: 2026-01-25}
- {id: fix-3, kind: remediation, warnings: [w-1], type: accept, effective: 2026-01-10}
- {id: fix-4, kind: remediation, warnings: [w-1], type: data}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield remediations whose time to be tested again is over, without a sound re-test."""
    for fix in raising(world, Remediation):
        if fix.type == "accept" or fix.effective is None:
            continue
        answer = due(world, fix, "retest", fix.effective)
        tests = chain.retests(world, fix)
        if not answer.is_over(world) or any(_shows(world, test) for test in tests):
            continue
        signs = chain.answered(world, fix)
        of = f" of {few(signs)}" if signs else ""
        yield Seen(
            fix.id,
            f"the fix `{fix.id}`{of} took effect on {fix.effective}; that it was tested again {answer} "
            f"is not evidenced",
            chain.first(signs),
            also=signs[1:],
            severity=None if answer.by_policy else Severity.WARNING,
            rests_on=(*signs[:1], *(test.id for test in tests)),
        )


def _shows(world: World, test: Retest) -> bool:
    """Whether a re-test is sound and says what came out: by its word or by its measurement."""
    said = test.outcome is not None or chain.measured_by(world, test) is not None
    return said and is_sound(world, test)
