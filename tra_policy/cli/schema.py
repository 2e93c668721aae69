"""`tra schema NAME`: the JSON Schema of a report, of a manifest, or of a kind of record."""

from __future__ import annotations

import click

from tra_policy.cli import codes
from tra_policy.cli.exits import Exit
from tra_policy.cli.telling import refuse
from tra_policy.cli.terminal import out
from tra_policy.words.suggest import did_you_mean


@click.command("schema")
@click.argument("name", required=False)
def command(name: str | None) -> Exit:
    """Print a JSON Schema; without a NAME, list the names."""
    from tra_policy.model.schemas import names, schema
    from tra_policy.reports.json import written

    if name is None:
        out("".join(f"{one}\n" for one in names()))
        return Exit.FINE
    found = schema(name.replace("-", "_"))
    if found is None:
        help = did_you_mean(name, names(), "`tra schema` lists the names")
        return refuse(codes.mistake(codes.NO_SUCH, f"there is no schema `{name}`", help))
    out(written(found))
    return Exit.FINE
