"""A claim that goes deeper than the assessor could see."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.assessors import reports
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.ground.world import World
from tra_policy.words.diagnostic import Severity

CHECK = Check(
    code="TRE351",
    id="N11",
    name="access-too-shallow",
    severity=Severity.WARNING,
    group="third parties",
    summary="a report speaks of propensities, or of the training run, with less access than that takes",
    why="What a model tends to do when it believes itself unobserved does not show in its answers alone, "
    "and a training run does not show in its last checkpoint. Precedent: what an evaluator learned of "
    "the pressures in training came as a table of assertions by the developer. Source: METR on GPT-5 "
    "and its successors, 2025 and 2026.",
    remedy="widen the access, or narrow what the report claims",
    shows="""\
- id: rep-1 #! TRE351
  kind: third_party_report
  claims: [propensity]
  access: api
  party: outsider
  type: evaluation
- id: rep-2 #! TRE351
  kind: third_party_report
  type: tra
  access: weights
  party: outsider
""",
    near_miss="""\
- id: rep-1
  kind: third_party_report
  claims: [propensity]
  access: grey-box
  party: outsider
  type: evaluation
- id: rep-2
  kind: third_party_report
  claims: [propensity]
  access: api
  information: comprehensive
  party: outsider
  type: evaluation
- id: rep-3
  kind: third_party_report
  claims: [capability]
  access: api
  party: outsider
  type: evaluation
- id: rep-4
  kind: third_party_report
  claims: [propensity]
  party: outsider
  type: evaluation
- id: rep-5
  kind: third_party_report
  type: tra
  access: training-run
  party: outsider
""",
)

DEEP = frozenset({"propensity", "scheming", "alignment"})


def check(world: World) -> Iterator[Seen]:
    """Yield reports whose stated access does not reach what they speak about."""
    for report in reports(world):
        if report.access is None or report.access == "training-run":
            continue
        deep = [name for name in report.claims if name in DEEP]
        if report.type == "tra":
            what = "is an assessment of a training run"
        elif deep and report.access in ("card", "api") and report.information in (None, "minimal"):
            what = f"speaks about {deep[0]}"
        else:
            continue
        yield Seen(report.id, f"`{report.id}` {what}; its access was {_worded(report.access)}")


def _worded(access: str) -> str:
    return {"card": "the card", "api": "the API", "weights": "the weights"}.get(access, access)
