"""`tra bundle add`: files put into a bundle, with their entries in its manifest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from tra_policy import workspace
from tra_policy.cli import codes, options
from tra_policy.cli.bundle.entries import Entry, as_expected, with_entries
from tra_policy.cli.bundle.folder import (
    MANIFEST,
    Opened,
    Said,
    holds_private_key,
    open_folder,
    place,
)
from tra_policy.cli.exits import Exit, of_input
from tra_policy.cli.telling import tell
from tra_policy.cli.terminal import When, out
from tra_policy.reports.page import harmless
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place
from tra_policy.words.suggest import did_you_mean

LARGEST_FILE = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A file to be listed: its path in the bundle, its bytes, and whether these are there already."""

    name: str
    data: bytes
    there: bool
    listed: bool


@click.command("add")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--into", required=True, metavar="DIR", help="The folder of the bundle.")
@click.option("--reader", metavar="NAME", default="", help="How the files are read.")
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
    wanted, wrong = _wanted(files, opened)
    wrong = wrong or _list(opened, wanted, reader)
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


def _wanted(files: Sequence[str], opened: Opened) -> tuple[list[_Wanted], Said]:
    from tra_policy.model.evidence.custody import is_custody
    from tra_policy.readers.listing import path_fault

    here = opened.path.resolve()
    listed = {file.path for file in opened.custody.files if file.listed}
    found: dict[str, _Wanted] = {}
    wrong: list[Diagnostic] = []
    for given in files:
        data, said = workspace.read_bytes(given, LARGEST_FILE)
        if data is None:
            wrong.extend(said)
            continue
        real = Path(given).resolve()
        inside = real.is_relative_to(here)
        name = real.relative_to(here).as_posix() if inside else Path(given).name
        fault = path_fault(name)
        if not fault and any(part.startswith(".") for part in name.split("/")):
            fault = "names that begin with a dot are let be"
        if not fault and not name.isprintable():
            fault = "its name cannot be written in a manifest"
        if not fault and (name == MANIFEST or is_custody(name)):
            fault = "a manifest, a seal or a signature is never listed"
        if not fault and holds_private_key(data):
            fault = "it holds a private key, which would be handed over"
        if fault:
            message = f"`{given}` cannot be listed as `{name}`"
            wrong.append(codes.mistake(codes.NOT_READY, message, fault, Place(given)))
        elif not inside and _is_another(opened.path / name, data, found.get(name)):
            message = f"`{opened.path / name}` is there already, and is another file"
            remedy = codes.IN_THE_WAY.remedy
            wrong.append(codes.mistake(codes.IN_THE_WAY, message, remedy, Place(given)))
        else:
            there = inside or (opened.path / name).exists()
            found.setdefault(name, _Wanted(name, data, there, name in listed))
    return list(found.values()), tuple(wrong)


def _is_another(path: Path, data: bytes, before: _Wanted | None) -> bool:
    """Whether there is a file of that name, on disk or to be added, that has other bytes."""
    if before is not None and before.data != data:
        return True
    try:
        return path.read_bytes() != data
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _list(opened: Opened, wanted: Sequence[_Wanted], reader: str) -> Said:
    """Write the files, then their entries; return what kept them from being written."""
    from tra_policy.readers.gathering import reader_for
    from tra_policy.readers.yaml12 import read_yaml

    new = [one for one in wanted if not one.listed]
    entries = [Entry(one.name, reader or reader_for(one.name, one.data)) for one in new]
    if not entries:
        return ()
    path = opened.custody.shown(MANIFEST)
    data = opened.bytes_of(MANIFEST) or b""
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    text = data.removeprefix(mark).decode("utf-8")
    before, _ = read_yaml(path, text)
    changed = with_entries(text, before.marks if before is not None else {}, entries)
    after, _ = read_yaml(path, changed)
    if before is None or after is None or not as_expected(before.value, after.value, entries):
        message = f"`{path}` is laid out in a way that entries cannot be added to"
        lines = "; ".join(f"`- path: {one.path}`" for one in entries)
        advice = f"write them below `files:` yourself: {lines}"
        return (codes.mistake(codes.NOT_READY, message, advice, Place(path)),)
    for one in new:
        unwritten = () if one.there else place(opened.path, one.name, one.data, new=True)
        if unwritten:
            return unwritten
    return place(opened.path, MANIFEST, mark + changed.encode("utf-8"))
