"""`tra bundle sign`: a signature over the seal of a bundle, or over some files of it."""

from __future__ import annotations

from collections.abc import Container, Sequence
from hashlib import sha256
from pathlib import Path

import click

from tra_policy.cli import codes, options, reading
from tra_policy.cli.bundle.folder import Opened, Said, open_folder, place
from tra_policy.cli.bundle.keys import private_key_at
from tra_policy.cli.exits import Exit
from tra_policy.cli.telling import tell
from tra_policy.cli.terminal import When, out
from tra_policy.model.evidence.custody import (
    ENVELOPE_ENDING,
    ENVELOPE_FILE,
    SEAL_FILE,
    SIGNATURES,
    envelope_value,
    written,
)
from tra_policy.model.keys import key_text
from tra_policy.reports.page import harmless
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place
from tra_policy.words.suggest import did_you_mean


@click.command("sign")
@click.argument("folder", metavar="DIR")
@click.option("--key", required=True, metavar="PEM", help="A private Ed25519 key.")
@click.option("--file", "files", multiple=True, metavar="FILE", help="Only this; may be repeated.")
@reading.limits
@options.colour
def command(folder: str, key: str, files: tuple[str, ...], colour: When) -> Exit:
    """Sign the seal of a bundle, and with it the whole; with `--file`, only some files.

    Several parties can sign, each with a key of its own.
    """
    held, said = private_key_at(key)
    if held is None:
        tell(said, colour=colour)
        return Exit.INVALID
    opened, said, sources = open_folder(folder)
    if opened is None:
        tell(said, sources, colour)
        return Exit.INVALID
    payload, path, wrong = _part(opened, files) if files else _whole(opened)
    if payload is None or wrong:
        tell(wrong, sources, colour)
        return Exit.INVALID
    from tra_policy.sealing.signing import signed

    there = next((e for e in opened.custody.envelopes if e.path == path), None)
    before = there.signatures if there is not None else ()
    after = signed(payload, before, held)
    if after == before:
        out(harmless(f"{opened.path / path} is signed with this key already") + "\n")
        return Exit.FINE
    data = written(envelope_value(payload, after)).encode("ascii")
    unwritten = place(opened.path, path, data)
    if unwritten:
        tell(unwritten, colour=colour)
        return Exit.INVALID
    what = ", ".join(dict.fromkeys(files)) if files else "the whole bundle"
    out(harmless(f"signed {what} with {key_text(held.public)}: {opened.path / path}") + "\n")
    return Exit.FINE


def _whole(opened: Opened) -> tuple[bytes | None, str, Said]:
    """Return the seal of a bundle as the bytes to be signed, or why it cannot be signed."""
    from tra_policy.sealing.closed import unlike_seal

    custody, advice = opened.custody, f"`tra bundle seal {opened.path}` first"
    wrong: list[Diagnostic] = list(opened.mistakes)
    if custody.seal is None:
        if not wrong:
            wrong.append(_not_ready(opened, "the bundle is not sealed", advice))
        return None, ENVELOPE_FILE, tuple(wrong)
    differences = list(unlike_seal(opened.evidence, custody, custody.seal))
    if differences:
        wrong.extend([*differences, _not_ready(opened, "the seal does not hold", advice)])
    payload = opened.bytes_of(SEAL_FILE)
    if payload is not None and not wrong:
        wrong.extend(_taken(opened, ENVELOPE_FILE, payload, advice))
    return payload, ENVELOPE_FILE, tuple(wrong)


def _part(opened: Opened, files: Sequence[str]) -> tuple[bytes | None, str, Said]:
    """Return the statement about some files as the bytes to be signed, or why there is none."""
    from tra_policy.sealing.statements import signing_of, unsealable

    there = {file.path: file for file in opened.custody.files}
    names = {given: _inside(opened, given, there) for given in files}
    wrong = [
        _not_ready(
            opened,
            f"`{given}` is not a file of the bundle",
            did_you_mean(given, there, "name it by its path in the bundle"),
        )
        for given, name in names.items()
        if name not in there
    ]
    chosen = [file for file in opened.custody.files if file.path in names.values()]
    wrong += [
        _not_ready(opened, f"the name of `{path[:100]}` cannot be signed", "give it a shorter one")
        for path in unsealable(chosen)
    ]
    if wrong:
        return None, "", tuple(wrong)
    payload = written(signing_of(opened.evidence, chosen)).encode("utf-8")
    path = f"{SIGNATURES}/{sha256(payload).hexdigest()[:16]}{ENVELOPE_ENDING}"
    return payload, path, tuple(_taken(opened, path, payload, "take it out"))


def _inside(opened: Opened, given: str, there: Container[str]) -> str:
    """Return a file as the bundle names it; people also name it from where they are."""
    real, here = Path(given).resolve(), opened.path.resolve()
    return (
        given
        if given in there or not real.is_relative_to(here)
        else real.relative_to(here).as_posix()
    )


def _taken(opened: Opened, path: str, payload: bytes, advice: str) -> list[Diagnostic]:
    """Return why an envelope that is there already cannot take one more signature."""
    if opened.bytes_of(path) is None:
        return []
    held = next((e for e in opened.custody.envelopes if e.path == path), None)
    if held is None:
        return [_not_ready(opened, f"`{path}` is there and cannot be read", "take it out")]
    if held.payload != payload:
        return [_not_ready(opened, f"`{path}` signs something else", advice)]
    if not held.laid_out:
        message = f"`{path}` was written by another tool, and might lose what that put there"
        return [_not_ready(opened, message, "move it into `signatures/` under another name")]
    return []


def _not_ready(opened: Opened, message: str, advice: str) -> Diagnostic:
    at = Place(opened.custody.shown(opened.custody.manifest))
    return codes.mistake(codes.NOT_READY, message, advice, at)
