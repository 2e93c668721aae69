"""`tra lsp`: the language server, for editors."""

from __future__ import annotations

from importlib.util import find_spec

import click

from tra_policy.cli import codes
from tra_policy.cli.exits import Exit
from tra_policy.cli.options import choice
from tra_policy.cli.telling import refuse
from tra_policy.lint.choosing import Choice, words_in
from tra_policy.words.diagnostic import Audience


@click.command("lsp")
@click.option("--select", multiple=True, help="Only these codes, names or families of rules.")
@click.option("--ignore", multiple=True, help="Not these codes, names or families of rules.")
@choice("--audience", "author", "auditor", default="author", help="Whose findings; auditor: all.")
@click.option("--stdio", is_flag=True, help="Talk over standard input and output, as always.")
@click.pass_context
def command(
    ctx: click.Context,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    audience: Audience,
    stdio: bool,
) -> Exit:
    """Serve an editor over standard input and output; the editor starts this itself."""
    if any(find_spec(name) is None for name in ("pygls", "lsprotocol")):
        help = "install it with `pip install 'tra-policy[lsp]'`"
        return refuse(codes.mistake(codes.USAGE, "`tra lsp` needs the library pygls", help))
    from tra_policy.lsp.server import serve

    left_out = (ctx.default_map or {}).get("per_file_ignores", ())
    chosen = Choice(
        tuple(words_in(select)),
        tuple(words_in(ignore)),
        audience,
        tuple((pattern, tuple(words_in(words))) for _, pattern, words in left_out),
    )
    return Exit(serve(chosen, left_out[0][0] if left_out else ""))
