"""The whole page: one file with its style, its scripts and what the charts draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tra_policy.reports.html.about import About, about
from tra_policy.reports.html.answers import Answer, answers
from tra_policy.reports.html.coverage import Coverage, coverage
from tra_policy.reports.html.escaping import embedded, shown
from tra_policy.reports.html.findings import Told, findings
from tra_policy.reports.html.headline import Head, headline
from tra_policy.reports.html.items import Choices, Entry, choices, items
from tra_policy.reports.html.matrix import Matrix, matrix
from tra_policy.reports.html.packaged import CHARTS, OF_PLOT, packaged, security_policy
from tra_policy.reports.html.places import Places, places_of
from tra_policy.reports.html.rates import Rates, rates
from tra_policy.reports.html.records import Shown, besides, records
from tra_policy.reports.html.timeline import Timeline, timeline
from tra_policy.reports.html.todo import Todo, todo
from tra_policy.reports.page import Page
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from tra_policy.model.report import CheckReport

STYLE, SCRIPT = "assets/style.css", "assets/page.js"


class Parts(Noun):
    """What the templates are handed of one report: a value for every part of the page."""

    at: Places
    head: Head
    todo: Todo
    matrix: Matrix
    timeline: Timeline | None
    rates: Rates | None
    coverage: Coverage | None
    answers: tuple[Answer, ...]
    items: tuple[Entry, ...]
    choices: Choices
    findings: tuple[Told, ...]
    records: tuple[tuple[str, tuple[Shown, ...]], ...]
    besides: str
    about: About
    charts: Markup | None


def render(reports: Sequence[CheckReport], page: Page) -> str:
    """Return a page about the reports of a check; the paper is the reader's, so `page` says nothing."""
    from markupsafe import Markup

    del page
    views = [_parts(one, at) for one, at in zip(reports, places_of(reports), strict=True)]
    drawn = any(view.charts for view in views)
    scripts = [packaged(name) for name in (*(CHARTS if drawn else ()), SCRIPT)]
    styles = [packaged(STYLE), OF_PLOT]
    return (
        _templates()
        .get_template("page.html")
        .render(
            title=_title(reports),
            csp=security_policy(scripts, styles),
            style=Markup(styles[0]),
            scripts=[Markup(script) for script in scripts],
            reports=views,
        )
    )


def _parts(report: CheckReport, at: Places) -> Parts:
    line, measured, covered = timeline(report, at), rates(report, at), coverage(report, at)
    drawn = (("timeline", line), ("rates", measured), ("coverage", covered))
    charts = {name: part.chart for name, part in drawn if part is not None and part.chart}
    return Parts(
        at,
        headline(report, at),
        todo(report, at),
        matrix(report, at),
        line,
        measured,
        covered,
        answers(report, at),
        items(report, at),
        choices(report),
        findings(report, at),
        records(report, at),
        besides(report),
        about(report),
        embedded(charts) if charts else None,
    )


def _title(reports: Sequence[CheckReport]) -> str:
    names = dict.fromkeys(report.policy.title or report.policy.id for report in reports)
    return f"{', '.join(names)}: report of a check"


def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("tra_policy.reports.html", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
