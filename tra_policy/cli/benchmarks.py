"""`tra benchmarks`: who designed what, by the registry, with the sources."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from tra_policy.cli import codes, options
from tra_policy.cli.exits import Exit
from tra_policy.cli.options import choice
from tra_policy.cli.telling import refuse
from tra_policy.cli.terminal import When, out, page_of
from tra_policy.reports.registry import FORMATS, WORDS, Rows
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.suggest import did_you_mean
from tra_policy.workspace import open_registry

if TYPE_CHECKING:
    from tra_policy.model.registry import BenchmarkRow, Registry


@click.command("benchmarks")
@click.argument("query", required=False)
@click.option("--party", metavar="PARTY", help="Only those in which this organisation had a hand.")
@choice("--role", *WORDS, help="Only those in which somebody had this role.")
@click.option("--unverified", is_flag=True, help="Only those with a role not verified.")
@choice("--format", *FORMATS, default="text", help="What goes to standard output.")
@options.registry
@click.option(
    "--with", "with_", metavar="FILE", help="Say what these rows would change in a check."
)
@click.option("--policy", "-p", "policies", multiple=True, help="With `--with`: the policy's file.")
@click.option("--evidence", "-e", metavar="BUNDLE", help="With `--with`: the bundle.")
@options.as_of
@options.colour
def command(
    query: str | None,
    party: str | None,
    role: str | None,
    unverified: bool,
    format: str,
    registry: tuple[str, ...],
    no_registry: bool,
    with_: str | None,
    policies: tuple[str, ...],
    evidence: str | None,
    as_of: date | None,
    colour: When,
) -> Exit:
    """List benchmarks with who designed them, or show the one that QUERY names, with its sources.

    With `--with FILE`, hold the policy against the evidence twice, with and without the rows of FILE, and
    say what would change.
    """
    if with_ is not None or policies or evidence:
        if with_ is None or not policies or not evidence:
            help = "they go together: `tra benchmarks --with FILE --policy P --evidence B`"
            missing = "`--with`" if with_ is None else "`--policy` or `--evidence`"
            return refuse(codes.mistake(codes.MISSING, f"{missing} is missing", help))
        from tra_policy.cli.check import Rows as Held
        from tra_policy.cli.overriding import Question, told

        held = Held(registry, shipped=not no_registry)
        asked = Question(policies, evidence, as_of or options.today(), held)
        return told(asked, with_, format, colour)
    known, said = open_registry(registry, shipped=not no_registry)
    wrong = [found for found in said if found.input_error]
    if wrong:
        return refuse(*wrong)
    unknown = list(_unknown(known, party))
    if unknown:
        return refuse(*unknown)
    one = known.benchmark(query) if query is not None else None
    rows = (one,) if one is not None else known.benchmarks
    found = [row for row in rows if _asked(row, known, party, role, unverified)]
    if query is not None and one is None:
        found = [row for row in found if _mentions(row, known, query)]
    if not found:
        return refuse(_nothing(known, query))
    org = known.organisation(party) if party is not None else None
    about = (org,) if org is not None else ()
    shown = Rows(tuple(found), about, whole=one is not None)
    out(FORMATS[format](shown, page_of(sys.stdout, colour)))
    return Exit.FINE


def _unknown(registry: Registry, party: str | None) -> Iterator[Diagnostic]:
    if party is not None and registry.organisation(party) is None:
        names = [n for o in registry.organisations for n in (o.id, *o.aliases, o.title)]
        help = did_you_mean(party, names, "the registry's `organisations` lists who is known")
        yield codes.mistake(codes.NO_SUCH, f"no organisation is called `{party}`", help)


def _nothing(registry: Registry, query: str | None) -> Diagnostic:
    if query is None:
        return codes.mistake(codes.NO_SUCH, "no benchmark is like that", "ask for less at a time")
    names = [n for b in registry.benchmarks for n in (b.id, *(a.name for a in b.aliases))]
    help = did_you_mean(query, names, "`tra benchmarks` lists all of them")
    return codes.mistake(codes.NO_SUCH, f"no benchmark is called `{query}`", help)


def _asked(
    row: BenchmarkRow, registry: Registry, party: str | None, role: str | None, unverified: bool
) -> bool:
    """Whether one and the same statement of a row is what the options ask for."""
    if party is None and role is None and not unverified:
        return True
    org = registry.organisation(party) if party is not None else None
    return any(
        (org is None or registry.organisation(one.party) is org)
        and (role is None or one.role == role)
        and not (unverified and one.verified)
        for one in row.roles
    )


def _mentions(row: BenchmarkRow, registry: Registry, words: str) -> bool:
    parties = [registry.organisation(role.party) for role in row.roles]
    texts = (
        row.id,
        row.title,
        *(alias.name for alias in row.aliases),
        *(role.party for role in row.roles),
        *(org.title for org in parties if org is not None),
    )
    return any(words.casefold() in text.casefold() for text in texts)
