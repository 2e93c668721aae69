"""`tra bundle add`: files put into a bundle, with their entries in its manifest."""

from __future__ import annotations

from collections.abc import Sequence

import click

from tra_policy.cli import codes, options, reading
from tra_policy.cli.bundle.entries import Entry
from tra_policy.cli.bundle.folder import Said, open_folder
from tra_policy.cli.bundle.placing import Wanted, list_files, wanted_files
from tra_policy.cli.exits import Exit, of_input
from tra_policy.cli.telling import tell
from tra_policy.cli.terminal import When, out
from tra_policy.reports.page import harmless
from tra_policy.words.suggest import did_you_mean


@click.command("add")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--into", required=True, metavar="DIR", help="The folder of the bundle.")
@click.option("--reader", metavar="NAME", default="", help="How the files are read.")
@reading.limits
@options.colour
def command(files: tuple[str, ...], into: str, reader: str, colour: When) -> Exit:
    """Copy files into a bundle, and list them in its manifest; nothing else in it is changed.

    A file that is in the folder already is only listed.
    """
    wrong = _unknown_reader(reader)
    opened, said, sources = (None, wrong, {}) if wrong else open_folder(into)
    if opened is None:
        tell(said, sources, colour)
        return Exit.INVALID
    wanted, wrong = wanted_files(files, opened)
    wrong = wrong or list_files(opened, _entries(wanted, reader), wanted)
    if wrong:
        tell(wrong, colour=colour)
        return Exit.INVALID
    for one in wanted:
        done = "is listed already:" if one.listed else "listed" if one.there else "added"
        out(harmless(f"{done} {one.name}") + "\n")
    # What is now read for the first time may hold mistakes; those of before were there before.
    _, said, sources = open_folder(into)
    known = {(d.code, d.message) for d in opened.said}
    new = [d for d in said if d.input_error and (d.code, d.message) not in known]
    tell(new, sources, colour)
    return of_input(new)


def _unknown_reader(name: str) -> Said:
    from tra_policy.readers.gathering import READERS

    if not name or name in READERS:
        return ()
    advice = did_you_mean(name, READERS, f"readers: {', '.join(READERS)}")
    return (codes.mistake(codes.VALUE, f"there is no reader `{name}`", advice),)


def _entries(wanted: Sequence[Wanted], reader: str) -> list[Entry]:
    from tra_policy.readers.gathering import reader_for

    new = [one for one in wanted if not one.listed]
    return [Entry(one.name, reader or reader_for(one.name, one.head)) for one in new]
