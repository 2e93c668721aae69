"""An assessor had less time than a new system takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tra_policy.evaluate.checks.assessors import reports, rulings_about
from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.acts import ThirdPartyReport
from tra_policy.words.diagnostic import Severity

NEEDED = 20

CHECK = Check(
    code="TRE245",
    id="T5",
    name="access-window-short",
    severity=Severity.WARNING,
    group="time",
    summary="an outside evaluator had fewer than 20 business days",
    why="What takes longer than the window cannot be found in it. Precedent: a summary of the AEF-1 "
    "standard calls a three-week test just over 20 business days; three weeks are 15 (secondary). "
    "Source: EU General-Purpose AI Code of Practice, Safety and Security, Appendix 3.4, which asks "
    "for at least 20 business days for most tasks (secondary).",
    remedy="give 20 business days for a system that is substantially new, or say why it is not",
    shows="""\
- id: rep-1 #! TRE245
  kind: third_party_report
  party: outsider
  type: evaluation
  business_days: 21
  access_from: 2026-01-05
  access_until: 2026-01-25
""",
    near_miss="""\
- id: rep-1
  kind: third_party_report
  party: outsider
  type: evaluation
  access_from: 2026-01-05
  access_until: 2026-01-30
- id: rep-2
  kind: third_party_report
  party: outsider
  type: review-of-case
  business_days: 5
- {id: rep-3, kind: third_party_report, party: institute, type: evaluation, access_from: 2026-01-20}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield evaluations whose time of access was too short, as stated or as counted."""
    for report in reports(world):
        if report.type not in ("evaluation", "tra"):
            continue
        window = _window(world, report)
        counted = None if window is None else business_days(*window)
        stated = report.business_days
        days = min((d for d in (counted, stated) if d is not None), default=NEEDED)
        if days >= NEEDED:
            continue
        how = f"had {days} business days of access"
        if window is not None and days == counted:
            how += f", from {window[0]} to {window[1]}"
        if stated is not None and days < stated:
            how += f" (it states {stated})"
        yield Seen(report.id, f"`{report.party}` {how} for `{report.id}`; {NEEDED} are the norm")


def _window(world: World, report: ThirdPartyReport) -> tuple[date, date] | None:
    """The first and the last day of access that could serve the ruling; None where one is not known."""
    if report.access_from is None:
        return None
    start = report.access_from.day
    ends = [m.day for m in (report.access_until, report.delivered) if m is not None]
    ends += [r.decided.day for r in rulings_about(world, report) if r.decided.day >= start]
    return (start, min(ends)) if ends and min(ends) >= start else None


def business_days(first: date, last: date) -> int:
    """Return how many days from Monday to Friday lie between two days, both included."""
    days = (last - first).days + 1
    weeks, rest = divmod(days, 7)
    return 5 * weeks + sum((first.weekday() + extra) % 7 < 5 for extra in range(rest))
