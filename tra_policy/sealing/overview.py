"""All that a bundle holds, who signed it included, as a report that can be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from tra_policy.model.bundle_report import (
    BundleReport,
    EnvelopeReport,
    FileReport,
    PartyReport,
    SealReport,
    SignatureReport,
)
from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.evidence.custody import Custody
from tra_policy.model.keys import PREFIX, key_text
from tra_policy.model.policy import Party
from tra_policy.model.report import Finding, Tool
from tra_policy.sealing.authorship import Verification
from tra_policy.sealing.statements import records_by_kind
from tra_policy.sealing.verdicts import Keys, Standing, Verdict, signers_by_file

_SIGNS: dict[
    Standing,
    Literal[
        "files", "seal", "earlier-seal", "other-seal", "other-bundle", "contradictory-statement"
    ],
] = {
    "files": "files",
    "current": "seal",
    "earlier": "earlier-seal",
    "other": "other-seal",
    "elsewhere": "other-bundle",
    "contradictory": "contradictory-statement",
}


def bundle_report(
    evidence: Evidence,
    custody: Custody,
    verification: Verification,
    keys: Keys,
    parties: Iterable[Party],
    *,
    version: str,
    path: str,
    findings: Iterable[Finding] = (),
) -> BundleReport:
    """Return what is in a bundle; `parties` are those of a policy, where one is at hand."""
    manifest = evidence.manifest
    whole = (v.signers for v in verification.verdicts if v.standing == "current")
    return BundleReport(
        schema_="tra.bundle-report/1",
        tool=Tool(version=version),
        id=manifest.id,
        title=manifest.title,
        path=path,
        developer=manifest.developer,
        subject=manifest.subject,
        date=str(manifest.date),
        sha256=evidence.sha256,
        sealed=verification.sealed,
        signed_by=tuple(sorted(frozenset().union(*whole))) if verification.sealed else (),
        seal=_seal(custody, verification),
        envelopes=tuple(_envelope(one, keys) for one in verification.verdicts),
        files=tuple(_files(evidence, custody, verification)),
        records=records_by_kind(evidence),
        unread=evidence.unread,
        parties=tuple(_parties(evidence, verification, parties)),
        findings=tuple(findings),
    )


def _seal(custody: Custody, verification: Verification) -> SealReport | None:
    if custody.seal is None:
        return None
    return SealReport(
        sha256=custody.seal_sha256,
        sequence=custody.seal.predicate.sequence,
        date=str(custody.seal.predicate.date),
        holds=verification.sealed,
        files=len(custody.seal.subject),
    )


def _envelope(verdict: Verdict, keys: Keys) -> EnvelopeReport:
    return EnvelopeReport(
        path=verdict.envelope.path,
        signs=_SIGNS[verdict.standing],
        covers=verdict.covers,
        signatures=tuple(
            SignatureReport(
                keyid=one.keyid,
                key=key_text(one.key) if one.key else "",
                party="" if keys.get(one.key, "").startswith(PREFIX) else keys.get(one.key, ""),
                verified=one.holding,
            )
            for one in verdict.results
        ),
    )


def _files(
    evidence: Evidence, custody: Custody, verification: Verification
) -> Iterator[FileReport]:
    signers = signers_by_file(verification.verdicts)
    kinds: dict[str, Counter[str]] = {}
    for filed in evidence.filed:
        kind = str(getattr(filed.record, "kind", ""))
        kinds.setdefault(filed.file, Counter())[kind] += 1
    for file in custody.files:
        yield FileReport(
            path=file.path,
            bytes=file.bytes,
            sha256=file.sha256,
            listed=file.listed,
            reader=file.reader,
            records=dict(sorted(kinds.get(file.path, Counter()).items())),
            signed_by=tuple(sorted(signers.get(file.path, ()))),
        )


def _parties(
    evidence: Evidence, verification: Verification, declared: Iterable[Party]
) -> Iterator[PartyReport]:
    by_name = {party.name: party for party in declared}
    titles = {p.party: p.title for p in evidence.manifest.parties}
    signers = signers_by_file(verification.verdicts)
    signed = Counter(
        name
        for filed in evidence.filed
        for name in signers.get(filed.file, ())
        if all(name in signers.get(part, ()) for part in filed.parts)
    )
    for name in sorted({evidence.manifest.developer, *titles, *by_name}):
        party = by_name.get(name)
        yield PartyReport(
            party=name,
            title=titles.get(name) or (party.title if party else ""),
            key=party.key if party else "",
            records_signed=signed[name],
        )
