"""Too few rollouts of an environment were kept to see a rare behaviour."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from tra_policy.evaluate.checks import staging
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import clearing
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.ground.records import passes
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.kleene import FALSE, TRUE
from tra_policy.logic.sampling import sample_size
from tra_policy.model.duties import Need
from tra_policy.model.evidence.run import RlEnvironment, Rollout, Stage, TrainingRun
from tra_policy.model.policy import Requirement, Threshold
from tra_policy.model.quantity import plain
from tra_policy.words.diagnostic import Severity
from tra_policy.words.noun import Noun

RATE = Decimal("0.001")
CONFIDENCE = Decimal("0.95")
_SHOWN = 5

CHECK = Check(
    code="TRE203",
    id="C3",
    name="rl-phase-uncovered",
    severity=Severity.ERROR,
    group="coverage",
    summary="fewer rollouts of a stage and environment than show a behaviour of the rate that matters",
    why="A behaviour that is seen once in two thousand rollouts is missed by most samples of a hundred. "
    "The rate is that of the policy's `needs enough rollouts` lines; without one it is 0.1% at 95%, "
    "that is 2,995 rollouts, and a warning only. Precedent: rates of 0.05%, 0.01% and 0.2% are "
    "reported for behaviours of one model; a thousand rollouts would probably have missed the first "
    "two. Source: Claude Mythos Preview system card (2026-04).",
    remedy="keep and review more rollouts of these environments, drawn apart; see the manual on enough",
    policy="""\
requirement ROLL-1
  needs enough rollouts per environment in stage rl to see 1% at 95% confidence
""",
    shows="""\
- id: run-1 #! TRE203
  kind: training_run
  stages: [{stage: rl, type: rl, environments: [sandbox, web]}]
- {id: ro-1, kind: rollout, environment: sandbox, stage: rl, sampled: 298}
- {id: ro-2, kind: rollout, environment: web, stage: rl, sampled: 299}
- {id: ro-3, kind: rollout, environment: sandbox, stage: sft, sampled: 5000}
""",
    near_miss="""\
- id: run-1
  kind: training_run
  stages: [{stage: rl, type: rl, environments: [sandbox]}, {stage: sft, type: sft}]
- {id: ro-1, kind: rollout, environment: sandbox, stage: rl, sampled: 298}
- {id: ro-2, kind: rollout, environment: sandbox, stage: rl}
""",
)


class _Asked(Noun):
    """How many rollouts are wanted, and the line that wants them; None for the usual number."""

    rate: Decimal
    confidence: Decimal
    need: Need | None = None

    @property
    def number(self) -> int:
        return sample_size(self.rate, self.confidence)

    def __str__(self) -> str:
        rate, sure = plain(self.rate * 100), plain(self.confidence * 100)
        return f"{self.number:,} that show {rate}% at {sure}% confidence"


def check(world: World) -> Iterator[Seen]:
    """Yield RL stages with environments of which too few rollouts are on file."""
    rollouts: dict[str, list[Rollout]] = {}
    for rollout in clearing(world, Rollout):
        rollouts.setdefault(rollout.environment, []).append(rollout)
    for run, stage in staging.stages(world):
        if stage.type != "rl" or not staging.has_begun(world, stage):
            continue
        names = sorted(_environments(world, stage))
        for asked in _asked(world, stage):
            held = [(name, _known(world, rollouts, run, stage, name, asked)) for name in names]
            short = [(name, *number) for name, number in held if number[1] < asked.number]
            if short:
                yield _seen(run, stage, asked, short, len(names))


def _environments(world: World, stage: Stage) -> set[str]:
    used = {e.environment for e in raising(world, RlEnvironment) if stage.stage in e.stages}
    return used | set(stage.environments)


def _asked(world: World, stage: Stage) -> Iterator[_Asked]:
    clauses: tuple[Requirement | Threshold, ...] = (
        *world.policy.requirements,
        *world.policy.thresholds,
    )
    found = [
        _Asked(need.rate, need.confidence, need)
        for need in chain.from_iterable(c.needs for c in clauses)
        if need.quantifier == "enough"
        and need.kind == "rollout"
        and need.stage in ("", stage.stage)
        and need.rate is not None
        and need.confidence is not None
    ]
    yield from found or [_Asked(RATE, CONFIDENCE)]


def _known(
    world: World,
    rollouts: dict[str, list[Rollout]],
    run: TrainingRun,
    stage: Stage,
    environment: str,
    asked: _Asked,
) -> tuple[int, int]:
    """How many rollouts are shown to count, and how many may."""
    sure = possible = 0
    for one in rollouts.get(environment, ()):
        belongs = staging.belongs(one, run, stage)
        tests = asked.need.where if asked.need is not None else ()
        fits = passes(world, one, tests, None, world.as_of) if tests else TRUE
        if belongs is False or fits == FALSE:
            continue
        number = 1 if one.sampled is None else one.sampled
        possible += number
        sure += number if belongs and fits == TRUE else 0
    return sure, possible


def _seen(
    run: TrainingRun, stage: Stage, asked: _Asked, short: list[tuple[str, int, int]], of: int
) -> Seen:
    few = ", ".join(f"{possible:,} of `{name}`" for name, _, possible in short[:_SHOWN])
    more = f" and too few of {len(short) - _SHOWN} more" if len(short) > _SHOWN else ""
    grouped = asked.need is not None and (of == 1 or "environment" in asked.need.per)
    by = ", as the policy asks" if asked.need is not None else ""
    return Seen(
        run.id,
        f"of the rollouts in stage `{stage.stage}` of `{run.id}`, {few} are evidenced{more}, fewer "
        f"than the {asked}{by}",
        severity=None if grouped else Severity.WARNING,
    )
