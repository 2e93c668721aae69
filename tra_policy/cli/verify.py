"""`tra verify`: an attestation held against who signed it, the policy, the bundle and the report."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from tra_policy import __version__, driver, workspace
from tra_policy.cli import codes, options, reading
from tra_policy.cli.again import Named, evaluated
from tra_policy.cli.bundle.keys import public_key_of
from tra_policy.cli.exits import Exit, of_findings
from tra_policy.cli.opening import Opened, open_evidence, open_policies
from tra_policy.cli.reported import report_at
from tra_policy.cli.telling import tell
from tra_policy.cli.terminal import When, out, page_of
from tra_policy.model.keys import key_text
from tra_policy.reports.findings import in_order, render
from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.noun import Noun, field
from tra_policy.words.source import Source

if TYPE_CHECKING:
    from tra_policy.model.attestation import Attestation, AttestationReport
    from tra_policy.model.policy import Policy
    from tra_policy.sealing.attested import AtHand
    from tra_policy.sealing.holding import Holding


class Gathered(Noun, frozen=False):
    """What the command line names, opened; `wrong` is why that could not be done."""

    at_hand: AtHand | None = None
    named: Named | None = None
    sources: dict[str, Source] = field(default_factory=dict)
    wrong: list[Diagnostic] = field(default_factory=list)


@click.command("verify")
@click.argument("attestation", metavar="ATTESTATION")
@click.option("--policy", "-p", multiple=True, metavar="POLICY", help="The policy, and its keys.")
@click.option("--evidence", "-e", metavar="BUNDLE", help="The bundle's folder or manifest.")
@click.option("--report", metavar="REPORT", help="The report, in JSON.")
@click.option("--key", "keys", multiple=True, metavar="KEY", help="A key that must have signed.")
@click.option("--passed", is_flag=True, help="Exit 1 unless the verdict passes, too.")
@click.option("--again", is_flag=True, help="Evaluate policy and bundle again, and compare.")
@options.registry
@options.format_as("text", "json")
@reading.limits
@options.colour
def command(
    attestation: str,
    policy: tuple[str, ...],
    evidence: str | None,
    report: str | None,
    keys: tuple[str, ...],
    passed: bool,
    again: bool,
    registry: tuple[str, ...],
    no_registry: bool,
    format_: str,
    colour: When,
) -> Exit:
    """Hold an attestation against the policy, the bundle and the report that it names, and its signers.

    Exit code 1 where anything is found, 2 where something cannot be read. What the verdict says sets no
    exit code without `--passed`. Nothing is evaluated again without `--again`.
    """
    from tra_policy.readers.attestation import ATTESTATION_LIMITS, read_attestation

    gathered = _gathered(policy, evidence, report, keys)
    gathered.wrong += _unasked(again, policy, evidence, registry, no_registry)
    data, said = workspace.read_bytes(attestation, ATTESTATION_LIMITS.size)
    read, more = read_attestation(attestation, data) if data is not None else (None, ())
    if read is None or gathered.at_hand is None or gathered.wrong:
        wrong = [one for one in (*said, *more) if one.input_error or read is None]
        tell([*wrong, *gathered.wrong], gathered.sources, colour)
        return Exit.INVALID
    from tra_policy.sealing.attested import held, not_passed

    found = held(read, gathered.at_hand)
    evaluation, refused = _evaluation(read, found, gathered, again, registry, not no_registry)
    if refused:
        tell(refused, gathered.sources, colour)
        return Exit.INVALID
    found = (*found, evaluation)
    told = [*more, *(one for holding in found for one in holding.said)]
    told = in_order([*told, *(not_passed(read) if passed else ())])
    result = _report(read, found, told, gathered)
    page = page_of(sys.stdout, colour)
    if format_ == "json":
        from tra_policy.reports.json import written

        out(written(result.to_json()))
    else:
        from tra_policy.reports.attestation import verified

        listing = f"{render(told, gathered.sources, page)}\n" if told else ""
        out(listing + verified(result, page))
    return of_findings(told, Severity.WARNING)


def _unasked(
    again: bool,
    policy: Sequence[str],
    evidence: str | None,
    registry: Sequence[str],
    no_registry: bool,
) -> list[Diagnostic]:
    """Return which options go with others that are not there."""
    found = []
    if again and not (policy and evidence):
        message = "`--again` goes with `--policy` and `--evidence`: these are what is evaluated"
        found.append(codes.mistake(codes.USAGE, message))
    rows = {"--registry": registry, "--no-registry": no_registry}
    found += [
        codes.mistake(codes.USAGE, f"`{name}` goes with `--again`: nothing else asks the registry")
        for name, value in rows.items()
        if value and not again
    ]
    return found


def _evaluation(
    read: Attestation,
    found: Sequence[Holding],
    gathered: Gathered,
    again: bool,
    rows: Sequence[str],
    shipped: bool,
) -> tuple[Holding, Sequence[Diagnostic]]:
    """Return what came of evaluating again, or why that cannot be done."""
    from tra_policy.sealing.attested import evaluated_again

    if not again:
        return evaluated_again(read, None, "nothing was evaluated again; `--again` does"), ()
    same = {one.line.what: one.line.result == "holds" for one in found}
    if gathered.named is None or not (same["policy"] and same["bundle"]):
        why = "not the policy and the bundle that were attested"
        return evaluated_again(read, None, why), ()
    given, wrong = evaluated(read.verdict.predicate, gathered.named, rows, shipped=shipped)
    return evaluated_again(read, given), wrong


def _gathered(
    policies: Sequence[str], bundle: str | None, report: str | None, asked: Sequence[str]
) -> Gathered:
    """Return all that an attestation is held against, each part opened."""
    from tra_policy.sealing.attested import AtHand
    from tra_policy.sealing.verdicts import keys_of

    found = Gathered()
    known: list[Policy] = []
    texts: list[driver.Text] = []
    of_policies = Opened()
    if policies:
        texts, of_policies = open_policies(policies)
        found.sources |= of_policies.sources
        found.wrong += [one for one in of_policies.diagnostics if one.input_error]
        for text in texts:
            found.wrong += [one for one in text.diagnostics if one.input_error]
            known += [text.policy] if text.policy is not None else []
    keys = []
    for one in asked:
        key, said = public_key_of(one)
        found.wrong += said
        keys += [key] if key is not None else []
    evidence = None
    if bundle:
        evidence, opened = open_evidence(bundle)
        found.sources |= opened.sources
        if evidence is None:
            found.wrong += opened.diagnostics
        else:
            found.named = Named(texts, of_policies, bundle, evidence, opened)
    given = None
    if report:
        given, said = report_at(report)
        found.wrong += said
    if not found.wrong:
        parties = [party for policy in known for party in policy.parties]
        names = {**{key: key_text(key) for key in keys}, **keys_of(parties)}
        found.at_hand = AtHand(names, keys, known, evidence, given)
    return found


def _report(
    read: Attestation, found: Sequence[Holding], told: Sequence[Diagnostic], gathered: Gathered
) -> AttestationReport:
    from tra_policy.model.attestation import AttestationReport
    from tra_policy.model.report import Tool
    from tra_policy.sealing.attested import signers_of
    from tra_policy.sealing.attesting import passed

    assert gathered.at_hand is not None
    verdict = read.verdict.predicate
    return AttestationReport(
        schema_="tra.verification/1",
        tool=Tool(version=__version__),
        path=read.path,
        holds=all(one.line.result != "differs" for one in found),
        signed_by=signers_of(found, gathered.at_hand.keys),
        result="PASSED" if passed(verdict) else "FAILED",
        verdict=verdict,
        checked=tuple(one.line for one in found),
        findings=driver.findings(told, gathered.sources),
    )
