"""The evidence request list as people and programs take it: Markdown, comma-separated values, JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from tra_policy.reports.cells import markdown, point, table
from tra_policy.reports.json import written
from tra_policy.reports.page import Page

if TYPE_CHECKING:
    from tra_policy.model.request import Clause, RequestReport, Wanted

_SPELT_OUT = 4
_NAMED = 24
Render = Callable[["Sequence[RequestReport]", Page], str]
COLUMNS = (
    "policy",
    "number",
    "from",
    "kind",
    "what",
    "about",
    "made by",
    "independent of",
    "due",
    "only if",
    "records that would do",
    "completeness",
    "for",
    "decides as well",
    "gates",
    "cites",
    "place",
)


def as_json(reports: Sequence[RequestReport], page: Page) -> str:
    """Return the lists as the contract `tra.request/1`; several policies give an array."""
    del page
    values = [report.to_json() for report in reports]
    return written(values[0] if len(values) == 1 else values)


def as_csv(reports: Sequence[RequestReport], page: Page) -> str:
    """Return the lists as one table, a row a record."""
    del page
    rows = (_row(report, one) for report in reports for one in report.wanted)
    return table([COLUMNS, *rows])


def _row(report: RequestReport, one: Wanted) -> tuple[str, ...]:
    clauses = one.asked_by
    return (
        f"{report.policy.id} {report.policy.version}".strip(),
        str(one.number),
        ", ".join(one.supplied_by),
        one.kind,
        one.what,
        one.subject,
        "; ".join(one.made_by),
        ", ".join(one.independent_of),
        one.due,
        one.only_if,
        ", ".join(one.records),
        one.completeness,
        ", ".join(dict.fromkeys(clause.item for clause in clauses)),
        ", ".join(one.decides),
        "yes" if one.gates else "no",
        "; ".join(dict.fromkeys(cite for clause in clauses for cite in clause.cites)),
        "; ".join(dict.fromkeys(clause.place for clause in clauses if clause.place)),
    )


def as_markdown(reports: Sequence[RequestReport], page: Page) -> str:
    """Return the lists in Markdown that reads well on a terminal, a section a supplier."""
    return "\n".join("".join(_document(report, page)) for report in reports)


def _document(report: RequestReport, page: Page) -> Iterator[str]:
    policy = report.policy
    version = f", version {policy.version}" if policy.version else ""
    yield f"# Evidence request: {markdown((policy.title or policy.id) + version, page)}\n\n"
    yield f"{_counted(report, page)}\n"
    for parties, share in groupby(report.wanted, key=lambda one: one.supplied_by):
        yield f"\n## From {markdown(' and '.join(parties), page)}\n\n"
        for one in share:
            yield from _entry(one, page)


def _counted(report: RequestReport, page: Page) -> str:
    of = f" of {markdown(report.party, page)}" if report.party else ""
    number = len(report.wanted)
    if not number:
        return f"Nothing is asked{of or ' for'}."
    gating = sum(one.gates for one in report.wanted)
    records = "1 record is" if number == 1 else f"{number} records are"
    return f"{records} asked{of or ' for'}; something that gates hangs on {gating}."


def _entry(one: Wanted, page: Page) -> Iterator[str]:
    yield point(f"**{one.number}.** {markdown(one.what, page)}", page)
    for name, said in _details(one):
        yield point(f"{name}: {markdown(said, page)}", page, 1)
    for line in _lines(one.asked_by):
        yield point(f"for {markdown(line, page)}", page, 1)
    if one.decides:
        yield point(f"decides as well: {markdown(_names(one.decides), page)}", page, 1)
    if not one.gates:
        yield point("nothing that gates hangs on it", page, 1)


def _names(items: Sequence[str]) -> str:
    """Return names in a row; of very many the first, and how many there are besides."""
    if len(items) <= _NAMED:
        return ", ".join(items)
    return f"{', '.join(items[:_NAMED])} and {len(items) - _NAMED} more"


def _details(one: Wanted) -> Iterator[tuple[str, str]]:
    if one.subject:
        yield "about", one.subject
    if one.made_by:
        yield "made by", "; ".join(one.made_by)
    if one.independent_of:
        yield "independent of", ", ".join(one.independent_of)
    if one.records:
        yield "as", " or ".join(one.records)
    if one.due:
        yield "due", one.due
    if one.only_if:
        yield "only if", one.only_if
    if one.completeness:
        yield "completeness", one.completeness


def _lines(clauses: Sequence[Clause]) -> Iterator[str]:
    """Say which lines ask, those that stand at one place together; many by their names alone."""
    places: dict[tuple[str, str, tuple[str, ...]], dict[str, None]] = {}
    for clause in clauses:
        places.setdefault((clause.place, clause.says, clause.cites), {})[clause.item] = None
    if len(places) > _SPELT_OUT:
        yield _names(tuple(dict.fromkeys(clause.item for clause in clauses)))
        return
    for (place, says, cites), items in places.items():
        said = f": {says}" if says else ""
        where = "; ".join((*cites, *((place,) if place else ())))
        yield f"{', '.join(items)}{said}" + (f" ({where})" if where else "")


FORMATS: Mapping[str, Render] = MappingProxyType(
    {"md": as_markdown, "csv": as_csv, "json": as_json}
)
