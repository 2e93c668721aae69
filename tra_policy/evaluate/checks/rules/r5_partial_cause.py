"""A fix covers some of the causes and not the others."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import is_sound
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import Investigation, Remediation
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE305",
    id="R5",
    name="partial-cause",
    severity=Severity.WARNING,
    group="superficial fixes",
    summary="an investigation names several causes, and what was done covers only some of them",
    why="What is left of the cause is left of the behaviour. Precedent of how it is done well: a "
    "dataset had been left out by mistake; the developer says that this was not the sole cause, "
    "and made several interventions. Source: Claude 4 system card (2025-05), pp. 24 and 37.",
    remedy="cover the other causes, or say in `covers` what a fix is meant for",
    shows="""\
- {id: w-1, kind: warning, class: deference, severity: high, detected: 2026-01-05}
- id: inv-1 #! TRE305
  kind: investigation
  warnings: [w-1]
  root_cause: a dataset was left out, and the reward favours it
  causes: [data, reward]
  sole_cause: false
  opened: 2026-01-06
- id: fix-1
  kind: remediation
  investigation: inv-1
  type: training
  covers: [data]
  effective: 2026-01-10
""",
    near_miss="""\
- {id: w-1, kind: warning, class: deference, severity: high, detected: 2026-01-05}
- id: inv-1
  kind: investigation
  warnings: [w-1]
  root_cause: a dataset was left out, and the reward favours it
  causes: [data, reward]
  sole_cause: false
  opened: 2026-01-06
- {id: fix-1, kind: remediation, investigation: inv-1, covers: [data], effective: 2026-01-10}
- {id: fix-2, kind: remediation, investigation: inv-1, type: reward, effective: 2026-01-11}
- {id: w-2, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- id: inv-2
  kind: investigation
  warnings: [w-2]
  root_cause: two things
  causes: [data, reward]
  sole_cause: false
  opened: 2026-01-06
- {id: fix-3, kind: remediation, investigation: inv-2, effective: 2026-01-10}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield investigations with several causes of which some are not covered by any fix."""
    for warning in chain.warnings(world):
        fixes = chain.remediations(world, warning)
        if not fixes or any(_covered(fix) is None for fix in fixes):
            continue
        sound = [_covered(fix) or set() for fix in fixes if is_sound(world, fix)]
        changed = {str(c.component) for c in chain.changes(world, warning) if is_sound(world, c)}
        covered = changed.union(*sound)
        stated = any(fix.covers for fix in fixes)
        for looked_into in chain.investigations(world, warning):
            causes = _several(looked_into)
            left = [cause for cause in causes if cause not in covered]
            if not left or not (stated or len(left) < len(causes)):
                continue
            message = (
                f"`{looked_into.id}` names {' and '.join(causes)} as causes of `{warning.id}`, none of "
                f"them the sole one; that {' and '.join(left)} is covered by a fix is not evidenced"
            )
            yield Seen(looked_into.id, message, warning.id, rests_on=(warning.id,))


def _several(looked_into: Investigation) -> list[str]:
    return list(dict.fromkeys(looked_into.causes)) if looked_into.sole_cause is False else []


def _covered(fix: Remediation) -> set[str] | None:
    """The causes that a fix is meant to remove, by its own word, else by its kind; None if unstated."""
    if fix.covers:
        return {*fix.covers, str(fix.type)}
    return None if fix.type is None else {fix.type}
