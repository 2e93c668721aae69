"""A cause was named, and nothing tells it from the others."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, is_sound
from tra_policy.evaluate.checks.raising import found, raising
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.base import Record
from tra_policy.model.evidence.run import Investigation
from tra_policy.model.evidence.sign_parts import Hypothesis
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE263",
    id="L3",
    name="cause-without-test",
    severity=Severity.WARNING,
    group="links",
    summary="a root cause without a tested hypothesis or any record that tells it from the others",
    why="The first explanation that comes to mind is seldom tested against the second. An ablation, a "
    "test of the hypothesis, a look inside the model or at what it was trained on tells them apart; "
    "that somebody said so does not. "
    "No public precedent is known.",
    remedy="state each hypothesis with its test or method and its result, or cite in `evidence` what "
    "tells the cause from the others",
    shows="""\
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- id: inv-1 #! TRE263
  kind: investigation
  warnings: [w-1]
  root_cause: a dataset was left out
  causes: [data]
  hypotheses:
    - {text: a dataset was left out}
    - {text: the reward favours it, test: an ablation, result: not-tested}
    - {text: a line was left out, test: who wrote it was asked, method: interview, result: supported}
  evidence: [w-1]
  opened: 2026-01-06
""",
    near_miss="""\
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- id: inv-1
  kind: investigation
  warnings: [w-1]
  root_cause: a dataset was left out
  hypotheses:
    - {text: the reward favours it, test: training without this reward, result: refuted}
  opened: 2026-01-06
- {id: c-1, kind: change, component: data, effective: 2026-01-09}
- id: inv-2
  kind: investigation
  warnings: [w-1]
  root_cause: a dataset was left out
  evidence: [c-1]
  opened: 2026-01-06
- {id: inv-3, kind: investigation, warnings: [w-1], opened: 2026-01-06}
- id: inv-4
  kind: investigation
  warnings: [w-1]
  root_cause: a dataset was left out
  hypotheses:
    - {text: a dataset was left out, method: examine, result: supported}
  opened: 2026-01-06
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield investigations that name a cause without anything that discriminates."""
    for one in raising(world, Investigation):
        named = one.causes or (one.root_cause or "").strip()
        if not named or _tested(world, one) or _corroborated(world, one):
            continue
        signs = chain.answered(world, one)
        about = f" of {few(signs)}" if signs else ""
        message = (
            f"`{one.id}` names a root cause{about}; a test that tells it from other causes is not "
            "evidenced"
        )
        yield Seen(one.id, message, chain.first(signs), also=signs[1:], rests_on=signs[:1])


def _tested(world: World, one: Investigation) -> bool:
    if not is_sound(world, one):
        return False
    return any(
        hypothesis.result in ("supported", "refuted")
        and (_looked(hypothesis) or _sound(world, hypothesis.measurements, one))
        for hypothesis in one.hypotheses
    )


def _looked(hypothesis: Hypothesis) -> bool:
    """Whether a hypothesis was held against something, and not only asked about."""
    if hypothesis.method is None:
        return bool((hypothesis.test or "").strip())
    return hypothesis.method != "interview"


def _corroborated(world: World, one: Investigation) -> bool:
    return is_sound(world, one) and _sound(world, one.evidence, one)


def _sound(world: World, names: tuple[str, ...], one: Investigation) -> bool:
    """Whether some of the records are on file and sound, besides the sign and the investigation."""
    others = [name for name in names if name != one.id and name not in one.warnings]
    return any(is_sound(world, record) for record in found(world, Record, others))
