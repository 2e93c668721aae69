"""Signed results: what a verdict says, the three statements of an attestation, what verifying one comes to.

An attestation is an in-toto attestation bundle: a DSSE envelope a line. The first has the verdict of one
check, with our own predicate; the others say the same in two standard forms, and follow from it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from tra_policy.model.evidence.base import Fact, Name, Sha256, Text
from tra_policy.model.evidence.custody import Signature
from tra_policy.model.opinion import OpinionWord
from tra_policy.model.pivot import Label
from tra_policy.model.report import Finding, Outcome, Part, Ruling, State, Tool
from tra_policy.model.shape import Field
from tra_policy.words.noun import Noun

VERDICT_TYPE = "urn:tra-policy:verdict:1"
VSA_TYPE = "https://slsa.dev/verification_summary/v1"
SVR_TYPE = "https://in-toto.io/attestation/svr/v0.2"
SUMMARIES = {VSA_TYPE: "the SLSA verification summary", SVR_TYPE: "the simple verification result"}
BASIS: Literal["on the evidence supplied"] = "on the evidence supplied"

Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Count = Annotated[int, Field(ge=0)]


class FileDigest(Fact):
    """The sha256 of the bytes of something."""

    sha256: Sha256


class StatementSubject(Fact):
    """What a statement is about: `report` or `bundle`."""

    name: Literal["report", "bundle"]
    digest: FileDigest


class VerdictHeadline(Fact):
    """The sentence that stands first in every report, and the thresholds that it counts."""

    sentence: Text
    self_designed_only: tuple[Text, ...]
    self_run_only: tuple[Text, ...]
    unattributed: tuple[Text, ...]
    no_evidence: tuple[Text, ...]
    of: Count


class VerdictTotals(Fact):
    """How many items that gate had which outcome."""

    in_force: Count
    met: Count
    not_met: Count
    unknown: Count
    not_applicable: Count
    not_yet_due: Count
    waived: Count


class VerdictPolicy(Fact):
    """Which policy: the sha256 is of its texts, its libraries' included."""

    id: Text
    version: Text
    sha256: Sha256


class SignedFile(Fact):
    """An envelope of a bundle: the sha256 is of the statement inside."""

    path: Text
    sha256: Sha256


class VerdictCustody(Fact):
    """The seal of a bundle, where the bundle was at hand; null where it has none."""

    seal: Sha256 | None
    envelopes: tuple[SignedFile, ...]


class VerdictBundle(Fact):
    """Which evidence. `custody` is null where only the report was at hand."""

    id: Text
    subject: Text
    sha256: Sha256
    sealed: bool
    signed_by: tuple[Text, ...]
    custody: VerdictCustody | None


class VerdictReport(Fact):
    """Which report: the sha256 of its bytes."""

    sha256: Sha256


class VerdictThreshold(Fact):
    """The answer for one threshold and one subject."""

    id: Text
    subject: Text
    label: Label
    state: State
    treated_as: State
    ruling: Ruling


class VerdictItem(Fact):
    """The outcome of one item that gates."""

    id: Text
    outcome: Outcome


class VerdictTool(Fact):
    """Which program made the report."""

    name: Name
    version: Text


class Verdict(Fact):
    """The predicate `urn:tra-policy:verdict:1`: one policy, one bundle, one day.

    `exit` is the code that `tra check` gives without switches. `registry` is the sha256 of the rows of
    the registry that held, empty where there were none.
    """

    headline: VerdictHeadline
    basis: Literal["on the evidence supplied"]
    exit: Annotated[int, Field(ge=0, le=4)]
    opinion: OpinionWord | None
    as_of: Day
    verifier: Text
    tool: VerdictTool
    policy: VerdictPolicy
    bundle: VerdictBundle
    report: VerdictReport
    registry: Sha256 | Literal[""]
    totals: VerdictTotals
    thresholds: tuple[VerdictThreshold, ...]
    items: tuple[VerdictItem, ...]


class VerdictStatement(Fact):
    """The first statement of an attestation."""

    type_: Literal["https://in-toto.io/Statement/v1"] = Field(alias="_type")
    subject: tuple[StatementSubject, ...]
    predicate_type: Literal["urn:tra-policy:verdict:1"] = Field(alias="predicateType")
    predicate: Verdict


class SignedStatement(Noun):
    """One line of an attestation that could be read. `value` is the statement as JSON values."""

    line: int
    type: str
    payload: bytes
    signatures: tuple[Signature, ...]
    value: dict[str, Any]


class Attestation(Noun):
    """An attestation as it was read: its verdict, and every line with a statement of a known type."""

    path: str
    verdict: VerdictStatement
    lines: tuple[SignedStatement, ...]


class HeldAgainst(Part):
    """One thing that an attestation states, held against what is at hand."""

    what: str
    result: Literal["holds", "differs", "not-checked"]
    said: str = ""


class AttestationReport(Part):
    """`tra verify --format json`: the contract `tra.verification/1`.

    `result` is `FAILED` where the verdict does not pass, whatever holds of the attestation. `holds` is
    whether nothing that was looked at differs.
    """

    schema_: Literal["tra.verification/1"] = Field("tra.verification/1", spelt="schema")
    tool: Tool
    path: str
    holds: bool
    signed_by: tuple[str, ...] = ()
    result: Literal["PASSED", "FAILED"]
    verdict: Verdict
    checked: tuple[HeldAgainst, ...] = ()
    findings: tuple[Finding, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON values, in the order of the contract."""
        return self.model_dump(mode="json", by_alias=True)
