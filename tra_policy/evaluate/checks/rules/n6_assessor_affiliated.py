"""A third party that is none."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.assessors import reports, window
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.classes import SELF
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE346",
    id="N6",
    name="assessor-affiliated",
    severity=Severity.WARNING,
    group="third parties",
    summary="a third-party report is by the developer, or by somebody who belongs to it",
    why="Control, ownership of a fifth or shared leadership make two parties one. The report stands "
    "as the developer's own. No public precedent is known.",
    remedy="call it an internal report, or ask somebody without ties",
    shows="""\
- id: rep-1 #! TRE346
  kind: third_party_report
  party: board
  type: evaluation
""",
    near_miss="""\
- id: rep-1
  kind: third_party_report
  party: contractor
  type: evaluation
- id: rep-2
  kind: third_party_report
  party: stranger
  type: evaluation
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield reports whose author was the developer's own while it worked on them."""
    for report in reports(world):
        standing = world.parties.standing(report.party, window(world, report))
        if standing.held in SELF:
            message = f"`{report.id}` is no third party's: {standing.because}"
            yield Seen(report.id, message)
