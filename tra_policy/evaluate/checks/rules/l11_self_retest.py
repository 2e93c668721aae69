"""The developer found the sign, and nobody else is shown to have tested the fix."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few
from tra_policy.evaluate.checks.retesting import alone, others, own, ran, tested_again
from tra_policy.evaluate.ground.world import World
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE271",
    id="L11",
    name="self-retest",
    severity=Severity.INFO,
    group="links",
    summary="the developer reported the sign, and only the developer's side tested the fix",
    why="Whoever made the fix also says that it works. That is how most signs end, and no reproach; it is "
    "the developer's word. Precedent: many early snapshots deferred to harmful system prompts, and the "
    "card reports the developer's own tests of the final model. Source: Claude 4 system card (2025-05), "
    "pp. 24 and 36-37.",
    remedy="have somebody else run the same test on a checkpoint with the fix",
    shows="""\
- {id: w-1, kind: warning, class: deceit, severity: high, detector: own, reported_by: lab}
- {id: fix-1, kind: remediation, warnings: [w-1], effective: 2026-01-10}
- {id: re-1, kind: retest, remediation: fix-1, run_by: [lab], outcome: passed, ended: 2026-01-15} #! TRE271
""",
    near_miss="""\
- {id: w-1, kind: warning, class: deceit, severity: high, detector: own, reported_by: lab}
- {id: fix-1, kind: remediation, warnings: [w-1], effective: 2026-01-10}
- {id: re-1, kind: retest, remediation: fix-1, run_by: [lab], outcome: passed, ended: 2026-01-15}
- id: m-1
  kind: measurement
  benchmark: own
  subject: model-1
  statistic: mean
  roles: {run: [outsider]}
  started: 2026-01-16
  ended: 2026-01-20
- {id: w-2, kind: warning, class: deceit, severity: high, detector: outer, reported_by: lab}
- {id: fix-2, kind: remediation, warnings: [w-2], effective: 2026-01-10}
- {id: re-2, kind: retest, remediation: fix-2, run_by: [lab, outsider], ended: 2026-01-15}
- {id: w-3, kind: warning, class: deceit, severity: high, detector: outer, reported_by: lab}
- {id: fix-3, kind: remediation, warnings: [w-3], effective: 2026-01-10}
- {id: re-3, kind: retest, remediation: fix-3, outcome: passed, ended: 2026-01-15}
- {id: w-4, kind: warning, class: deceit, severity: high, detector: outer}
- {id: fix-4, kind: remediation, warnings: [w-4], effective: 2026-01-10}
- {id: re-4, kind: retest, remediation: fix-4, run_by: [lab], ended: 2026-01-15}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield re-tests that only the developer's side ran, of a fix of a sign that it had reported."""
    for warning in chain.warnings(world):
        finder = warning.reported_by
        if finder is None or not own(world, finder, warning.detected or world.recorded(warning)):
            continue
        for fix in chain.remediations(world, warning):
            tests = chain.retests(world, fix)
            if not tests or not all(alone(world, test) for test in tests):
                continue
            if any(tested_again(world, warning, fix, party) for party in others(world, warning)):
                continue
            yield Seen(
                tests[0].id,
                f"{few(t.id for t in tests)}, the {'tests' if len(tests) > 1 else 'test'} of the fix "
                f"`{fix.id}` of `{warning.id}`, {ran(world, tests)}; a test of it by anybody else is not "
                "evidenced",
                warning.id,
                rests_on=(warning.id, fix.id, *(test.id for test in tests)),
            )
