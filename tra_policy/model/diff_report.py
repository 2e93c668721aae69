"""What `tra diff` says: the contract `tra.diff/1`."""

from __future__ import annotations

from typing import Any, Literal

from tra_policy.model.report import Finding, Part, Tool
from tra_policy.model.shape import Field


class SideReport(Part):
    """One of the two that were held side by side. `version` is the day of a bundle."""

    kind: Literal["policy", "bundle"]
    id: str
    version: str = ""
    path: str


class DiffReport(Part):
    """`tra diff --format json`."""

    schema_: Literal["tra.diff/1"] = Field("tra.diff/1", spelt="schema")
    tool: Tool
    older: SideReport
    newer: SideReport
    findings: tuple[Finding, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON values, in the order of the contract."""
        return self.model_dump(mode="json", by_alias=True)
