"""A re-test and the measurement that it names do not say the same."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.ground.possible import otherwise_measured
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import Retest
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE269",
    id="L9",
    name="retest-is-not-its-measurement",
    severity=Severity.ERROR,
    group="links",
    summary="a re-test names another checkpoint or another runner than its measurement does",
    why="Whether a fix was tested on what has it, and by whom, is read from the re-test; the measurement "
    "is what was done. Where they differ nobody can tell, and the re-test supports nothing. "
    "No public precedent is known.",
    remedy="correct the one that is wrong, or name the measurement that is meant",
    shows="""\
- {id: ck-1, kind: checkpoint, parents: []}
- {id: ck-2, kind: checkpoint, parents: [ck-1]}
- {id: w-1, kind: warning, class: deceit, severity: high}
- {id: fix-1, kind: remediation, warnings: [w-1]}
- {id: m-1, kind: measurement, benchmark: own, subject: ck-1, statistic: mean, roles: {run: [lab]}}
- {id: re-1, kind: retest, remediation: fix-1, checkpoint: ck-2, measurement: m-1} #! TRE269
- {id: re-2, kind: retest, remediation: fix-1, run_by: [outsider], measurement: m-1} #! TRE269
""",
    near_miss="""\
- {id: ck-1, kind: checkpoint, parents: [], deployed_as: [model-1]}
- {id: w-1, kind: warning, class: deceit, severity: high}
- {id: fix-1, kind: remediation, warnings: [w-1]}
- {id: m-1, kind: measurement, benchmark: own, subject: model-1, statistic: mean, roles: {run: [lab]}}
- {id: m-2, kind: measurement, benchmark: own, subject: ck-1, statistic: mean}
- {id: re-1, kind: retest, remediation: fix-1, checkpoint: ck-1, run_by: [lab], measurement: m-1}
- {id: re-2, kind: retest, remediation: fix-1, run_by: [outsider], measurement: m-2}
- {id: re-3, kind: retest, remediation: fix-1, run_by: [outsider]}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield the re-tests that say otherwise than what they were measured by."""
    for retest in raising(world, Retest):
        fault = otherwise_measured(world, retest)
        if fault:
            signs = chain.answered(world, retest)
            yield Seen(
                retest.id,
                f"`{retest.id}` is not what was measured: {fault}",
                chain.first(signs),
                also=signs[1:],
                rests_on=(retest.measurement or "",),
            )
