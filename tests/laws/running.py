"""One check of a small world by the real evaluator."""

from __future__ import annotations

from tra_policy.evaluate import evaluate
from tra_policy.logic import text_verdicts
from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.policy import Policy
from tra_policy.model.report import CheckReport

from .reference.world import World
from .rendering import evidence, policy


def checked(world: World, told: Evidence | None = None, text: Policy | None = None) -> CheckReport:
    """The report of a small world; with other evidence than its own where that is given."""
    model = text or policy(world)
    bundle = told if told is not None else evidence(world)
    return evaluate(model, bundle, world.as_of, text_verdicts(model), {})
