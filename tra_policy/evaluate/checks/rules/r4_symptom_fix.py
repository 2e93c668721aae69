"""The cause lies in the training, and only the symptom was treated."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, is_sound
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import Remediation, Warning
from tra_policy.words.diagnostic import Severity

TYPES = {"system-prompt": "prompt", "safeguard": "filter", "monitor": "monitor"}
IN_TRAINING = ("data", "reward", "environment", "training")
SYMPTOM = ("prompt", "filter", "monitor")
OF_THE_MODEL = frozenset({"data", "reward", "environment", "code", "hyperparameter"})

CHECK = Check(
    code="TRE304",
    id="R4",
    name="symptom-fix",
    severity=Severity.WARNING,
    group="superficial fixes",
    summary="the cause lies in data, reward, environment or training; prompt, filter or monitor changed",
    why="A filter hides what the weights still do; whoever has the weights, or another prompt, has the "
    "behaviour back. Precedent: after an incident in July 2025 (secondary) the public change was "
    "that one line of a prompt was deleted. Source: xAI, public repository of Grok prompts.",
    remedy="change what caused it, or say why this was not possible and who accepts the rest",
    shows="""\
- {id: w-1, kind: warning, class: reward-hacking, severity: high, detected: 2026-01-05}
- id: inv-1
  kind: investigation
  warnings: [w-1]
  root_cause: tests that can be deleted are rewarded
  causes: [environment]
  opened: 2026-01-06
- id: fix-1 #! TRE304
  kind: remediation
  investigation: inv-1
  type: filter
  effective: 2026-01-10
- {id: fix-2, kind: remediation, warnings: [w-1], type: policy, effective: 2026-01-11}
- {id: w-2, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- {id: inv-2, kind: investigation, warnings: [w-2], causes: [reward], opened: 2026-01-06}
- {id: c-2, kind: change, component: system-prompt, motive: [w-2], effective: 2026-01-10}
- id: fix-3 #! TRE304
  kind: remediation
  investigation: inv-2
  type: training
  change: c-2
  effective: 2026-01-10
""",
    near_miss="""\
- {id: w-1, kind: warning, class: reward-hacking, severity: high, detected: 2026-01-05}
- id: inv-1
  kind: investigation
  warnings: [w-1]
  root_cause: tests that can be deleted are rewarded
  causes: [environment]
  opened: 2026-01-06
- {id: fix-1, kind: remediation, investigation: inv-1, type: filter, effective: 2026-01-10}
- {id: fix-2, kind: remediation, investigation: inv-1, type: environment, effective: 2026-01-11}
- {id: w-2, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- id: inv-2
  kind: investigation
  warnings: [w-2]
  root_cause: the prompt asks for it
  causes: [prompt]
  opened: 2026-01-06
- {id: fix-3, kind: remediation, investigation: inv-2, type: prompt, effective: 2026-01-10}
- {id: w-3, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- {id: inv-3, kind: investigation, warnings: [w-3], causes: [reward], opened: 2026-01-06}
- {id: c-3, kind: change, component: system-prompt, motive: [w-3], effective: 2026-01-10}
- {id: c-4, kind: change, component: reward, reviewers: [board], effective: 2026-01-10}
- id: fix-4
  kind: remediation
  investigation: inv-3
  type: training
  changes: [c-3, c-4]
  effective: 2026-01-10
- id: fix-5
  kind: remediation
  investigation: inv-3
  type: training
  change: not-on-file
  effective: 2026-01-10
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield warning signs whose causes lie in the training while only symptoms were treated."""
    for warning in chain.warnings(world):
        looked_into = chain.investigations(world, warning)
        causes = [c for c in chain.causes(looked_into) if c in IN_TRAINING]
        fixes = chain.remediations(world, warning)
        kinds = {fix.id: _kind(world, fix) for fix in fixes}
        symptom = [fix for fix in fixes if kinds[fix.id] in SYMPTOM]
        if not causes or not symptom or _at_the_cause(world, warning, fixes, kinds):
            continue
        done = " and a ".join(dict.fromkeys(str(kinds[fix.id]) for fix in symptom))
        other = [fix for fix in symptom if fix.type is not None and fix.type != kinds[fix.id]]
        called = f", filed as {other[0].type}" if other else ""
        message = (
            f"the cause of `{warning.id}` is said to lie in {' and '.join(causes)}; all that is "
            f"evidenced to have been done is a {done}{called}: {few(f.id for f in symptom)}"
        )
        naming = tuple(one.id for one in looked_into if one.causes)
        yield Seen(symptom[0].id, message, warning.id, rests_on=(warning.id, *naming))


def _kind(world: World, fix: Remediation) -> str | None:
    """What kind of fix it is: as its changes show where all of them are on file and treat symptoms
    alone, else by its own word; None where neither says.
    """
    named = {name for name in (fix.change, *fix.changes) if name is not None}
    changes = [c for c in chain.changes_of(world, fix) if is_sound(world, c)]
    if not named or len(changes) < len(named) or fix.type in SYMPTOM:
        return fix.type
    shown = [TYPES.get(change.component) for change in changes]
    return fix.type if None in shown else shown[0]


def _at_the_cause(
    world: World, warning: Warning, fixes: tuple[Remediation, ...], kinds: dict[str, str | None]
) -> bool:
    """Whether something was done in the training, or may have been: what is not stated stays open."""
    if any(kinds[f.id] in (None, *IN_TRAINING) and is_sound(world, f) for f in fixes):
        return True
    linked = chain.changes(world, warning)
    return any(c.component in OF_THE_MODEL and is_sound(world, c) for c in linked)
