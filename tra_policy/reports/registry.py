"""Rows of the registry, as people and programs take them: text, JSON, a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from textwrap import fill
from types import MappingProxyType
from typing import TYPE_CHECKING

from tra_policy.reports.cells import table
from tra_policy.reports.json import written
from tra_policy.reports.page import Page, harmless
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.model.registry import BenchmarkRow, OrganisationRow, Sourced

WORDS = MappingProxyType(
    {
        "designed": "designed by",
        "co_designed": "co-designed by",
        "curated_subset": "subset chosen by",
        "modified": "modified by",
        "funded": "design funded by",
        "holds_items": "items held by",
        "runs_grader": "graded by",
    }
)
COLUMNS = ("id", "title", "role", "party", "verified", "source", "missing")


class Rows(Noun):
    """What was asked for. `whole`: one benchmark, to be shown with all that is known of it."""

    benchmarks: tuple[BenchmarkRow, ...]
    organisations: tuple[OrganisationRow, ...] = ()
    whole: bool = False


def as_text(rows: Rows, page: Page) -> str:
    """Return the rows for a person: a line each, or one of them whole."""
    about = "".join(f"{_organisation(row, page)}\n" for row in rows.organisations)
    if rows.whole:
        return "\n".join(_whole(row, page) for row in rows.benchmarks) + (
            f"\n{about}" if about else ""
        )
    wide = max((len(row.id) for row in rows.benchmarks), default=0)
    lines = (f"{row.id:<{wide}}  {harmless(_who(row), page)}\n" for row in rows.benchmarks)
    number = len(rows.benchmarks)
    count = f"{number} benchmark{'' if number == 1 else 's'}; ? marks what is not verified\n"
    return f"{about}{''.join(lines)}{count}"


def _who(row: BenchmarkRow) -> str:
    parts = [f"{WORDS[r.role]} {r.party}{'' if r.verified else '?'}" for r in row.roles]
    return ", ".join(parts) or "nobody is named"


def _whole(row: BenchmarkRow, page: Page) -> str:
    return "".join(f"{line}\n" for line in _lines(row, page))


def _lines(row: BenchmarkRow, page: Page) -> Iterator[str]:
    yield harmless(f"{row.id}: {row.title}", page)
    for alias in row.aliases:
        of = f" ({alias.harness})" if alias.harness else ""
        yield harmless(f"also {alias.name}{of}", page)
    for word, other in (("subset of", row.subset_of), ("modified from", row.modified_from)):
        if other:
            yield harmless(f"{word} {other}", page)
    for role in row.roles:
        yield from _stated(f"{WORDS[role.role]} {role.party}", role, page)
    if not row.roles:
        yield "nobody is named"
    if row.items_visible_to is not None:
        who = ", ".join(row.items_visible_to.parties) or "nobody"
        yield from _stated(f"items visible to {who}", row.items_visible_to, page)
    for version in row.versions:
        yield from _stated(f"version {version.version}", version, page)
    for metric in row.metrics:
        what = f"measures {metric.name} as {metric.unit}, {metric.direction.replace('-', ' ')}"
        yield from _stated(what, metric, page)
    if row.access:
        yield f"items are {row.access}"
    if row.coded:
        yield harmless(f"coding rows {', '.join(row.coded)}", page)
    if row.note:
        yield from _wrapped(row.note, page, "")


def _stated(what: str, sourced: Sourced, page: Page, before: str = "") -> Iterator[str]:
    said = harmless(what if sourced.verified else f"{what} (not verified)", page)
    yield f"{before}{said}"
    yield from _wrapped(sourced.source, page, f"{before}    ")
    if sourced.missing:
        yield from _wrapped(f"missing: {sourced.missing}", page, f"{before}    ")


def _wrapped(text: str, page: Page, before: str) -> Iterator[str]:
    yield from fill(
        harmless(text, page), page.width, initial_indent=before, subsequent_indent=before
    ).splitlines()


def _organisation(row: OrganisationRow, page: Page) -> str:
    lines = list(_stated(f"{row.id}: {row.title}, {row.kind}", row, page))
    for parent in row.parents:
        how = f"owned {parent.share} by" if parent.share is not None else "controlled by"
        lines += _stated(f"{how} {parent.organisation}", parent, page, "  ")
    for tie in row.ties:
        until = f" to {tie.until}" if tie.until else ""
        lines += _stated(f"{tie.kind} {tie.other}{until}", tie, page, "  ")
    for none in row.no_ties:
        as_of = f" as of {none.as_of}" if none.as_of else ""
        lines += _stated(f"no ties to {none.other}{as_of}", none, page, "  ")
    if row.note:
        lines += _wrapped(row.note, page, "")
    return "".join(f"{line}\n" for line in lines)


def as_json(rows: Rows, page: Page) -> str:
    """Return the rows as a file of the registry, ready to be changed and given back."""
    del page
    file = {
        "format": "tra.registry/1",
        "benchmarks": [_values(row) for row in rows.benchmarks],
        "organisations": [_values(row) for row in rows.organisations],
    }
    return written({key: held for key, held in file.items() if held})


def _values(row: BenchmarkRow | OrganisationRow) -> object:
    return row.model_dump(mode="json", exclude_defaults=True)


def as_csv(rows: Rows, page: Page) -> str:
    """Return a table, a line for each role; a benchmark of which nobody is named has one, too."""
    del page
    return table([COLUMNS, *(line for row in rows.benchmarks for line in _cells(row))])


def _cells(row: BenchmarkRow) -> Iterator[tuple[str, ...]]:
    if not row.roles:
        yield row.id, row.title, "", "", "", "", ""
    for role in row.roles:
        verified = "yes" if role.verified else "no"
        missing = role.missing or ""
        yield row.id, row.title, role.role, role.party, verified, role.source, missing


FORMATS: MappingProxyType[str, Callable[[Rows, Page], str]] = MappingProxyType(
    {"text": as_text, "json": as_json, "csv": as_csv}
)
