"""The developer chose the rollouts that are shown."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import staging
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, is_sound
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.parties import Window
from tra_policy.model.evidence.run import Rollout
from tra_policy.model.moment import Moment
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE205",
    id="C5",
    name="auditee-selected-sample",
    severity=Severity.WARNING,
    group="coverage",
    summary="the developer's side drew the sample, and no seed was fixed before the rollouts were made",
    why="A sample that the one who is looked at has drawn can be drawn again until it looks well; a "
    "seed that somebody else saw beforehand can not. No public precedent is known.",
    remedy="let the assessor draw, or fix the seed and show it to somebody else before the stage ends",
    shows="""\
- id: ro-1 #! TRE205
  kind: rollout
  environment: sandbox
  stage: rl
  selected_by: lab
  sampling: random
  sampled: 500
- {id: ro-2, kind: rollout, environment: web, stage: rl, selected_by: lab, sampling: random}
- id: ro-3 #! TRE205
  kind: rollout
  environment: sandbox
  stage: rl-2
  selected_by: board
  produced: 2026-01-10
  seed_committed: 2026-01-12
""",
    near_miss="""\
- id: ro-1
  kind: rollout
  environment: sandbox
  stage: rl
  selected_by: outsider
  sampled: 500
- id: ro-2
  kind: rollout
  environment: sandbox
  stage: rl
  selected_by: lab
  produced: 2026-01-10
  seed_committed: 2026-01-05
- {id: ro-3, kind: rollout, environment: sandbox, stage: rl, selected_by: lab, sampling: all}
- {id: ro-4, kind: rollout, environment: sandbox, stage: rl}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield, party by party and stage by stage, the rollouts that the developer's side chose."""
    chosen: dict[tuple[str, str], list[Rollout]] = {}
    for one in raising(world, Rollout):
        party = one.selected_by
        if party is None or one.sampling == "all" or not _own(world, party, one):
            continue
        if not _seed_fixed(world, one):
            chosen.setdefault((party, one.stage or ""), []).append(one)
    for (party, stage), held in chosen.items():
        number = sum(1 if one.sampled is None else one.sampled for one in held)
        of = f" of stage `{stage}`" if stage else ""
        many = f"{number:,} rollouts" if number != 1 else "one rollout"
        message = (
            f"`{party}` chose the {many}{of} in {few(one.id for one in held)}; that a "
            "seed was fixed before they were made is not evidenced"
        )
        yield Seen(held[0].id, message, rests_on=tuple(one.id for one in held))


def _own(world: World, party: str, one: Rollout) -> bool:
    day = (one.produced or world.recorded(one)).day
    return world.parties.is_developer_side(party, Window(day, day))


def _seed_fixed(world: World, one: Rollout) -> bool:
    """Whether a seed was fixed before the rollouts were all made, or may have been."""
    if one.seed_committed is None or not is_sound(world, one):
        return False
    closed = _closed(world, one)
    return closed is None or one.seed_committed.earliest <= closed.latest


def _closed(world: World, one: Rollout) -> Moment | None:
    """When the last of the rollouts was made that it could have been drawn from."""
    ends = (
        stage.ended
        for run, stage in staging.stages(world)
        if one.stage is not None and staging.belongs(one, run, stage)
    )
    return next((end for end in ends if end is not None), one.produced)
