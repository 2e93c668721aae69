"""`tra bundle verify`: whether a bundle is what was sealed, by whom it was signed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from hashlib import sha256

import click

from tra_policy import workspace
from tra_policy.cli import options, reading
from tra_policy.cli.bundle.verified import Looked, look
from tra_policy.cli.exits import Exit, of_findings, of_input, worst
from tra_policy.cli.options import choice
from tra_policy.cli.telling import tell
from tra_policy.cli.terminal import When, out, page_of
from tra_policy.reports.findings import in_order, render
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.source import Place

LARGEST_SEAL = 16 * 1024 * 1024
# What reading a bundle finds in its records is for `tra check` to say.
OF_FILES = ("TRS", "TRB03", "TRB06")


@click.command("verify")
@click.argument("bundle", metavar="BUNDLE")
@click.option("--policy", "-p", multiple=True, metavar="POLICY", help="Whose keys are known.")
@click.option("--key", "keys", multiple=True, metavar="KEY", help="A key that must have signed.")
@click.option("--after", metavar="SEAL", help="A seal that is known: this one must follow it.")
@choice("--format", "text", "json", default="text", help="What goes to standard output.")
@reading.limits
@options.colour
def command(
    bundle: str,
    policy: tuple[str, ...],
    keys: tuple[str, ...],
    after: str | None,
    format: str,
    colour: When,
) -> Exit:
    """Find every file that was added, taken out, changed or put in another place since the seal, and
    every signature that does not hold.

    Exit code 1 where anything is found, 2 where the bundle cannot be read.
    """
    looked, said, sources = look(bundle, policy, keys)
    known, unread = workspace.read_bytes(after, LARGEST_SEAL) if after else (None, ())
    if looked is None or unread:
        tell((*said, *unread), sources, colour)
        return Exit.INVALID
    found = [d for d in looked.said if d.input_error or d.code.startswith(OF_FILES)]
    found = in_order([*found, *_asked(looked, known)])
    report = looked.report(found)
    page = page_of(sys.stdout, colour)
    if format == "json":
        from tra_policy.reports.json import written

        out(written(report.to_json()))
    else:
        from tra_policy.reports.bundle import verified

        listing = f"{render(found, dict(looked.sources), page)}\n" if found else ""
        out(listing + verified(report, page))
    return worst([of_input(found), of_findings(found, Severity.WARNING)])


def _asked(looked: Looked, known: bytes | None) -> Iterator[Diagnostic]:
    """Yield what is not as the command line asks for."""
    from tra_policy.sealing.authorship import unsealed
    from tra_policy.sealing.codes import said

    custody = looked.opened.custody
    yield from unsealed(custody)
    at = Place(custody.shown(custody.manifest))
    signed = {
        one.key
        for verdict in looked.verification.verdicts
        if verdict.standing == "current"
        for one in verdict.results
        if one.holding == "holds"
    }
    for key in looked.asked:
        if key not in signed or not looked.verification.sealed:
            message = f"`{looked.keys[key]}` did not sign the bundle as it is"
            yield said(41, message, at, subject=looked.keys[key])
    if known is not None:
        digest = sha256(known).hexdigest()
        earlier = custody.seal.predicate.earlier if custody.seal is not None else ()
        if digest not in (custody.seal_sha256, *earlier):
            message = f"the seal at hand does not follow the one whose sha256 begins {digest[:12]}"
            yield said(42, message, at)
