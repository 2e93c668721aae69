"""A report of `tra check` that is on file: read again, with the code that it gives."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tra_policy import workspace
from tra_policy.cli import codes
from tra_policy.cli.exits import Exit, Switches, of_report
from tra_policy.readers.document import Limits
from tra_policy.readers.json_text import read_json
from tra_policy.readers.shapes import shaped
from tra_policy.readers.text import decode
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.source import Place

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport
    from tra_policy.sealing.attested import GivenReport

REPORT_LIMITS = Limits(size=256 * 1024 * 1024, nodes=20_000_000, depth=500)
_HOW = "`tra check POLICY --evidence BUNDLE --as-of DATE --output json=FILE` writes one"

FEW = 3
Said = tuple[Diagnostic, ...]


def exit_of(report: CheckReport) -> Exit:
    """Return the code that `tra check` gives without switches."""
    return of_report(report, Switches())


def report_at(path: str) -> tuple[GivenReport | None, Said]:
    """Return the report in a file, or why there is none."""
    data, said = workspace.read_bytes(path, REPORT_LIMITS.size)
    return (None, said) if data is None else report_in(path, data)


def report_in(path: str, data: bytes) -> tuple[GivenReport | None, Said]:
    """Return the report that bytes are, or why they are none."""
    from tra_policy.model.report import CheckReport
    from tra_policy.sealing.attested import GivenReport

    text, said = decode(path, data, REPORT_LIMITS)
    if text is None:
        return None, said
    document, said = read_json(path, text, REPORT_LIMITS)
    if document is None or said:
        return None, said[:FEW]
    value = document.value
    if isinstance(value, list):
        message = f"`{path}` holds {len(value)} reports, and one is read at a time"
        return None, (codes.mistake(codes.VALUE, message, _HOW, Place(path)),)
    if not isinstance(value, dict) or value.get("schema") != "tra.report/1":
        message = f"`{path}` is no report of `tra check`"
        return None, (codes.mistake(codes.VALUE, message, _HOW, Place(path)),)
    report, mistakes = shaped(CheckReport, value, document, "", "the report")
    if report is None:
        return None, mistakes
    return GivenReport(report, sha256(data).hexdigest(), int(exit_of(report))), ()
