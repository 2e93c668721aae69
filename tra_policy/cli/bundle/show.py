"""`tra bundle show`: what is in a bundle."""

from __future__ import annotations

import sys

import click

from tra_policy.cli import options, reading
from tra_policy.cli.bundle.verified import look
from tra_policy.cli.exits import Exit, of_input
from tra_policy.cli.options import choice
from tra_policy.cli.telling import tell
from tra_policy.cli.terminal import When, out, page_of
from tra_policy.reports.findings import in_order


@click.command("show")
@click.argument("bundle", metavar="BUNDLE")
@click.option("--policy", "-p", multiple=True, metavar="POLICY", help="Whose keys are known.")
@choice("--format", "text", "json", default="text", help="What goes to standard output.")
@reading.limits
@options.colour
def command(bundle: str, policy: tuple[str, ...], format: str, colour: When) -> Exit:
    """Show the files of a bundle, its records by kind, its seal, and who signed what."""
    looked, said, sources = look(bundle, policy)
    if looked is None:
        tell(said, sources, colour)
        return Exit.INVALID
    found = in_order(looked.said)
    report = looked.report(found)
    if format == "json":
        from tra_policy.reports.json import written

        out(written(report.to_json()))
    else:
        from tra_policy.reports.bundle import shown

        out(shown(report, page_of(sys.stdout, colour)))
    wrong = [d for d in found if d.input_error]
    tell(wrong, sources, colour)
    return of_input(wrong)
