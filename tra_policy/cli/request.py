"""`tra request`: the evidence that a policy asks for, before there is any."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from tra_policy import __version__, driver
from tra_policy.cli import codes, options
from tra_policy.cli.exits import Exit, of_input
from tra_policy.cli.opening import open_policies
from tra_policy.cli.options import choice
from tra_policy.cli.telling import refuse, tell
from tra_policy.cli.terminal import PIPED, When, clashes, out, page_of, write_file
from tra_policy.reports.page import Page
from tra_policy.reports.request import FORMATS
from tra_policy.request import share_of
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.suggest import did_you_mean

if TYPE_CHECKING:
    from tra_policy.model.request import RequestReport

FILE = Page(width=PIPED)


@click.command("request")
@click.argument("policies", nargs=-1, required=True, metavar="POLICY...")
@choice("--format", *FORMATS, default="md", help="What goes to standard output.")
@options.outputs_as(*FORMATS)
@click.option("--for", "party", metavar="PARTY", help="Only what this party should supply.")
@options.colour
def command(
    policies: tuple[str, ...],
    format: str,
    output: tuple[tuple[str, str], ...],
    party: str | None,
    colour: When,
) -> Exit:
    """List the records that policies ask for: what, from whom, for which line, by when."""
    texts, opened = open_policies(policies)
    said = (*opened.diagnostics, *(found for text in texts for found in text.diagnostics))
    wrong = [found for found in said if found.input_error]
    tell(wrong, opened.sources, colour)
    lists = [driver.request(text, opened.sources, __version__) for text in texts]
    whole = [one for one in lists if one is not None]
    if not whole:
        return Exit.INVALID
    if party is not None:
        unknown = list(_unknown(party, whole, texts))
        if unknown:
            return refuse(*unknown)
        whole = [
            one.model_copy(update={"party": party, "wanted": share_of(one.wanted, party)})
            for one in whole
        ]
    out(FORMATS[format](whole, page_of(sys.stdout, colour)))
    unwritten = list(clashes(output, opened.sources))
    for name, path in () if unwritten else output:
        unwritten.extend(write_file(path, FORMATS[name](whole, FILE)))
    tell(unwritten, colour=colour)
    return of_input((*wrong, *unwritten))


def _unknown(
    party: str, lists: Sequence[RequestReport], texts: Iterable[driver.Text]
) -> Iterable[Diagnostic]:
    """Yield the mistake of a party that is neither declared nor asked for anything."""
    asked = [name for one in lists for wanted in one.wanted for name in wanted.supplied_by]
    declared = [p.name for text in texts if text.policy for p in text.policy.parties]
    known = list(dict.fromkeys((*asked, *declared)))
    if party not in known:
        otherwise = f"something is asked of {', '.join(dict.fromkeys(asked)) or 'nobody'}"
        help = did_you_mean(party, known, otherwise)
        yield codes.mistake(codes.NO_SUCH, f"no party is called `{party}`", help)
