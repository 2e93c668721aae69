"""`tra check`: policies held against evidence; the gate."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import click

from tra_policy import driver
from tra_policy.cli import options, reading
from tra_policy.cli.exits import Exit, Switches, forgiven, of_input, of_report, worst
from tra_policy.cli.opening import Opened, open_evidence, open_policies
from tra_policy.cli.options import LEVELS, choice
from tra_policy.cli.telling import tell
from tra_policy.cli.terminal import PIPED, When, clashes, err, out, page_of, write_file
from tra_policy.reports.formats import FORMATS
from tra_policy.reports.page import Page, harmless
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.workspace import open_registry

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport

FILE = Page(width=PIPED)


@click.command("check")
@click.argument("policies", nargs=-1, required=True, metavar="POLICY...")
@options.evidence
@options.as_of
@reading.limits
@options.registry
@options.format_
@options.outputs
@choice("--unknown", "fail", "warn", help="What an unknown that gates does.")
@choice("--fail-on", *LEVELS, help="Fail on findings at or above this level.")
@click.option("--fail-on-prior", is_flag=True, help="Fail when a threshold is only a prior.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever the verdict.")
@click.option("--no-waivers", is_flag=True, help="Judge as if no waiver had been given.")
@options.colour
def command(
    policies: tuple[str, ...],
    evidence: str,
    as_of: date | None,
    registry: tuple[str, ...],
    no_registry: bool,
    format_: str,
    output: tuple[tuple[str, str], ...],
    unknown: Literal["fail", "warn"] | None,
    fail_on: str | None,
    fail_on_prior: bool,
    exit_zero: bool,
    no_waivers: bool,
    colour: When,
) -> Exit:
    """Hold policies against evidence: what is met, what relies only on the developer itself."""
    switches = Switches(unknown, options.severity(fail_on), fail_on_prior, exit_zero)
    rows = Rows(registry, shipped=not no_registry)
    done = carry_out(policies, evidence, as_of or options.today(), rows, waivers=not no_waivers)
    wrong = [found for found in done.diagnostics if found.input_error]
    tell(wrong, done.opened.sources, colour)
    if done.reports:
        page = page_of(sys.stdout, colour)
        shown = done.reports if format_ != "text" else _without(done.reports, wrong, done.opened)
        out(FORMATS[format_]()(shown, page))
    unwritten = list(clashes(output, (*done.opened.sources, evidence, *registry))) or list(
        written(done.reports, output)
    )
    tell(unwritten, colour=colour)
    verdicts = [of_report(report, switches) for report in done.reports]
    code = forgiven(worst([of_input([*wrong, *unwritten]), *verdicts]), switches)
    if done.reports:
        err(_last_words(code, done.reports) + "\n")
    return code


@dataclass(frozen=True, slots=True)
class Done:
    """What a check came to: the reports, what was said on the way, and what was opened."""

    reports: tuple[CheckReport, ...]
    diagnostics: tuple[Diagnostic, ...]
    opened: Opened


@dataclass(frozen=True, slots=True)
class Rows:
    """Which rows of the registry hold: files over the project's own, and whether those count."""

    files: tuple[str, ...] = ()
    shipped: bool = True


PROJECT = Rows()


def carry_out(
    policies: Sequence[str],
    bundle: str,
    as_of: date,
    rows: Rows = PROJECT,
    *,
    waivers: bool = True,
) -> Done:
    """Open policies, a bundle and the registry, and hold each policy against the bundle."""
    registry, refused = open_registry(rows.files, shipped=rows.shipped)
    if any(found.input_error for found in refused):
        return Done((), refused, Opened({}, refused))
    texts, opened = open_policies(policies)
    evidence, opened_too = open_evidence(bundle)
    sources = {**opened.sources, **opened_too.sources}
    reports = []
    diagnostics = [*opened.diagnostics, *opened_too.diagnostics]
    for text in texts:
        diagnostics.extend(text.diagnostics)
        if evidence is None or any(found.input_error for found in text.diagnostics):
            continue
        report, refused = driver.check(
            text,
            evidence,
            as_of,
            sources,
            waivers=waivers,
            registry=registry,
            bundle_path=bundle,
            besides=opened_too.diagnostics,
        )
        diagnostics.extend(refused)
        if report is not None:
            reports.append(report)
    return Done(tuple(reports), tuple(diagnostics), Opened(sources, tuple(diagnostics)))


def _without(
    reports: Iterable[CheckReport], told: Iterable[Diagnostic], opened: Opened
) -> list[CheckReport]:
    """Leave out of a report what standard error has said already, one mistake being one message."""
    said = set(driver.findings(told, opened.sources))
    return [
        report.model_copy(update={"findings": tuple(f for f in report.findings if f not in said)})
        for report in reports
    ]


def written(
    reports: Sequence[CheckReport], outputs: Iterable[tuple[str, str]]
) -> Iterable[Diagnostic]:
    """Write copies of the reports to files; yield what could not be written."""
    for name, path in outputs:
        if reports:
            yield from write_file(path, FORMATS[name]()(reports, FILE))


def _last_words(code: Exit, reports: Sequence[CheckReport]) -> str:
    """Return one line that says why the exit code is what it is."""
    gates = [item for report in reports for item in report.items if item.gates]
    failed = sum(item.outcome == "not-met" for item in gates)
    blocked = sum(item.outcome == "unknown" and item.blocks for item in gates)
    unknown = sum(item.outcome == "unknown" for item in gates) - blocked
    counts = [
        f"{number} {words}"
        for number, words in (
            (failed, "not met"),
            (blocked, "unknown where unknown counts as failing"),
            (unknown, "unknown"),
        )
        if number
    ]
    why = f"of {len(gates)} items that gate, {', '.join(counts)}" if counts else _quiet(code, gates)
    return harmless(f"tra check: exit {int(code)}: {why}")


def _quiet(code: Exit, gates: Sequence[object]) -> str:
    if code is Exit.NOTHING:
        return "nothing was checked: no threshold, and no item in scope"
    if code is Exit.INVALID:
        return "some input is invalid"
    if code is Exit.FAILED:
        return "a finding or a label is at the failing level"
    return f"of {len(gates)} items that gate, none is not met and none unknown"
