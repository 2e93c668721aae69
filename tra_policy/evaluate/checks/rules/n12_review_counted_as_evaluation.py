"""A review of papers counted as a test of the model."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.assessors import reports
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.leaning import few
from tra_policy.evaluate.checks.rulings import ruled_out
from tra_policy.evaluate.ground.world import World
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE352",
    id="N12",
    name="review-counted-as-evaluation",
    severity=Severity.WARNING,
    group="third parties",
    summary="a threshold is ruled out on a review as if it were an evaluation",
    why="Who reads a case judges the argument; nothing new about the model is measured. Precedent: a "
    "review of the case for a model finds its conclusion not adequately supported, and tests "
    "nothing itself. Source: METR on Claude Opus 4.6, 8 May 2026.",
    remedy="name the review under `considered`, and rely on the measurements that it reviewed",
    policy="""\
threshold T-1
  reached when outer.score >= 50%
""",
    shows="""\
- id: rep-1
  kind: third_party_report
  type: review-of-case
  party: outsider
- id: d-1 #! TRE352
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: not-reached
  relied_on: [rep-1]
  decided: 2026-01-15
""",
    near_miss="""\
- id: rep-1
  kind: third_party_report
  type: review-of-case
  party: outsider
- id: rep-2
  kind: third_party_report
  type: evaluation
  party: outsider
- id: d-1
  kind: decision
  threshold: T-1
  subject: model-1
  ruling: not-reached
  relied_on: [rep-2]
  considered: [rep-1]
  decided: 2026-01-15
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield rulings that a threshold is not reached which rely on reviews, once each."""
    reviews = {
        report.id
        for report in reports(world)
        if report.type in ("review-of-case", "compliance-review")
    }
    for ruling in ruled_out(world) if reviews else ():
        counted = [name for name in ruling.relied_on if name in reviews]
        if counted:
            verb = "is a review" if len(counted) == 1 else "are reviews"
            yield Seen(
                ruling.id,
                f"the ruling on `{ruling.threshold}` relies on {few(counted)}, which {verb} and not "
                f"{'an evaluation' if len(counted) == 1 else 'evaluations'}",
            )
