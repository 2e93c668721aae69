"""The developer's own model graded, and nothing shows that it grades well."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, showing
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.parties import Window
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.evidence.run import Rollout
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE327",
    id="M7",
    name="same-family-grader",
    severity=Severity.WARNING,
    group="measurement",
    summary="a model of the developer's graded or reviewed its sibling, and no validation is stated",
    why="A grader of the same family may share what it should find, and may favour its own kind. "
    "Precedent: transcripts of a model's review were judged by an earlier model of the same "
    "developer. Source: Claude Mythos Preview system card (2026-04).",
    remedy="hold the grader against people's grades and say so, or let another family grade as well",
    shows="""\
- id: m-1 #! TRE327
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  roles: {graded: [lab], grader_model_of: [lab]}
- id: r-1 #! TRE327
  kind: rollout
  environment: web
  sampled: 200
  reviewer_model_of: lab
""",
    near_miss="""\
- id: validated
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  roles: {graded: [lab], grader_model_of: [lab]}
  grader_validated: true
- id: by-people
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  roles: {graded: [lab]}
- id: another-family
  kind: measurement
  benchmark: own
  metric: score
  subject: model-1
  statistic: mean
  roles: {graded: [lab], grader_model_of: [stranger]}
- {id: r-1, kind: rollout, environment: web, reviewer_model_of: lab, reviewed_by: outsider}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield, once for each benchmark and once for the rollouts, what such a model alone graded."""
    graded: dict[str, list[str]] = {}
    for one in showing(world, Measurement):
        if one.grader_validated is not True and _own_model(world, one):
            graded.setdefault(one.benchmark, []).append(one.id)
    for benchmark, found in graded.items():
        verb = "was" if len(found) == 1 else "were"
        yield Seen(
            found[0],
            f"{few(found)} of `{benchmark}` {verb} graded by a model of the developer's; that it was "
            "validated is not stated",
        )
    read = [
        one.id
        for one in showing(world, Rollout, "reviewer_model_of")
        if one.reviewer_model_of and not one.reviewed_by and _own(world, one.reviewer_model_of)
    ]
    if read:
        verb = "was" if len(read) == 1 else "were"
        yield Seen(
            read[0],
            f"{few(read)} {verb} reviewed by a model of the developer's; nobody else is named",
        )


def _own_model(world: World, one: Measurement) -> bool:
    roles = one.roles
    if not roles.graded and not roles.grader_model_of:
        return False
    itself = {one.subject, world.subject} & set(roles.graded)
    return bool(itself) or any(_own(world, party) for party in roles.grader_model_of)


def _own(world: World, party: str) -> bool:
    return world.parties.is_developer_side(party, Window(world.as_of, world.as_of))
