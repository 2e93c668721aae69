"""`tra lint`: what a policy's text should not contain."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import click

from tra_policy import __version__, driver
from tra_policy.cli import codes, options
from tra_policy.cli.exits import Exit, Switches, forgiven, of_findings, worst
from tra_policy.cli.opening import open_policies
from tra_policy.cli.options import LEVELS, choice
from tra_policy.cli.telling import refuse, tell
from tra_policy.cli.terminal import PIPED, When, clashes, out, page_of, write_file
from tra_policy.reports.findings import in_order, render
from tra_policy.reports.page import Page
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.source import Source
from tra_policy.words.suggest import did_you_mean


@click.command("lint")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@options.format_
@options.outputs
@choice("--fail-on", *LEVELS, default="error", help="Fail at or above this level.")
@click.option("--select", multiple=True, help="Only these codes, or codes that begin so.")
@click.option("--ignore", multiple=True, help="Not these codes, nor codes that begin so.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@options.colour
def command(
    paths: tuple[str, ...],
    format_: str,
    output: tuple[tuple[str, str], ...],
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    exit_zero: bool,
    colour: When,
) -> Exit:
    """Say what a policy's text should not contain, before any evidence exists."""
    chosen, left_out = _prefixes(select), _prefixes(ignore)
    wrong = list(_unknown([*chosen, *left_out]))
    if wrong:
        return refuse(*wrong)
    texts, opened = open_policies(paths)
    said = [*opened.diagnostics, *(found for text in texts for found in driver.lint(text))]
    found = tuple(in_order(d for d in said if d.input_error or _wanted(d.code, chosen, left_out)))

    def shown(name: str, page: Page) -> str:
        if name == "json":
            from tra_policy.reports.json import render_lint

            return render_lint(driver.lint_report(texts, found, __version__))
        return as_text(found, texts, opened.sources, page)

    out(shown(format_, page_of(sys.stdout, colour)))
    unwritten = list(clashes(output, opened.sources))
    for name, path in () if unwritten else output:
        unwritten.extend(write_file(path, shown(name, Page(width=PIPED))))
    tell(unwritten, colour=colour)
    level = options.severity(fail_on) or Severity.ERROR
    code = worst([of_findings(found, level), of_findings(unwritten, level)])
    return forgiven(code, Switches(exit_zero=exit_zero))


def as_text(
    found: Sequence[Diagnostic],
    texts: Sequence[driver.Text],
    sources: dict[str, Source],
    page: Page,
) -> str:
    """Return the findings, and one line with the labels that the texts alone earn."""
    labels = [verdict.label for text in texts for verdict in text.verdicts]
    counted = ", ".join(
        f"{labels.count(label)} {label}" for label in ("prior", "conditional", "commitment")
    )
    last = f"by the text alone, of {_thresholds(len(labels))}: {counted}\n" if labels else ""
    if not found:
        return f"no findings in {_policies(len(texts))}\n{last}"
    return render(found, sources, page) + last


def _policies(number: int) -> str:
    return f"{number} {'policy' if number == 1 else 'policies'}"


def _thresholds(number: int) -> str:
    return f"{number} threshold{'' if number == 1 else 's'}"


def _prefixes(given: Iterable[str]) -> list[str]:
    return [part.strip().upper() for one in given for part in one.split(",") if part.strip()]


def _wanted(code: str, chosen: Sequence[str], left_out: Sequence[str]) -> bool:
    selected = not chosen or code.startswith(tuple(chosen))
    return selected and not code.startswith(tuple(left_out))


def _unknown(prefixes: Sequence[str]) -> Iterable[Diagnostic]:
    if not prefixes:
        return
    from tra_policy.cli.explain import all_codes

    known = list(all_codes())
    for prefix in prefixes:
        if not any(code.startswith(prefix) for code in known):
            help = did_you_mean(prefix, known, "`tra rules` lists the rules")
            yield codes.mistake(codes.NO_SUCH, f"no code is or begins with `{prefix}`", help)
