"""`tra bundle`: the commands on a bundle of evidence, each in a file of its own."""

from __future__ import annotations

from types import MappingProxyType

import click

from tra_policy.cli.door import Door
from tra_policy.cli.exits import Exit

COMMANDS = MappingProxyType(
    {
        "init": "write a manifest to begin with",
        "add": "put files into a bundle, or list those that are there",
        "import": "put foreign logs into a bundle, with the readers that know them",
        "export": "write its measurements in the form of another tool",
        "seal": "close a bundle: the digest of every file, the number of records",
        "sign": "sign a sealed bundle, or only some files of it",
        "verify": "whether it is what was sealed, and who signed it",
        "show": "what is in a bundle",
        "key": "the line of a policy that declares a key",
    }
)


@click.group(
    "bundle",
    cls=Door,
    table=COMMANDS,
    room="tra_policy.cli.bundle",
    invoke_without_command=True,
)
@click.pass_context
def command(ctx: click.Context) -> Exit | None:
    """Make, close, sign and verify a bundle of evidence."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
        return Exit.INVALID
    return None
