"""The findings: what a person should know, the gravest first, with place and advice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tra_policy.reports.html.places import Places

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport, Finding

_ORDER = ("error", "warning", "info")
_SIGNS = {"error": "✗", "warning": "!", "info": "i"}


@dataclass(frozen=True, slots=True)
class Told:
    """One finding."""

    place: str
    code: str
    severity: str
    sign: str
    message: str
    help: str
    where: str


def findings(report: CheckReport, at: Places) -> tuple[Told, ...]:
    """Return the findings of a report, the gravest first, then by code."""
    told = [_told(f, place) for f, place in zip(report.findings, at.findings, strict=True)]
    return tuple(sorted(told, key=lambda one: (_ORDER.index(one.severity), one.code)))


def _told(found: Finding, place: str) -> Told:
    where = f"{found.path}:{found.line}:{found.column}" if found.line else found.path
    return Told(
        place,
        found.code,
        found.severity,
        _SIGNS[found.severity],
        found.message,
        found.help,
        f"{where} {found.pointer}".strip(),
    )
