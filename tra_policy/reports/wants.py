"""What is missing, sorted by who should supply it, every want named once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tra_policy.model.proof import Want
from tra_policy.reports.page import Page
from tra_policy.reports.sheet import Block, bullets, heading, safe
from tra_policy.reports.wording import REASONS

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport

Gathered = dict[Want, tuple[str, ...]]


def gathered(owed: Iterable[tuple[str, Iterable[Want]]]) -> Gathered:
    """Return each want once, with the names of all that wait for it."""
    found: dict[Want, dict[str, None]] = {}
    for name, wants in owed:
        for want in wants:
            found.setdefault(want, {})[name] = None
    return {want: tuple(names) for want, names in found.items()}


def of_report(report: CheckReport) -> Gathered:
    """Return all that a report lacks."""
    thresholds = ((answer.id, answer.open) for answer in report.thresholds)
    return gathered([*thresholds, *((item.id, item.open) for item in report.items)])


def section(wants: Gathered, page: Page) -> Block:
    """Yield the wants under the name of the party that owes each; what nobody is named for last."""
    if not wants:
        return
    yield heading(Text("What is missing, and who should supply it", style="bold"), page)
    lacking = {want: names for want, names in wants.items() if want.reason}
    for owner in sorted({want.by for want in lacking}, key=lambda by: (not by, by)):
        yield Text("  ").append_text(safe(owner or "not said who", page, "bold"))
        owed = {want: names for want, names in lacking.items() if want.by == owner}
        yield _listed(owed, page)
    against = {want: names for want, names in wants.items() if not want.reason}
    if against:
        yield Text("  ").append("nothing is missing here: what the records say stands in the way")
        yield _listed(against, page)
    yield Text()


def _listed(wants: Gathered, page: Page) -> RenderableType:
    return bullets((line(want, names, page) for want, names in wants.items()), page, indent=4)


def line(want: Want, names: Iterable[str], page: Page, *, of: str = "for ") -> Text:
    """Return one want: what it must be, why it is wanted, and for what."""
    text = safe(want.what, page)
    if want.reason and want.kind and want.kind.replace("_", " ") not in want.what.replace("_", " "):
        text = safe(want.kind.replace("_", " "), page).append(": ").append_text(text)
    if want.record and want.record not in want.what:
        text.append(" [").append_text(safe(want.record, page)).append("]")
    if want.reason and want.reason != "missing":
        text.append(f" ({REASONS[want.reason]})")
    said = ", ".join(names)
    if said:
        text.append(" ").append_text(safe(f"({of}{said})", page, "dim" if page.colour else ""))
    return text
