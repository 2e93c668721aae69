"""The counts of a reviewed sample exclude each other."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.ground.possible import miscounted
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import Rollout
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE208",
    id="C8",
    name="sample-contradicts-itself",
    severity=Severity.ERROR,
    group="coverage",
    summary="a sample of rollouts is larger than what it was drawn from, or its flags are not in its counts",
    why="How rare a behaviour can be and still be seen is told from these numbers alone. Where two of "
    "them exclude each other nobody can tell which is wrong, and the sample supports nothing. "
    "No public precedent is known.",
    remedy="correct the number that is wrong, from the log of the review",
    shows="""\
- {id: ro-1, kind: rollout, environment: sandbox, population: 400, sampled: 500} #! TRE208
- {id: ro-2, kind: rollout, environment: sandbox, sampled: 50, flagged: {reward-hacking: 60}} #! TRE208
- id: ro-3 #! TRE208
  kind: rollout
  environment: sandbox
  sampled: 50
  flags: [reward-hacking]
  flagged: {reward-hacking: 0}
""",
    near_miss="""\
- {id: ro-1, kind: rollout, environment: sandbox, population: 500, sampled: 500}
- {id: ro-2, kind: rollout, environment: sandbox, sampled: 50, flagged: {reward-hacking: 50}}
- id: ro-3
  kind: rollout
  environment: sandbox
  sampled: 50
  flags: [reward-hacking]
  flagged: {reward-hacking: 1, deceit: 0}
- {id: ro-4, kind: rollout, environment: sandbox, flags: [reward-hacking]}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield the samples whose numbers cannot all be right."""
    for sample in raising(world, Rollout):
        fault = miscounted(sample)
        if fault:
            yield Seen(sample.id, f"the numbers of `{sample.id}` exclude each other: {fault}")
