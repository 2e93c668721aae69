"""`tra check`: policies held against evidence; the gate."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

import click

from tra_policy import api, driver
from tra_policy.cli import counting, keeping, meanwhile, options, reading
from tra_policy.cli.exits import (
    Exit,
    Least,
    Switches,
    decided,
    forgiven,
    of_input,
    of_report,
    worst,
)
from tra_policy.cli.keeping import Kept
from tra_policy.cli.opening import Opened, open_evidence, open_policies
from tra_policy.cli.options import LEVELS, choice
from tra_policy.cli.telling import refuse, tell
from tra_policy.cli.terminal import PIPED, When, clashes, err, out, page_of, write_file
from tra_policy.reports.formats import FORMATS
from tra_policy.reports.page import Page, harmless
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.workspace import open_registry

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport

FILE = Page(width=PIPED)


def least(value: str) -> Least:
    """Return a number of answers, or a share of them."""
    number = value.removesuffix("%")
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        raise click.BadParameter(
            f"`{value}` is neither a number such as `12` nor one such as `80%`"
        )
    found = Least(int(number), value.endswith("%"))
    if found.percent and found.number > 100:
        raise click.BadParameter(f"`{value}` is more than all of them")
    return found


@click.command("check")
@click.argument("policies", nargs=-1, required=True, metavar="POLICY...")
@options.evidence
@options.as_of
@reading.limits
@counting.options
@options.registry
@options.format_
@options.outputs
@choice("--unknown", "fail", "warn", help="What an unknown that gates does.")
@choice("--fail-on", *LEVELS, help="Fail on findings at or above this level.")
@click.option("--fail-on-prior", is_flag=True, help="Fail when a threshold is only a prior.")
@click.option(
    "--min-checked",
    type=least,
    metavar="N|N%",
    help="So many answers, or this share, must be decided.",
)
@click.option(
    "--baseline",
    "--check-baseline",
    "check_baseline",
    metavar="FILE",
    help="Only what is worse than in this file sets the exit code.",
)
@click.option("--write-baseline", metavar="FILE", help="Write what is not in order to such a file.")
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
    min_checked: Least | None,
    check_baseline: str | None,
    write_baseline: str | None,
    exit_zero: bool,
    no_waivers: bool,
    colour: When,
) -> Exit:
    """Hold policies against evidence: what is met, what relies only on the developer itself."""
    switches = Switches(unknown, options.severity(fail_on), fail_on_prior, exit_zero, min_checked)
    known, unusable = keeping.opened("" if write_baseline else check_baseline or "")
    if unusable:
        return refuse(*unusable)
    rows = Rows(registry, shipped=not no_registry)
    done = carry_out(policies, evidence, as_of or options.today(), rows, waivers=not no_waivers)
    wrong = [found for found in done.diagnostics if found.input_error]
    read = [*done.opened.sources, evidence, *registry]
    if write_baseline:
        return keeping.begun(done.reports, write_baseline, wrong, done.opened.sources, read, colour)
    tell(wrong, done.opened.sources, colour)
    if done.reports:
        page = page_of(sys.stdout, colour)
        shown = done.reports if format_ != "text" else _without(done.reports, wrong, done.opened)
        out(FORMATS[format_]()(shown, page))
    unwritten = list(clashes(output, [*read, check_baseline or ""])) or list(
        written(done.reports, output)
    )
    kept = keeping.held(done.reports, known, check_baseline or "")
    tell([*unwritten, *kept.told], colour=colour)
    verdicts = map(of_report, done.reports, [switches] * len(kept.worse), kept.worse)
    code = forgiven(worst([of_input([*wrong, *unwritten]), *verdicts]), switches)
    if done.reports:
        err(_last_words(code, done.reports, kept, switches) + "\n")
    return code


class Done(Noun):
    """What a check came to: the reports, what was said on the way, and what was opened."""

    reports: tuple[CheckReport, ...]
    diagnostics: tuple[Diagnostic, ...]
    opened: Opened


class Rows(Noun):
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
    digests, allowed = counting.digests(), counting.chosen().allowed
    with meanwhile.counted(texts) as count:
        evidence, opened_too = open_evidence(bundle, digests, allowed, count.begin)
        evidence, of_rows = count.finish(evidence)
    sources = {**opened.sources, **opened_too.sources}
    reports = []
    diagnostics = [*opened.diagnostics, *opened_too.diagnostics, *of_rows]
    for text in texts:
        diagnostics.extend(text.diagnostics)
        if evidence is None or any(found.input_error for found in text.diagnostics):
            continue
        try:
            report = api.check(
                api.LoadedPolicy(text, sources),
                api.LoadedBundle(evidence, bundle, sources, (*opened_too.diagnostics, *of_rows)),
                as_of=as_of,
                registry=registry,
                waivers=waivers,
            )
        except api.InvalidInput as refused:
            diagnostics.extend(refused.diagnostics)
        else:
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


def _last_words(code: Exit, reports: Sequence[CheckReport], kept: Kept, switches: Switches) -> str:
    """Return one line that says why the exit code is what it is."""
    all_gates = [item for report in reports for item in report.items if item.gates]
    gates = [item for report in kept.worse for item in report.items if item.gates]
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
    of = f"of {len(all_gates)} items that gate"
    few = [report for report in reports if not _enough(report, switches)]
    why = f"{of}, {', '.join(counts)}" if counts else _quiet(code, of, kept, few=bool(few))
    if counts and kept.known:
        why += f", beside what the baseline knows ({kept.known})"
    if few:
        number, whole = decided(few[0])
        why += f"; {number} of {whole} decided, {switches.min_checked} asked for"
    return harmless(f"tra check: exit {int(code)}: {why}")


def _enough(report: CheckReport, switches: Switches) -> bool:
    return switches.min_checked is None or switches.min_checked.holds(*decided(report))


def _quiet(code: Exit, of: str, kept: Kept, *, few: bool) -> str:
    if code is Exit.NOTHING:
        return (
            "too little was checked"
            if few
            else "nothing was checked: no threshold, and no item in scope"
        )
    if code is Exit.INVALID:
        return "some input is invalid"
    if code is Exit.FAILED:
        return "a finding or a label is at the failing level"
    if kept.known:
        return f"{of}, none is worse than the baseline knows ({kept.known})"
    return f"{of}, none is not met and none unknown"
