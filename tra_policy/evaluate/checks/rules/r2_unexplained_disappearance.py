"""A warning sign faded, and nothing on record explains it."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.chain import changes, checkpoint
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.falling import falls
from tra_policy.evaluate.checks.leaning import is_sound
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.checks.stretches import Stretch, between, holds
from tra_policy.evaluate.ground.lineage import descends
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import Warning
from tra_policy.model.evidence.sign_parts import Fading
from tra_policy.words.diagnostic import Severity

EXPLAINS = frozenset({"data", "reward", "environment", "code"})
LACK = "a change to data, reward, environment or code that would explain it is not evidenced"

CHECK = Check(
    code="TRE302",
    id="R2",
    name="unexplained-disappearance",
    severity=Severity.WARNING,
    group="superficial fixes",
    summary="the rate of a sign fell significantly, or it is said to be rarer, with no change on record "
    "that would explain it",
    why="What went away without a reason can come back without one, or may only have gone out of sight. "
    "Precedent: a behaviour shown by an early snapshot was rarer in the final model, and the "
    "developer says that no mitigation was aimed at it. Source: Claude Opus 4.6 system card "
    "(2026-02), pp. 128-129.",
    remedy="link the change that explains it by `motive`, or look for the reason with another detector",
    shows="""\
- {id: ck-1, kind: checkpoint, step: 1000, parents: []}
- {id: ck-2, kind: checkpoint, step: 2000, parents: [ck-1]}
- id: w-1 #! TRE302
  kind: warning
  class: deceit
  severity: high
  checkpoint: ck-1
  detector: own
  rate: 40 of 2000
  detected: 2026-01-05
- id: m-2
  kind: measurement
  benchmark: own
  metric: score
  subject: ck-2
  statistic: mean
  value: 9 of 2000
- {id: c-1, kind: change, component: data, motive: [w-1], step: 2500}
- {id: c-2, kind: change, component: hyperparameter, motive: [w-1], step: 1500}
- id: w-2 #! TRE302
  kind: warning
  class: deceit
  severity: high
  checkpoint: ck-1
  detected: 2026-01-05
  faded: {checkpoint: ck-2, how: rarer, untargeted: true}
""",
    near_miss="""\
- {id: ck-1, kind: checkpoint, step: 1000, parents: []}
- {id: ck-2, kind: checkpoint, step: 2000, parents: [ck-1]}
- {id: ck-3, kind: checkpoint, step: 3000, parents: [ck-2]}
- id: w-1
  kind: warning
  class: deceit
  severity: high
  checkpoint: ck-1
  detector: own
  rate: 16 of 2000
  detected: 2026-01-05
- id: m-2
  kind: measurement
  benchmark: own
  metric: score
  subject: ck-2
  statistic: mean
  value: 9 of 2000
- id: m-3
  kind: measurement
  benchmark: own
  metric: score
  subject: ck-3
  statistic: mean
  value: 0%
- id: w-2
  kind: warning
  class: deceit
  severity: high
  checkpoint: ck-2
  detector: outer
  rate: 40 of 2000
  detected: 2026-01-06
- id: m-4
  kind: measurement
  benchmark: outer
  metric: score
  subject: ck-3
  statistic: mean
  value: 9 of 2000
- {id: c-1, kind: change, component: data, motive: [w-2], step: 2500}
- id: w-3
  kind: warning
  class: deceit
  severity: high
  checkpoint: ck-2
  detected: 2026-01-06
  faded: {checkpoint: ck-3, how: gone}
- {id: c-2, kind: change, component: reward, motive: [w-3], step: 2500}
- id: w-4
  kind: warning
  class: deceit
  severity: high
  checkpoint: ck-3
  detected: 2026-01-06
  faded: {checkpoint: ck-1, how: rarer}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield signs whose rate fell, or is said to have fallen, without a linked change to the run."""
    told: set[str] = set()
    for fall in falls(world):
        warning = fall.warning.id
        if warning not in told and not _explained(world, fall.warning, fall.stretch):
            told.add(warning)
            yield Seen(warning, f"{fall}; {LACK}", warning, rests_on=fall.rests_on)
    for sign in raising(world, Warning, "faded"):
        if sign.faded is not None and sign.id not in told:
            yield from _said(world, sign, sign.faded)


def _said(world: World, sign: Warning, faded: Fading) -> Iterator[Seen]:
    """Yield a sign of which its source says that it faded: that is no rate, and needs no test."""
    before, after = checkpoint(world, sign.checkpoint), checkpoint(world, faded.checkpoint)
    stretch = Stretch() if before is None or after is None else between(before, after)
    backwards = sign.checkpoint is not None and (
        sign.checkpoint == faded.checkpoint or descends(world, sign.checkpoint, faded.checkpoint)
    )
    if backwards or _explained(world, sign, stretch):
        return
    how = f"`{sign.id}` is said to be {faded.how} at `{faded.checkpoint}`"
    aimed = ", and that nothing was done that was aimed at it" if faded.untargeted else ""
    yield Seen(sign.id, f"{how}{aimed}; {LACK}", sign.id)


def _explained(world: World, sign: Warning, stretch: Stretch) -> bool:
    """Whether a change that was made for the warning took effect there, or may have."""
    return any(
        change.component in EXPLAINS
        and holds(stretch, change) is not False
        and is_sound(world, change)
        for change in changes(world, sign)
    )
