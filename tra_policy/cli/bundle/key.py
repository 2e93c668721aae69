"""`tra bundle key`: the line by which a policy declares a party's key."""

from __future__ import annotations

import os
from pathlib import Path

import click

from tra_policy.cli import codes
from tra_policy.cli.bundle.keys import public_key_of
from tra_policy.cli.exits import Exit
from tra_policy.cli.telling import refuse
from tra_policy.cli.terminal import err, out
from tra_policy.model.keys import key_text
from tra_policy.reports.page import harmless
from tra_policy.words.diagnostic import Diagnostic


@click.command("key")
@click.argument("file", metavar="FILE")
@click.option("--new", is_flag=True, help="Make a key first, and write it to FILE.")
def command(file: str, new: bool) -> Exit:
    """Print the `key` line for the Ed25519 key in FILE (PEM, private or public).

    It stands below a party in a policy. The private key itself is never shown.
    """
    unwritten = _make(file) if new else ()
    if unwritten:
        return refuse(*unwritten)
    held, wrong = public_key_of(file)
    if held is None:
        return refuse(*wrong)
    if new:
        err(harmless(f"wrote {file}: whoever has this file can sign in your name") + "\n")
    out(f"key {key_text(held)}\n")
    return Exit.FINE


def _make(file: str) -> tuple[Diagnostic, ...]:
    """Write a new private key to a file that only its owner may read."""
    from tra_policy.sealing.signing import new_key

    if Path(file).exists() or Path(file).is_symlink():
        message = f"`{file}` is there already"
        return (codes.mistake(codes.IN_THE_WAY, message, codes.IN_THE_WAY.remedy),)
    try:
        number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "wb") as opened:
            opened.write(new_key())
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "no reason given").lower()
        return (codes.mistake(codes.UNWRITTEN, f"cannot write `{file}`: {reason}"),)
    return ()
