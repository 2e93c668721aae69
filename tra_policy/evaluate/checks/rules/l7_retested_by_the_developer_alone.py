"""Somebody outside found the sign, and the developer alone tested the fix."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import clearing, few
from tra_policy.evaluate.ground.lineage import descends
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.parties import Window
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.evidence.run import Remediation, Retest, Warning
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
    measured: dict[tuple[str, str | None], list[Measurement]] = {}
    for one in clearing(world, Measurement):
        for party in one.roles.run:
            measured.setdefault((party, one.benchmark), []).append(one)
            measured.setdefault((party, None), []).append(one)
    for works in measured.values():
        works.sort(key=_begun)
    for warning in chain.warnings(world):
        finder = warning.reported_by
        if finder is None or _own(world, finder, warning.detected or world.recorded(warning)):
            continue
        for fix in chain.remediations(world, warning):
            tests = chain.retests(world, fix)
            if not tests or not all(_alone(world, test) for test in tests):
                continue
            works = measured.get((finder, warning.detector), [])
            effective = fix.effective
            later = bisect_left(works, effective.earliest, key=_begun) if effective else 0
            again = (works[at] for at in reversed(range(later, len(works))))
            # A measurement of the same evaluator may be of the same thing after the fix.
            if any(not _before_fix(world, warning, fix, one.subject) for one in again):
                continue
            yield Seen(
                tests[0].id,
                f"`{finder}` reported `{warning.id}`, and {few(t.id for t in tests)}, the "
                f"{'tests' if len(tests) > 1 else 'test'} of the fix `{fix.id}`, {_ran(world, tests)}; "
                f"that `{finder}` tested it again is not evidenced",
                warning.id,
                rests_on=(warning.id, fix.id, *(test.id for test in tests)),
            )


def _own(world: World, party: str, day: object) -> bool:
    at = getattr(day, "day", world.as_of)
    return world.parties.is_developer_side(party, Window(at, at))


def _alone(world: World, test: Retest) -> bool:
    """Whether only the developer's side ran a test; where nobody is named that stays open."""
    names = chain.run_by(world, test)
    return bool(names) and all(_own(world, name, test.ended) for name in names)


def _ran(world: World, tests: tuple[Retest, ...]) -> str:
    names = sorted({name for test in tests for name in chain.run_by(world, test)})
    return f"were run by {few(names)}" if len(tests) > 1 else f"was run by {few(names)}"


def _begun(one: Measurement) -> datetime:
    """By when a measurement had begun at the latest; one that is not dated may be later than any day."""
    begun = one.started or one.ended
    return datetime.max.replace(tzinfo=UTC) if begun is None else begun.latest


def _before_fix(world: World, warning: Warning, fix: Remediation, name: str) -> bool:
    """Whether a checkpoint does not have the fix: where the sign was seen, and all before the first."""
    known = (at for at in (warning.checkpoint, fix.checkpoint) if at is not None)
    return name == warning.checkpoint or any(descends(world, at, name) for at in known)
