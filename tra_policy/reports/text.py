"""The report that a person reads first: the headline, then every threshold, then what is owed.

Meaning is never in colour alone: every colour repeats a word that stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from tra_policy.reports import found, items, opinion, overview, threshold, wants
from tra_policy.reports.page import Page
from tra_policy.reports.sheet import Block, fields, heading, printed, safe
from tra_policy.reports.wording import LEGEND

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport

_NAMES = (
    ("self_designed_only", "only self-designed"),
    ("self_run_only", "only self-run"),
    ("unattributed", "cannot be attributed"),
    ("no_evidence", "no evidence"),
)


def render(reports: Sequence[CheckReport], page: Page) -> str:
    """Return the reports of a check as text, the legend once at the end."""
    parts = [printed(_report(report, page), page) for report in reports]
    return "\n".join(parts) + printed(_legend(page), page)


def _report(report: CheckReport, page: Page) -> Block:
    yield _title(report, page)
    yield Text()
    yield from _headline(report, page)
    yield from overview.section(report.thresholds, page)
    yield from opinion.section(report.opinion, page)
    for answer in report.thresholds:
        yield from threshold.section(answer, page)
    yield from items.section(report.items, page)
    yield from wants.section(wants.of_report(report), page)
    yield from found.section(report.findings, page)
    yield heading(Text("Totals", style="bold"), page)
    yield fields(_totals(report, page), page)
    yield Text()


def _title(report: CheckReport, page: Page) -> Text:
    policy, bundle = report.policy, report.bundle
    line = safe(policy.title or policy.id, page, "bold")
    if policy.version:
        line.append(", version ").append_text(safe(policy.version, page))
    line.append(", held against ").append_text(safe(bundle.title or bundle.id, page, "bold"))
    return line.append(f", as of {report.as_of}")


def _headline(report: CheckReport, page: Page) -> Block:
    yield Text(report.headline.sentence, style="bold")
    named = [(words, getattr(report.headline, key)) for key, words in _NAMES]
    rows = [(words, safe(", ".join(ids), page)) for words, ids in named if ids]
    if rows:
        yield fields(rows, page)
    yield Text()


def _totals(report: CheckReport, page: Page) -> list[tuple[str, Text]]:
    bundle = report.bundle
    sealed = "sealed" if bundle.sealed else "not sealed"
    signed = f"signed by {', '.join(bundle.signed_by)}" if bundle.signed_by else "not signed"
    if bundle.signed_in_part:
        whole = f"{signed}; " if bundle.signed_by else ""
        signed = f"{whole}signed in part by {', '.join(bundle.signed_in_part)}"
    unread = f", {bundle.unread} unread" if bundle.unread else ""
    rows = [("gate", Text(items.totals(report.totals, "in force")))]
    if report.totals_other.in_force:
        rows.append(("others", Text(items.totals(report.totals_other, "in force"))))
    return [
        *rows,
        ("policy", safe(_digest(report.policy.id, report.policy.sha256), page)),
        ("evidence", safe(_digest(bundle.id, bundle.sha256), page)),
        ("records", safe(f"{bundle.taken_in}{unread}; {sealed}; {signed}", page)),
        ("as of", Text(f"{report.as_of} (UTC); later records were not looked at")),
        ("tool", safe(f"{report.tool.name} {report.tool.version}", page)),
    ]


def _digest(name: str, sha256: str) -> str:
    return f"{name}, sha256 {sha256[:16]}" if sha256 else name


def _legend(page: Page) -> Block:
    yield heading(Text("How to read this", style="bold"), page)
    yield fields(((word, Text(said)) for word, said in LEGEND), page)
