"""`tra attest`: the result of a check as a signed attestation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tra_policy import api, workspace
from tra_policy.cli import codes, counting, options, reading
from tra_policy.cli.bundle.keys import private_key_at
from tra_policy.cli.exits import Exit
from tra_policy.cli.opening import open_evidence
from tra_policy.cli.reported import REPORT_LIMITS, exit_of, report_in
from tra_policy.cli.telling import tell
from tra_policy.cli.terminal import When, clashes, out, write_file
from tra_policy.model.keys import key_text
from tra_policy.reports.page import harmless
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place, Source

if TYPE_CHECKING:
    from tra_policy.model.attestation import Verdict, VerdictCustody
    from tra_policy.model.evidence.bundle import Evidence
    from tra_policy.model.report import CheckReport
    from tra_policy.sealing.attested import GivenReport
    from tra_policy.sealing.signing import PrivateKey

Said = tuple[Diagnostic, ...]


class Attested(Noun):
    """What is to be signed: a report, the seal of its bundle where that is at hand, and what was said.

    `text` is the report as it is written where it was made in this run.
    """

    given: GivenReport | None = None
    custody: VerdictCustody | None = None
    said: Said = ()
    sources: dict[str, Source] | None = None
    text: str = ""


@click.command("attest")
@click.argument("given", metavar="REPORT|POLICY")
@click.option("--evidence", "-e", metavar="BUNDLE", help="The bundle's folder or manifest.")
@click.option(
    "--as-of", type=options.day, metavar="DATE", help="The day to judge a POLICY by, UTC."
)
@click.option("--key", required=True, metavar="PEM", help="A private Ed25519 key.")
@click.option("--out", "to", required=True, metavar="FILE", help="Where the attestation goes.")
@click.option("--write-report", metavar="FILE", help="Write the report of a POLICY as well.")
@options.registry
@reading.limits
@counting.options
@options.colour
def command(
    given: str,
    evidence: str | None,
    as_of: date | None,
    key: str,
    to: str,
    write_report: str | None,
    registry: tuple[str, ...],
    no_registry: bool,
    colour: When,
) -> Exit:
    """Sign the result of a check: a REPORT of `tra check` in JSON, or a POLICY held against a bundle.

    The attestation has the verdict, and the same in two standard forms, each in an envelope of its own.
    Exit code 0 says that it was written, whatever the verdict is.
    """
    outputs = [("", path) for path in (to, write_report) if path]
    wrong = list(clashes(outputs, [given, evidence or "", key, *registry]))
    held, said = private_key_at(key)
    data, more = (
        (None, ()) if Path(given).is_dir() else workspace.read_bytes(given, REPORT_LIMITS.size)
    )
    wrong += [*said, *more]
    if held is None or wrong:
        tell(wrong, colour=colour)
        return Exit.INVALID
    if data is not None and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        unasked = _unasked(as_of, write_report, registry, no_registry)
        made = Attested(said=unasked) if unasked else _of_report(given, data, evidence)
    elif given == "-":
        message = "what was given on standard input is no report of `tra check` in JSON"
        made = Attested(
            said=(codes.mistake(codes.VALUE, message, "a policy is named by its file"),)
        )
    else:
        made = _of_policy(given, evidence, as_of, registry, shipped=not no_registry)
    wrong = [one for one in made.said if one.input_error]
    if made.given is None or wrong:
        tell(wrong, made.sources, colour)
        return Exit.INVALID
    return _written(made, made.given, held, to, write_report, colour)


def _written(
    made: Attested,
    given: GivenReport,
    key: PrivateKey,
    to: str,
    report_to: str | None,
    colour: When,
) -> Exit:
    from tra_policy.readers.attestation import attested_line
    from tra_policy.sealing.attesting import attested, verdict_of, verifier_of

    verdict = verdict_of(
        given.report,
        report_sha256=given.sha256,
        exit=given.exit,
        verifier=verifier_of(key.public),
        custody=made.custody,
    )
    lines = "".join(attested_line(*one) for one in attested(verdict, key))
    unwritten = write_file(report_to, made.text) if report_to else []
    unwritten = unwritten or write_file(to, lines)
    if unwritten:
        tell(unwritten, colour=colour)
        return Exit.INVALID
    out("".join(f"{harmless(line)}\n" for line in _summary(verdict, key_text(key.public), to)))
    return Exit.FINE


def _summary(verdict: Verdict, key: str, to: str) -> Iterator[str]:
    from tra_policy.sealing.attesting import passed

    policy, word = verdict.policy, "PASSED" if passed(verdict) else "FAILED"
    yield verdict.headline.sentence
    yield f"{policy.id} {policy.version} on {verdict.bundle.id}, as of {verdict.as_of}"
    yield f"{word} {verdict.basis}: `tra check` exits {verdict.exit}"
    yield f"signed with {key}: {to}"


def _unasked(
    as_of: date | None, write_report: str | None, registry: Sequence[str], no_registry: bool
) -> Said:
    """Return which options say something that a report says already."""
    given = {
        "--as-of": as_of,
        "--write-report": write_report,
        "--registry": registry,
        "--no-registry": no_registry,
    }
    return tuple(
        codes.mistake(codes.USAGE, f"`{name}` goes with a policy, and a report was given")
        for name, value in given.items()
        if value
    )


def _of_report(path: str, data: bytes, bundle: str | None) -> Attested:
    """Return a report on file; with a bundle, that has to be the one it is about."""
    given, said = report_in(path, data)
    if given is None:
        return Attested(said=said)
    wrong = list(_not_whole(path, given.report))
    if bundle is None:
        return Attested(given, None, tuple(wrong))
    evidence, opened = open_evidence(bundle)
    if evidence is not None and evidence.sha256 != given.report.bundle.sha256:
        message = f"`{path}` is not about the bundle `{bundle}` as it is"
        advice = "check it again with `tra check`"
        wrong.append(codes.mistake(codes.NOT_READY, message, advice, Place(path)))
    return Attested(given, _custody(evidence), (*wrong, *opened.diagnostics), opened.sources)


def _not_whole(path: str, report: CheckReport) -> Iterator[Diagnostic]:
    """Yield why a report is not signed: what could not be read may be what mattered."""
    faults = [f for f in report.findings if f.severity == "error" and f.code.startswith("TRB")]
    if report.bundle.unread or faults:
        message = f"`{path}` is about a bundle that could not be read whole"
        advice = "correct what `tra check` says of it, and check it again"
        yield codes.mistake(codes.NOT_READY, message, advice, Place(path))


def _of_policy(
    path: str, bundle: str | None, as_of: date | None, rows: Sequence[str], *, shipped: bool
) -> Attested:
    """Return the report of a policy held against a bundle, as `tra check --format json` writes it."""
    from tra_policy.reports.json import render
    from tra_policy.reports.page import PLAIN
    from tra_policy.sealing.attested import GivenReport

    missing = [
        codes.mistake(codes.MISSING, f"`{name}` is missing", f"a policy is attested with {advice}")
        for name, value, advice in (
            ("--evidence", bundle, "the bundle that it is held against"),
            ("--as-of", as_of, "the day that is asked of, so that the result can be had again"),
        )
        if not value
    ]
    if missing or bundle is None or as_of is None:
        return Attested(said=tuple(missing))
    known, said = workspace.open_registry(rows, shipped=shipped)
    evidence, opened = open_evidence(bundle)
    sources = dict(opened.sources)
    try:
        policy = api.load_policy(path)
    except api.InvalidInput as refused:
        return Attested(said=refused.diagnostics, sources={**sources, **refused.sources})
    sources |= policy.sources
    told = (*said, *opened.diagnostics)
    if evidence is None or any(one.input_error for one in told):
        return Attested(said=told, sources=sources)
    against = api.LoadedBundle(evidence, bundle, dict(opened.sources), opened.diagnostics)
    try:
        report = api.check(policy, against, as_of=as_of, registry=known)
    except api.InvalidInput as refused:
        return Attested(said=refused.diagnostics, sources=sources)
    text = render([report], PLAIN)
    try:
        digest = sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError:
        message = "the name of a file is no text, and cannot stand in a report that is signed"
        wrong = codes.mistake(
            codes.NOT_READY, message, "give the policy and the bundle other names"
        )
        return Attested(said=(wrong,))
    given = GivenReport(report, digest, int(exit_of(report)))
    return Attested(given, _custody(evidence), told, sources, text)


def _custody(evidence: Evidence | None) -> VerdictCustody | None:
    from tra_policy.sealing.attesting import custody_of

    return custody_of(evidence.custody) if evidence is not None else None
