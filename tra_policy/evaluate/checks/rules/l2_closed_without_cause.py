"""An investigation was closed and names no cause."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few, is_sound
from tra_policy.evaluate.checks.raising import found, raising
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import Investigation, Warning
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE262",
    id="L2",
    name="closed-without-cause",
    severity=Severity.WARNING,
    group="links",
    summary="an investigation was closed without a root cause",
    why="A fix of an unknown cause is a guess, and nobody can tell whether it fits. "
    "No public precedent is known.",
    remedy="state the root cause, or say in `root_cause` that it was not found and what was ruled out",
    shows="""\
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- id: inv-1 #! TRE262
  kind: investigation
  warnings: [w-1]
  opened: 2026-01-06
  closed: 2026-01-20
""",
    near_miss="""\
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- {id: inv-1, kind: investigation, warnings: [w-1], opened: 2026-01-06}
- {id: w-2, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- {id: inv-2, kind: investigation, warnings: [w-2], opened: 2026-01-06, closed: 2026-01-08}
- id: inv-3
  kind: investigation
  warnings: [w-2]
  root_cause: a dataset was left out
  opened: 2026-01-08
  closed: 2026-01-20
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield closed investigations without a cause, where no other one of the same signs names it."""
    for one in raising(world, Investigation):
        if one.closed is None or one.closed.day > world.as_of or _names_cause(one):
            continue
        signs = chain.answered(world, one)
        left = tuple(w.id for w in found(world, Warning, signs) if not _known(world, w))
        if left or not signs:
            message = (
                f"`{one.id}`{f', into {few(left)},' if left else ''} was closed on {one.closed}; a root "
                "cause is not evidenced"
            )
            yield Seen(one.id, message, chain.first(left), also=left[1:], rests_on=left[:1])


def _known(world: World, warning: Warning) -> bool:
    """Whether some sound investigation of a sign names its cause."""
    others = chain.investigations(world, warning)
    return any(_names_cause(other) and is_sound(world, other) for other in others)


def _names_cause(one: Investigation) -> bool:
    return bool(one.causes) or bool((one.root_cause or "").strip())
