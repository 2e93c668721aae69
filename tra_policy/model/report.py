"""The report of a check, and of a lint run: what leaves the tool. The classes are the JSON Schemas.

The fields of `CheckReport` are the contract `tra.report/1`; a field may be added, never changed.
"""

from __future__ import annotations

from typing import Any, Literal

from tra_policy.model.opinion import Opinion
from tra_policy.model.pivot import Label, Legs, Pivotality
from tra_policy.model.proof import Flag, Proof, Reason, Want
from tra_policy.model.shape import Field, Shape
from tra_policy.model.story import Story

Axis = Literal["design", "run", "grade"]
Class = Literal[
    "self", "affiliated", "engaged", "independent", "authority", "unidentified", "unstated"
]
Reliance = Literal["only", "partly", "not", "unattributed", "nothing"]
Standing = Literal["none", "self", "engaged", "independent", "authority"]
State = Literal["reached", "not_reached", "unknown"]
Ruling = Literal["reached", "not_reached", "cannot_rule_out", "none"]
Outcome = Literal["met", "not-met", "unknown", "not-applicable", "not-yet-due", "waived"]
SeverityWord = Literal["error", "warning", "info"]
Truth = Literal["true", "unknown", "false"]


class Part(Shape):
    """The base of everything that a report holds."""


class Tool(Part):
    """Who made the report."""

    name: str = "tra_policy"
    version: str


class PolicyRef(Part):
    """Which policy was held against the evidence."""

    id: str
    version: str
    title: str = ""
    developer: str = ""
    path: str = ""
    sha256: str = ""


class BundleRef(Part):
    """Which evidence. `unread` counts what could not be read.

    `signed_by` are the parties whose key signed the seal of the whole; `signed_in_part` those that
    signed at least one file with records as it is.
    """

    id: str
    title: str = ""
    subject: str = ""
    path: str = ""
    sha256: str = ""
    sealed: bool = False
    signed_by: tuple[str, ...] = ()
    signed_in_part: tuple[str, ...] = ()
    records: int = 0
    rows: int = Field(0, description="Rows of tables, beside the records.")
    unread: int = 0

    @property
    def taken_in(self) -> str:
        """What was read of it, in words."""
        if not self.rows:
            return f"{self.records} read"
        records = f"{self.records:,} record{'' if self.records == 1 else 's'}"
        return f"{records} and {self.rows:,} row{'' if self.rows == 1 else 's'} read"


class Totals(Part):
    """How many items had which outcome. The six add up to `in_force`."""

    in_force: int = 0
    met: int = 0
    not_met: int = 0
    unknown: int = 0
    not_applicable: int = 0
    not_yet_due: int = 0
    waived: int = 0


class Headline(Part):
    """Which thresholds rely only on self-designed benchmarks, by name."""

    self_designed_only: tuple[str, ...] = ()
    self_run_only: tuple[str, ...] = ()
    unattributed: tuple[str, ...] = ()
    no_evidence: tuple[str, ...] = ()
    of: int = 0

    @property
    def sentence(self) -> str:
        """The sentence that stands first in every report."""
        return (
            f"{len(self.self_designed_only)} of {self.of} thresholds rely only on self-designed "
            f"benchmarks; {len(self.self_run_only)} only on self-run measurements; "
            f"{len(self.unattributed)} cannot be attributed; {len(self.no_evidence)} have no evidence."
        )


class Holder(Part):
    """Who held a role, and in which class relative to the developer."""

    party: str
    class_: Class = Field(spelt="class")


class RolesReport(Part):
    """Who designed, ran and graded one measurement."""

    designed: tuple[Holder, ...] = ()
    run: tuple[Holder, ...] = ()
    graded: tuple[Holder, ...] = ()


class AxisClasses(Part):
    """The class of one record on each axis."""

    design: Class
    run: Class
    grade: Class


class MeasurementReport(Part):
    """One record that bears on a threshold, as it was read.

    `signed_by` are the parties whose signature covers it. `as_told` are those whose work it is said to
    be and whose signature does not: for these there is only the developer's word.
    """

    id: str
    kind: Literal["measurement", "judgement"] = "measurement"
    benchmark: str = ""
    metric: str = ""
    value: str | None = None
    finding: str | None = None
    interval: str | None = None
    limit: str | None = None
    truth: Truth = "unknown"
    reading: Literal["above", "below", "inconclusive"] | None = None
    stated_only: bool = False
    eligible: bool = True
    relied_on: bool = False
    reasons: tuple[Reason, ...] = ()
    flags: tuple[Flag, ...] = ()
    roles: RolesReport = RolesReport()
    classes: AxisClasses
    signed_by: tuple[str, ...] = ()
    as_told: tuple[str, ...] = ()
    source: str = ""
    subject: str = Field("", description="The model or checkpoint that it is about.")
    date: str = Field("", description="When the work was done, as the record states it.")


