"""A fix whose change is told of in words alone."""

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
    code="TRE270",
    id="L10",
    name="change-told-in-words",
    severity=Severity.INFO,
    group="links",
    summary="what a fix changed is told in words, and no digest of it was made public",
    why="A reader can tell what was done; that a later checkpoint has it is not evidenced. Precedent: a "
    "card says that a dataset had been left out by mistake and was restored, and gives no digest of it. "
    "Source: Claude 4 system card (2025-05), pp. 24 and 37.",
    remedy="publish a digest of what was changed, or show it to an assessor",
    shows="""\
- {id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}
- id: c-1
  kind: change
  component: data
  because: a dataset that was left out was put back
  digest_unpublished: true
- {id: fix-1, kind: remediation, warnings: [w-1], change: c-1, effective: 2026-01-10} #! TRE270
""",
    near_miss=f"""\
- {{id: w-1, kind: warning, class: deceit, severity: high, detected: 2026-01-05}}
- id: c-1
  kind: change
  component: data
  because: a dataset that was left out was put back
  digest_unpublished: true
- {{id: c-2, kind: change, component: data, after_digest: {"a" * 64}, effective: 2026-01-10}}
- {{id: fix-1, kind: remediation, warnings: [w-1], changes: [c-1, c-2], effective: 2026-01-10}}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield the fixes that can be followed by words, and by no digest."""
    for fix in raising(world, Remediation):
        changes = belonging(world, fix)
        if fix.type in WITHOUT_CHANGE or followed_by(world, changes.values()) != "words":
            continue
        signs = chain.answered(world, fix)
        of = f" of {few(signs)}" if signs else ""
        yield Seen(
            fix.id,
            f"what the fix `{fix.id}`{of} changed ({few(changes)}) is told in words, and its digest is "
            "unpublished: that a later checkpoint has it is not evidenced",
            chain.first(signs),
            also=signs[1:],
            rests_on=(*signs[:1], *changes),
        )
