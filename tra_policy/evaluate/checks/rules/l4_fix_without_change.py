"""A fix whose change cannot be told from no change."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks import chain
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few
from tra_policy.evaluate.checks.made_for import WITHOUT_CHANGE, belonging, followed_by
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.run import Remediation
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE264",
    id="L4",
    name="fix-without-change",
    severity=Severity.ERROR,
    group="links",
    summary="a remediation without a change that has a digest or a revision, or is told of in words",
    why="A fix without a digest can be any fix, at any time: later checkpoints cannot be held against "
    "it. Precedent: changes to deployed prompts are public, each under one and the same message "
    "without a reason or a reviewer, so which one was the fix has to be guessed. Source: xAI, public "
    "repository of Grok prompts.",
    remedy="name the change in the remediation, and give the change its `after_digest` or `revision`",
    shows="""\
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- {id: fix-1, kind: remediation, warnings: [w-1], type: data, effective: 2026-01-10} #! TRE264
- {id: w-2, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- {id: c-2, kind: change, component: data, effective: 2026-01-10}
- {id: fix-2, kind: remediation, warnings: [w-2], change: c-2, effective: 2026-01-10} #! TRE264
- {id: c-3, kind: change, component: data, digest_unpublished: true}
- {id: fix-3, kind: remediation, warnings: [w-2], change: c-3, effective: 2026-01-10} #! TRE264
""",
    near_miss=f"""\
- {{id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}}
- {{id: c-1, kind: change, component: data, after_digest: {"a" * 64}, effective: 2026-01-10}}
- {{id: fix-1, kind: remediation, warnings: [w-1], change: c-1, effective: 2026-01-10}}
- {{id: w-2, kind: warning, class: deceit, severity: high, detected: 2026-01-05}}
- {{id: c-2, kind: change, component: code, motive: [w-2], revision: 3f2a91c}}
- {{id: fix-2, kind: remediation, warnings: [w-2], effective: 2026-01-10}}
- {{id: fix-3, kind: remediation, warnings: [w-1], type: accept, effective: 2026-01-10}}
- {{id: w-4, kind: warning, class: deceit, severity: high, detected: 2026-01-05}}
- id: c-4
  kind: change
  component: data
  because: a dataset that was left out was put back
  digest_unpublished: true
- {{id: fix-4, kind: remediation, warnings: [w-4], change: c-4, effective: 2026-01-10}}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield remediations that neither name nor lead to a sound change with a digest."""
    for fix in raising(world, Remediation):
        if fix.type in WITHOUT_CHANGE:
            continue
        signs, changes = chain.answered(world, fix), belonging(world, fix)
        if followed_by(world, changes.values()) is not None:
            continue
        told = [c for c in changes.values() if c.after_digest or c.revision]
        of = f" of {few(signs)}" if signs else ""
        lack = "a change that belongs to it is not evidenced"
        if told:
            lack = f"{few(c.id for c in told)} cannot show what was changed, not being sound"
        elif changes:
            lack = f"a digest of what was changed ({few(changes)}) is not evidenced"
        yield Seen(
            fix.id,
            f"the fix `{fix.id}`{of} cannot be followed: {lack}",
            chain.first(signs),
            also=signs[1:],
            rests_on=(*signs[:1], *changes),
        )