class PerAxisReliance(Part):
    """What the conclusion relies on."""

    design: Reliance
    run: Reliance
    grade: Reliance


class PerAxisStanding(Part):
    """The strongest class that alone carries the conclusion."""

    design: Standing
    run: Standing
    grade: Standing


class ThresholdReport(Part):
    """The answer for one threshold and one subject."""

    id: str
    title: str = ""
    subject: str
    cites: tuple[str, ...] = ()
    state: State
    treated_as: State
    ruling: Ruling
    ruling_agrees: bool | None = None
    reliance_of: Literal["state", "ruling"]
    relies_on_self: PerAxisReliance
    stands_on: PerAxisStanding
    label: Label
    label_of_text: Label
    legs: Legs
    pivotality: Pivotality
    measurements: tuple[MeasurementReport, ...] = ()
    contradicting: tuple[str, ...] = ()
    unpublished: tuple[str, ...] = ()
    populations: tuple[str, ...] = Field(
        (),
        description="Claims that hold: the measurements are all there are, or of every checkpoint.",
    )
    flags: tuple[Flag, ...] = ()
    open: tuple[Want, ...] = ()
    proof: Proof


class ItemReport(Part):
    """One item: a modal line, a requirement, or a line of a threshold."""

    id: str
    of: str
    kind: Literal["commitment", "requirement", "measured", "measured_on", "needs", "report"]
    modality: Literal["must", "must not", "aims to", "should", "may"]
    title: str = ""
    outcome: Outcome
    gates: bool
    blocks: bool = False
    remedied: bool = False
    by_scope: bool = False
    due: str | None = None
    due_basis: str = ""
    owner: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    flags: tuple[Flag, ...] = ()
    open: tuple[Want, ...] = ()
    proof: Proof


class Finding(Part):
    """Something that a person should know, with its place."""

    code: str
    severity: SeverityWord
    message: str
    path: str = ""
    line: int = 0
    column: int = 0
    pointer: str = ""
    help: str = ""
    subject: str = ""


class CheckReport(Part):
    """`tra check --format json`."""

    schema_: Literal["tra.report/1"] = Field("tra.report/1", spelt="schema")
    tool: Tool
    as_of: str
    policy: PolicyRef
    bundle: BundleRef
    headline: Headline
    opinion: Opinion | None = None
    registry: str = Field(
        default="",
        description="sha256 of the rows of the registry that held; empty where there were none.",
    )
    totals: Totals
    totals_other: Totals
    thresholds: tuple[ThresholdReport, ...] = ()
    items: tuple[ItemReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    story: Story = Field(
        default=Story(), description="What the evidence tells of a run; no answer rests on it."
    )

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON values, in the order of the contract."""
        return self.model_dump(mode="json", by_alias=True)


class LintEdit(Part):
    """Put `text` where a stretch of the file is; lines and columns from 1, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class LintFix(Part):
    """What a fix does, in the imperative, whether it keeps the meaning, and its edits."""

    title: str
    safe: bool
    edits: tuple[LintEdit, ...] = ()


class LintFinding(Finding):
    """Something found in the text of a policy.

    `allowed` is the reason that the text gives for letting it be; what is allowed sets no exit code.
    `fixes` stand with the best first.
    """

    confidence: Literal["certain", "likely", "possible"] = "certain"
    audience: Literal["author", "auditor"] = "author"
    fingerprint: str = Field(
        "", description="The same wherever the finding stands in its text; empty for a mistake."
    )
    allowed: str = ""
    shows: str = Field("", description="Evidence under which the defect comes to light.")
    fixes: tuple[LintFix, ...] = ()


class UnreadSource(Part):
    """A cited document whose text was not at hand, so that nothing was held against it."""

    policy: str
    name: str
    file: str = ""


class LintThreshold(Part):
    """What the policy text alone says of one threshold."""

    id: str
    title: str = ""
    label_of_text: Label
    legs: Legs
    pivotality: Pivotality


class LintReport(Part):
    """`tra lint --format json`."""

    schema_: Literal["tra.lint/1"] = Field("tra.lint/1", spelt="schema")
    tool: Tool
    findings: tuple[LintFinding, ...] = ()
    thresholds: tuple[LintThreshold, ...] = ()
    unread_sources: tuple[UnreadSource, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON values, in the order of the contract."""
        return self.model_dump(mode="json", by_alias=True)
