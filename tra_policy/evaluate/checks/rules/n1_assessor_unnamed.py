"""A report whose author is not named."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.assessors import reports
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.ground.world import World
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE341",
    id="N1",
    name="assessor-unnamed",
    severity=Severity.WARNING,
    group="third parties",
    summary="a third-party report does not say who its author is",
    why="Nobody can ask about the ties of somebody who has no name. Precedent: external testers of a "
    "model are reported without a name. Source: Gemini 3 Pro, Frontier Safety Framework report.",
    remedy="name the assessor, or have an authority confirm who it was",
    shows="""\
- id: rep-1 #! TRE341
  kind: third_party_report
  party: testers
  type: evaluation
""",
    near_miss="""\
- id: rep-1
  kind: third_party_report
  party: stranger
  type: evaluation
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield reports of parties that are known only by what they do."""
    for report in reports(world):
        if report.party in world.parties.unnamed:
            message = f"`{report.id}` is by `{report.party}`, a party without a name"
            yield Seen(report.id, message)
