"""What `tra bundle show` and `tra bundle verify` say of a bundle: the contract `tra.bundle-report/1`."""

from __future__ import annotations

from typing import Any, Literal

from tra_policy.model.report import Finding, Part, Tool
from tra_policy.model.shape import Field


class SignatureReport(Part):
    """One signature. `key` is empty where nobody can tell which key is meant.

    `verified` is `unknown` where there was no key to verify it with.
    """

    keyid: str
    key: str = ""
    party: str = ""
    verified: Literal["holds", "fails", "unknown"]


class EnvelopeReport(Part):
    """One envelope. `signs` says what it was put over, and `covers` which files are as they were then."""

    path: str
    signs: Literal[
        "files", "seal", "earlier-seal", "other-seal", "other-bundle", "contradictory-statement"
    ]
    covers: tuple[str, ...] = ()
    signatures: tuple[SignatureReport, ...] = ()


class SealReport(Part):
    """The seal of a bundle. `holds` where everything is as it was closed."""

    sha256: str
    sequence: int
    date: str
    holds: bool
    files: int


class FileReport(Part):
    """One file of a bundle, the manifest first. What is not listed is not read."""

    path: str
    bytes: int
    sha256: str
    listed: bool
    reader: str | None = None
    records: dict[str, int] = {}
    signed_by: tuple[str, ...] = ()


class PartyReport(Part):
    """A party of the bundle or of the policy. `key` is what the policy declares."""

    party: str
    title: str = ""
    key: str = ""
    records_signed: int = 0


class BundleReport(Part):
    """`tra bundle show --format json`."""

    schema_: Literal["tra.bundle-report/1"] = Field("tra.bundle-report/1", spelt="schema")
    tool: Tool
    id: str
    title: str = ""
    path: str = ""
    developer: str
    subject: str
    date: str
    sha256: str
    sealed: bool = False
    signed_by: tuple[str, ...] = ()
    seal: SealReport | None = None
    envelopes: tuple[EnvelopeReport, ...] = ()
    files: tuple[FileReport, ...] = ()
    records: dict[str, int] = {}
    unread: int = 0
    parties: tuple[PartyReport, ...] = ()
    findings: tuple[Finding, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON values, in the order of the contract."""
        return self.model_dump(mode="json", by_alias=True)
