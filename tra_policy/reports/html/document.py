"""The whole page: one file with its style, its scripts and what the charts draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tra_policy.reports.html.about import about
from tra_policy.reports.html.answers import answers
from tra_policy.reports.html.coverage import coverage
from tra_policy.reports.html.escaping import embedded, shown
from tra_policy.reports.html.findings import findings
from tra_policy.reports.html.headline import headline
from tra_policy.reports.html.items import choices, items
from tra_policy.reports.html.matrix import matrix
from tra_policy.reports.html.packaged import CHARTS, OF_PLOT, packaged, security_policy
from tra_policy.reports.html.places import Places, places_of
from tra_policy.reports.html.rates import rates
from tra_policy.reports.html.records import records
from tra_policy.reports.html.timeline import timeline
from tra_policy.reports.html.todo import todo
from tra_policy.reports.page import Page

if TYPE_CHECKING:
    from jinja2 import Environment

    from tra_policy.model.report import CheckReport

STYLE, SCRIPT = "assets/style.css", "assets/page.js"


def render(reports: Sequence[CheckReport], page: Page) -> str:
    """Return a page about the reports of a check; the paper is the reader's, so `page` says nothing."""
    from markupsafe import Markup

    del page
    views = [_view(one, at) for one, at in zip(reports, places_of(reports), strict=True)]
    drawn = any(view["charts"] for view in views)
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


def _view(report: CheckReport, at: Places) -> dict[str, Any]:
    """Return what the templates are handed of one report: a value for every part of the page."""
    line, measured, covered = timeline(report, at), rates(report, at), coverage(report, at)
    charts = {
        name: part.chart
        for name, part in (("timeline", line), ("rates", measured), ("coverage", covered))
        if part is not None and part.chart
    }
    return {
        "at": at,
        "head": headline(report, at),
        "todo": todo(report, at),
        "matrix": matrix(report, at),
        "timeline": line,
        "rates": measured,
        "coverage": covered,
        "answers": answers(report, at),
        "items": items(report, at),
        "choices": choices(report),
        "findings": findings(report, at),
        "records": records(report, at),
        "about": about(report),
        "charts": embedded(charts) if charts else None,
    }


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
