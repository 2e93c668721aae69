"""A variant was deployed that nothing on record measured, or that a fix did not reach."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import clearing, few, is_sound, showing
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.checks.subjects import deployments
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.acts import Deployment, DocumentRecord, ThirdPartyReport
from tra_policy.model.evidence.measuring import JudgementRecord, Measurement
from tra_policy.model.evidence.run import ChangeRecord
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE206",
    id="C6",
    name="variant-uncovered",
    severity=Severity.WARNING,
    group="coverage",
    summary="a deployed variant without a measurement or an assessment of its own, or without the fix",
    why="A larger size, more effort or other tools can do what the measured variant cannot. "
    "Precedent: after a prompt line had been deleted from one deployed prompt, other deployed "
    "prompts of the same line of models went on carrying it. Source: xAI, public repository of Grok "
    "prompts.",
    remedy="measure the variant, or record an assessment of what is different about it",
    shows=f"""\
- {{id: m-1, kind: measurement, benchmark: outer, subject: model-1, statistic: mean}}
- {{id: dep-1, kind: deployment, subject: model-1, deployed: 2026-01-20}}
- id: dep-2 #! TRE206
  kind: deployment
  subject: model-1
  variant: pro
  config_digest: {"a" * 64}
  deployed: 2026-01-20
- {{id: w-1, kind: warning, class: tone, severity: high, detected: 2026-01-22}}
- id: c-1 #! TRE206
  kind: change
  component: system-prompt
  motive: [w-1]
  applies_to: [mini]
  effective: 2026-01-23
""",
    near_miss=f"""\
- {{id: m-1, kind: measurement, benchmark: outer, subject: model-1, statistic: mean}}
- id: m-2
  kind: measurement
  benchmark: outer
  subject: model-1
  statistic: mean
  config_digest: {"a" * 64}
- {{id: dep-1, kind: deployment, subject: model-1, deployed: 2026-01-20}}
- id: dep-2
  kind: deployment
  subject: model-1
  variant: pro
  config_digest: {"a" * 64}
  deployed: 2026-01-20
- {{id: dep-3, kind: deployment, subject: model-1, variant: mini, deployed: 2026-01-20}}
- {{id: doc-1, kind: document, document: delta, about: dep-3, made: 2026-01-18}}
- {{id: w-1, kind: warning, class: tone, severity: high, detected: 2026-01-22}}
- id: c-1
  kind: change
  component: system-prompt
  motive: [w-1]
  applies_to: [mini]
  effective: 2026-01-23
- id: c-2
  kind: change
  component: system-prompt
  motive: [w-1]
  applies_to: [pro]
  effective: 2026-01-24
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield models of which a deployed variant is named by no measurement, and fixes of some only."""
    if not any(showing(world, Deployment, "variant")):
        return
    for subject, deployed in deployments(world).items():
        yield from _unmeasured(world, subject, deployed)
    yield from _unfixed(world)


def _unmeasured(world: World, subject: str, deployed: list[Deployment]) -> Iterator[Seen]:
    variants = {one.variant: one for one in deployed}
    if len(variants) < 2:
        return  # all that is measured of the model is measured of its only variant
    left = [one for name, one in variants.items() if name is not None and not _seen(world, one)]
    if left:
        names = few(str(one.variant) for one in left)
        yield Seen(
            left[0].id,
            f"`{subject}` was deployed as {names} too; a measurement or an assessment that says it is "
            f"of {'this variant' if len(left) == 1 else 'these variants'} is not evidenced",
        )


def _seen(world: World, one: Deployment) -> bool:
    """Whether some sound record says that it is of a variant: by its name or its configuration."""
    names = {str(one.variant), f"{one.subject}-{one.variant}"}
    return (
        any(
            m.subject in names or (one.config_digest and m.config_digest == one.config_digest)
            for m in clearing(world, Measurement)
        )
        or any(j.subject in names for j in clearing(world, JudgementRecord))
        or any(r.subject in names for r in clearing(world, ThirdPartyReport))
        or any(d.about == one.id for d in clearing(world, DocumentRecord))
    )


def _unfixed(world: World) -> Iterator[Seen]:
    variants = {d.variant for ds in deployments(world).values() for d in ds} - {None}
    applied: dict[tuple[str, str], set[str]] = {}
    everywhere: set[tuple[str, str]] = set()
    partial: dict[tuple[str, str], ChangeRecord] = {}
    for change in raising(world, ChangeRecord):
        for sign in chain.answered(world, change):
            key = (sign, str(change.component))
            if change.applies_to:
                partial.setdefault(key, change)
            if is_sound(world, change):
                applied.setdefault(key, set()).update(change.applies_to)
                everywhere |= set() if change.applies_to else {key}
    for key, change in partial.items():
        left = sorted(str(name) for name in variants - applied.get(key, set()))
        if left and key not in everywhere:
            sign, component = key
            message = (
                f"the {component} was changed for `{sign}` in {few(sorted(change.applies_to))}; that it "
                f"was changed in {few(left)}, deployed too, is not evidenced"
            )
            yield Seen(change.id, message, sign, rests_on=(sign,))
