"""`tra fmt`: policies laid out in the one style."""

from __future__ import annotations

import sys

import click

from tra_policy.cli import codes, options
from tra_policy.cli.exits import Exit, of_input, worst
from tra_policy.cli.opening import open_sources
from tra_policy.cli.putting import difference, put
from tra_policy.cli.telling import refuse, tell
from tra_policy.cli.terminal import When, err, out, page_of
from tra_policy.reports.page import Page, shown_exactly
from tra_policy.words.source import Source
from tra_policy.workspace.opening import STDIN


@click.command("fmt")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change, exit 1 if any.")
@options.colour
def command(paths: tuple[str, ...], check: bool, diff: bool, colour: When) -> Exit:
    """Lay policies out in the one style; `-` reads standard input and writes standard output.

    Of a Markdown file only the `tra` fences change.
    """
    from tra_policy.syntax import format_text

    if check and diff:
        return refuse(codes.mistake(codes.USAGE, "`--check` and `--diff` are two ways of asking"))
    sources, opened = open_sources(paths)
    tell(opened.diagnostics, opened.sources, colour)
    exits = [of_input(opened.diagnostics)]
    for source in sources:
        text, diagnostics = format_text(source)
        wrong = [found for found in diagnostics if found.input_error]
        tell(wrong, {source.path: source}, colour)
        exits.append(of_input(wrong))
        if wrong:
            continue
        if check or diff:
            exits.append(_compared(source, text, diff, page_of(sys.stdout, colour)))
        else:
            exits.append(_put(source, text))
    return worst(exits)


def _put(source: Source, text: str) -> Exit:
    if source.path == STDIN:
        out(text)
        return Exit.FINE
    if text == source.text:
        return Exit.FINE
    unwritten = put(source.path, text)
    if unwritten:
        return refuse(*unwritten)
    err(f"laid out {shown_exactly(source.path, page_of(sys.stderr, 'never'))}\n")
    return Exit.FINE


def _compared(source: Source, text: str, diff: bool, page: Page) -> Exit:
    if text == source.text:
        return Exit.FINE
    if diff:
        out(difference(source, text, page))
    else:
        out(f"would change {shown_exactly(source.path, page)}\n")
    return Exit.FAILED
