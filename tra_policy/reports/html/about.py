"""What was held against what, with which tool: the digests, the totals, and how to read the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tra_policy.reports.wording import LEGEND, OUTCOMES
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport, Totals


class About(Noun):
    """Facts in rows of a name and a value, and the legend."""

    facts: tuple[tuple[str, str], ...]
    legend: tuple[tuple[str, str], ...]


def about(report: CheckReport) -> About:
    """Return what stands at the end of a report."""
    policy, bundle = report.policy, report.bundle
    signed = ", ".join(bundle.signed_by) or "nobody as a whole"
    if bundle.signed_in_part:
        signed += f"; in part by {', '.join(bundle.signed_in_part)}"
    unread = f", {bundle.unread} could not be read" if bundle.unread else ""
    facts = (
        ("Policy", f"{policy.id} {policy.version}".strip()),
        ("Policy file", policy.path),
        ("Policy sha256", policy.sha256),
        ("Evidence", bundle.id),
        ("Evidence folder", bundle.path),
        ("Evidence sha256", bundle.sha256),
        ("Records", f"{bundle.taken_in}{unread}"),
        ("Seal", "sealed" if bundle.sealed else "not sealed"),
        ("Signed by", signed),
        ("As of", f"{report.as_of} (UTC); later records were not looked at"),
        ("Items that gate", _totals(report.totals)),
        ("Other items", _totals(report.totals_other)),
        ("Registry sha256", report.registry),
        ("Tool", f"{report.tool.name} {report.tool.version}"),
    )
    return About(tuple((name, value) for name, value in facts if value), LEGEND)


def _totals(counted: Totals) -> str:
    parts = [
        f"{getattr(counted, key.replace('-', '_'))} {words}" for key, words in OUTCOMES.items()
    ]
    return f"{counted.in_force} = {' + '.join(parts)}" if counted.in_force else ""
