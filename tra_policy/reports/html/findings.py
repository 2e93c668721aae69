"""The findings: what a person should know, the gravest first, with place and advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tra_policy.reports.html.places import Link, Places
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport, Finding

_ORDER = ("error", "warning", "info")
_SIGNS = {"error": "✗", "warning": "!", "info": "i"}


class Told(Noun):
    """One finding. Words are in pieces: a name in backticks is a piece of its own, every second one."""

    place: str
    code: str
    severity: str
    sign: str
    message: tuple[Link, ...]
    help: tuple[Link, ...]
    where: str


def findings(report: CheckReport, at: Places) -> tuple[Told, ...]:
    """Return the findings of a report, the gravest first, then by code."""
    told = [_told(f, place, at) for f, place in zip(report.findings, at.findings, strict=True)]
    return tuple(sorted(told, key=lambda one: (_ORDER.index(one.severity), one.code)))


def _told(found: Finding, place: str, at: Places) -> Told:
    where = f"{found.path}:{found.line}:{found.column}" if found.line else found.path
    return Told(
        place,
        found.code,
        found.severity,
        _SIGNS[found.severity],
        _pieces(found.message, at),
        _pieces(found.help, at),
        f"{where} {found.pointer}".strip(),
    )


def _pieces(text: str, at: Places) -> tuple[Link, ...]:
    """Return text in pieces, the names between backticks with the place that they lead to."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return (Link("", text),) if text else ()
    return tuple(
        at.to_any(piece) if number % 2 else Link("", piece) for number, piece in enumerate(pieces)
    )
