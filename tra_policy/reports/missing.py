"""What a check found missing, as people and programs take it: text, Markdown, a table, JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from tra_policy.reports.cells import markdown, point, table
from tra_policy.reports.json import written
from tra_policy.reports.page import Page
from tra_policy.reports.wording import REASONS

if TYPE_CHECKING:
    from tra_policy.model.proof import Want
    from tra_policy.model.report import CheckReport
    from tra_policy.model.request import Missing, MissingReport

Render = Callable[["Sequence[MissingReport]", Page], str]
COLUMNS = ("policy", "from", "kind", "what", "for", "reason", "record")


def missing_of(report: CheckReport, name: str = "") -> MissingReport:
    """Return what a report lacks: for one threshold or item, or for all of them.

    A record that several items wait for is named once. It is sorted by who should supply it; what
    nobody is named for comes last.
    """
    from tra_policy.model.request import Missing, MissingReport
    from tra_policy.reports.wants import gathered

    answers = [(t.id, t.open) for t in report.thresholds]
    answers += [(i.id, i.open) for i in report.items]
    found = gathered((one, open_) for one, open_ in answers if name in ("", one))

    def order(pair: tuple[Want, tuple[str, ...]]) -> tuple[bool, bool, str]:
        want = pair[0]
        return not want.reason, not want.by, want.by

    wanted = (
        Missing(want.what, want.kind, want.by, names, want.reason, want.record)
        for want, names in sorted(found.items(), key=order)
    )
    return MissingReport(
        schema_="tra.missing/1",
        tool=report.tool,
        as_of=report.as_of,
        policy=report.policy,
        bundle=report.bundle,
        asked=name,
        wanted=tuple(wanted),
    )


def as_json(reports: Sequence[MissingReport], page: Page) -> str:
    """Return the lists as the contract `tra.missing/1`; several policies give an array."""
    del page
    values = [report.to_json() for report in reports]
    return written(values[0] if len(values) == 1 else values)


def as_csv(reports: Sequence[MissingReport], page: Page) -> str:
    """Return the lists as one table, a row a record."""
    del page
    return table([COLUMNS, *_rows(reports)])


def _rows(reports: Iterable[MissingReport]) -> Iterator[tuple[str, ...]]:
    for report in reports:
        policy = f"{report.policy.id} {report.policy.version}".strip()
        for one in report.wanted:
            items = ", ".join(one.items)
            yield policy, one.supplied_by, one.kind, one.what, items, one.reason, one.record


def as_markdown(reports: Sequence[MissingReport], page: Page) -> str:
    """Return the lists in Markdown, a section a supplier."""
    return "\n".join("".join(_document(report, page)) for report in reports)


def _document(report: MissingReport, page: Page) -> Iterator[str]:
    of = report.asked or report.policy.title or report.policy.id
    yield f"# What is missing: {markdown(f'{of}, as of {report.as_of}', page)}\n"
    if not report.wanted:
        yield "\nnothing is missing\n"
    heading = ""
    for one in report.wanted:
        under = _under(one)
        if under != heading:
            yield f"\n## {markdown(under, page)}\n\n"
            heading = under
        yield point(markdown(one.what, page), page)
        for name, said in _details(one):
            yield point(f"{name}: {markdown(said, page)}", page, 1)


def _under(one: Missing) -> str:
    if not one.reason:
        return "What the records say stands in the way"
    return f"From {one.supplied_by}" if one.supplied_by else "Not said from whom"


def _details(one: Missing) -> Iterator[tuple[str, str]]:
    yield "kind", one.kind
    yield "for", ", ".join(one.items)
    if one.reason:
        yield "reason", f"{one.reason} ({REASONS[one.reason]})"
    if one.record:
        yield "record", one.record


def as_text(reports: Sequence[MissingReport], page: Page) -> str:
    """Return the lists for a terminal, a section a supplier."""
    return "\n".join(_told(report, page) for report in reports)


def _told(report: MissingReport, page: Page) -> str:
    from tra_policy.model.proof import Want
    from tra_policy.reports.sheet import printed, safe
    from tra_policy.reports.wants import section

    title = f"{report.policy.title or report.policy.id}, as of {report.as_of}"
    head = printed([safe(title, page)], page)
    if not report.wanted:
        return f"{head}\nnothing is missing\n"
    wants = {
        Want(one.kind, one.what, one.supplied_by, one.reason, one.record): one.items
        for one in report.wanted
    }
    return f"{head}\n{printed(section(wants, page), page)}"


FORMATS: Mapping[str, Render] = MappingProxyType(
    {"text": as_text, "md": as_markdown, "csv": as_csv, "json": as_json}
)
