"""Holding evidence against a policy: answers, items, proofs, and what does not add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tra_policy.evaluate.assembly import report_of, world_of
from tra_policy.evaluate.findings import another_developer
from tra_policy.evaluate.naming import named
from tra_policy.evaluate.opinion import opinion_of
from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.pivot import TextVerdict
from tra_policy.model.policy import Policy
from tra_policy.model.registry import NO_REGISTRY, Registry
from tra_policy.model.report import CheckReport
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Source

__all__ = ["admissible", "evaluate", "named", "opinion_of"]


def admissible(policy: Policy, evidence: Evidence) -> tuple[Diagnostic, ...]:
    """Return why a bundle cannot be held against a policy at all; nothing when it can."""
    said = another_developer(policy, evidence.manifest)
    return (said,) if said is not None else ()


def evaluate(
    policy: Policy,
    evidence: Evidence,
    as_of: date,
    verdicts: Sequence[TextVerdict],
    sources: Mapping[str, Source],
    *,
    waivers: bool = True,
    registry: Registry = NO_REGISTRY,
    policy_path: str = "",
    bundle_path: str = "",
) -> CheckReport:
    """Return the report of a check: the same values give the same report, byte for byte.

    `as_of` is the day (UTC) on which it is asked: what is dated or recorded later is not seen.
    `verdicts` is what the text alone says of each threshold; `sources` are the policy's texts, for places.
    `registry` says who designed what and who is who, where the policy leaves it open.
    """
    texts = dict(sources)
    world = world_of(policy, evidence, as_of, texts, waivers, registry)
    return report_of(world, verdicts, texts, policy_path, bundle_path)
