"""Somebody outside found the sign, and the developer alone tested the fix."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few
from tra_policy.evaluate.checks.retesting import alone, own, ran, tested_again
from tra_policy.evaluate.ground.world import World
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE267",
    id="L7",
    name="retested-by-the-developer-alone",
    severity=Severity.ERROR,
    group="links",
    summary="an outside evaluator reported the sign, and only the developer's side tested the fix",
    why="Whoever found it can tell whether it is gone; the same test by the same hand is what compares. "
    "Precedent: an outside evaluator advised against deploying an early snapshot; the developer "
    "reports that it has no results of these same evaluations for the final model, and its own "
    "stand instead. Source: Claude 4 system card (2025-05), pp. 30-31.",
    remedy="have the evaluator who reported it run the same test on a checkpoint with the fix",
    shows="""\
- id: w-1
  kind: warning
  class: deceit
  severity: high
  detector: outer
  reported_by: outsider
  detected: 2026-01-05
- {id: fix-1, kind: remediation, warnings: [w-1], effective: 2026-01-10}
- id: re-1 #! TRE267
  kind: retest
  remediation: fix-1
  benchmark: outer
  run_by: [lab]
  outcome: passed
  ended: 2026-01-15
""",
    near_miss="""\
- id: w-1
  kind: warning
  class: deceit
  severity: high
  detector: outer
  reported_by: outsider
  detected: 2026-01-05
- {id: fix-1, kind: remediation, warnings: [w-1], effective: 2026-01-10}
- id: re-1
  kind: retest
  remediation: fix-1
  benchmark: outer
  run_by: [lab]
  outcome: passed
  ended: 2026-01-15
- id: m-1
  kind: measurement
  benchmark: outer
  subject: model-1
  statistic: mean
  roles: {run: [outsider]}
  started: 2026-01-16
  ended: 2026-01-20
- {id: w-2, kind: warning, class: deceit, severity: high, reported_by: board, detected: 2026-01-05}
- {id: fix-2, kind: remediation, warnings: [w-2], effective: 2026-01-10}
- {id: re-2, kind: retest, remediation: fix-2, run_by: [lab], outcome: passed, ended: 2026-01-15}
- {id: w-3, kind: warning, class: deceit, severity: high, reported_by: outsider}
- {id: fix-3, kind: remediation, warnings: [w-3], effective: 2026-01-10}
- {id: re-3, kind: retest, remediation: fix-3, outcome: passed, ended: 2026-01-15}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield re-tests that only the developer's side ran, where an outside party had found the sign."""
    for warning in chain.warnings(world):
        finder = warning.reported_by
        if finder is None or own(world, finder, warning.detected or world.recorded(warning)):
            continue
        for fix in chain.remediations(world, warning):
            tests = chain.retests(world, fix)
            if not tests or not all(alone(world, test) for test in tests):
                continue
            if tested_again(world, warning, fix, finder):
                continue
            yield Seen(
                tests[0].id,
                f"`{finder}` reported `{warning.id}`, and {few(t.id for t in tests)}, the "
                f"{'tests' if len(tests) > 1 else 'test'} of the fix `{fix.id}`, {ran(world, tests)}; "
                f"that `{finder}` tested it again is not evidenced",
                warning.id,
                rests_on=(warning.id, fix.id, *(test.id for test in tests)),
            )
