"""`tra bundle seal`: the digest of every file written down, with the number of records."""

from __future__ import annotations

from collections.abc import Iterable

import click

from tra_policy.cli import codes, options, reading
from tra_policy.cli.bundle.folder import Opened, holds_private_key, open_folder, place
from tra_policy.cli.bundle.keys import LARGEST_KEY
from tra_policy.cli.exits import Exit
from tra_policy.cli.telling import tell
from tra_policy.cli.terminal import When, out
from tra_policy.model.evidence.custody import (
    ENVELOPE_ENDING,
    ENVELOPE_FILE,
    SEAL_FILE,
    SIGNATURES,
    Seal,
    written,
)
from tra_policy.reports.page import harmless
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place

NOT_AS_LISTED = "TRB030"


@click.command("seal")
@click.argument("folder", metavar="DIR")
@reading.limits
@options.colour
def command(folder: str, colour: When) -> Exit:
    """Close a bundle: write the digest of every file and the number of records to `bundle.seal.json`.

    A bundle that is sealed already gets a new seal, which names the one before. The signatures on that
    are put aside; they still cover the files that stay as they were.
    """
    opened, said, sources = open_folder(folder)
    wrong = list(said) if opened is None else _in_the_way(opened)
    if opened is None or wrong:
        tell(wrong, sources, colour)
        return Exit.INVALID
    from tra_policy.sealing.statements import same_state, seal_of

    seal = seal_of(opened.evidence, opened.custody)
    before = opened.custody.seal
    if before is not None and same_state(before, seal):
        out(f"nothing has changed since seal {before.predicate.sequence}\n")
        return Exit.FINE
    data = written(seal).encode("utf-8")
    unwritten = [*_set_aside(opened), *place(opened.path, SEAL_FILE, data)]
    tell(unwritten, colour=colour)
    if unwritten:
        return Exit.INVALID
    out(_told(opened, seal))
    return Exit.FINE


def _in_the_way(opened: Opened) -> list[Diagnostic]:
    """Return why a bundle cannot be sealed: what is not read cannot be counted."""
    from tra_policy.sealing.statements import MOST_SEALED, unsealable

    wrong = [d for d in opened.said if d.input_error or d.code == NOT_AS_LISTED]
    files = opened.custody.files
    for path in unsealable(files):
        message = f"the name of `{path[:100]}` cannot be sealed"
        advice = "give it a shorter name of printable characters"
        wrong.append(codes.mistake(codes.NOT_READY, message, advice))
    for file in files:
        small = opened.bytes_of(file.path) if file.bytes <= LARGEST_KEY else None
        if small is not None and holds_private_key(small):
            message = f"`{file.path}` holds a private key, which would be handed over"
            at = Place(opened.custody.shown(file.path))
            wrong.append(codes.mistake(codes.NOT_READY, message, "keep it elsewhere", at))
    if len(files) > MOST_SEALED:
        message = f"the bundle has {len(files):,} files; {MOST_SEALED:,} can be sealed"
        wrong.append(codes.mistake(codes.NOT_READY, message, "pack some of them together"))
    if wrong:
        message = "the bundle is not sealed: first correct what is wrong with it"
        place_ = Place(opened.custody.shown(opened.custody.manifest))
        wrong.append(codes.mistake(codes.NOT_READY, message, place=place_))
    return wrong


def _set_aside(opened: Opened) -> Iterable[Diagnostic]:
    """Move the envelope of the seal before to the other signatures."""
    held = next((e for e in opened.custody.envelopes if e.path == ENVELOPE_FILE), None)
    if held is None:
        return ()
    aside = f"{SIGNATURES}/{held.sha256[:16]}{ENVELOPE_ENDING}"
    data = opened.bytes_of(ENVELOPE_FILE) or b""
    unwritten = () if opened.bytes_of(aside) == data else place(opened.path, aside, data, new=True)
    if not unwritten:
        (opened.path / ENVELOPE_FILE).unlink()
    return unwritten


def _told(opened: Opened, seal: Seal) -> str:
    scope = seal.predicate
    number = sum(scope.records.values())
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in scope.records.items())
    files = f"{len(scope.files):,} file{'' if len(scope.files) == 1 else 's'}"
    records = f"{number:,} record{'' if number == 1 else 's'}{f': {kinds}' if kinds else ''}"
    folder = str(opened.path)
    lines = (
        f"sealed {folder}: seal {scope.sequence} of {scope.date}, {files}; {records}",
        f"now `tra bundle sign {folder} --key PEM` signs it",
    )
    return "".join(f"{harmless(line)}\n" for line in lines)
