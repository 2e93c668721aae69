"""`tra bundle init`: a manifest to begin with."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import click

from tra_policy.cli import options
from tra_policy.cli.bundle.folder import MANIFEST, place
from tra_policy.cli.exits import Exit
from tra_policy.cli.telling import refuse
from tra_policy.cli.terminal import out
from tra_policy.reports.page import harmless
from tra_policy.words.regex import regex

_NAME = regex(r"[A-Za-z0-9][A-Za-z0-9_.:/@+-]{0,199}")
_TEXT = """\
format: tra.bundle/1
id: {id}
date: {date}    # the day by which everything in here was recorded
developer: {developer}
subject: {subject}    # the released checkpoint: every answer is about it

# Files with records. `tra bundle add FILE --into DIR` lists them here.
files: []

# Records may stand here as well. `tra schema records` says what each kind holds.
records: []
"""


def _name(value: str | None) -> str | None:
    if value is not None and not _NAME.fullmatch(value):
        raise click.BadParameter(f"`{value}` is not a name such as `my-lab` or `model-1.2`")
    return value


@click.command("init")
@click.argument("folder", metavar="DIR")
@click.option("--id", "id_", type=_name, metavar="NAME", help="[default: the name of DIR]")
@click.option("--developer", type=_name, metavar="NAME", default="my-lab", help="Whose run it is.")
@click.option("--subject", type=_name, metavar="NAME", default="my-model-1", help="Of what model.")
@click.option("--date", "day", type=options.day, metavar="DATE", help="[default: today, UTC]")
def command(folder: str, id_: str | None, developer: str, subject: str, day: date | None) -> Exit:
    """Write a small `bundle.yaml` into DIR; nothing is ever overwritten."""
    path = Path(folder)
    own = path.resolve().name
    name = id_ or (own if _NAME.fullmatch(own) else "my-bundle")
    text = _TEXT.format(
        id=_scalar(name),
        date=(day or options.today()).isoformat(),
        developer=_scalar(developer),
        subject=_scalar(subject),
    )
    unwritten = place(path, MANIFEST, text.encode("utf-8"), new=True)
    if unwritten:
        return refuse(*unwritten)
    out(
        harmless(f"wrote {path / MANIFEST}")
        + "\n\n"
        + harmless(f"now put your names in, then `tra bundle add FILE --into {path}`")
        + "\n"
    )
    return Exit.FINE


def _scalar(name: str) -> str:
    """Return a name as YAML reads it: in quotes where it would be a number or a word of its own."""
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9_./-]*", name)
    words = {"true", "false", "null"}
    return name if plain and name.lower() not in words else f"'{name}'"
