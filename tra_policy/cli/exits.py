"""The exit code of a run: a pure function of what was found, never of how it is printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Literal

from tra_policy.words.diagnostic import Diagnostic, Severity

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport


class Exit(IntEnum):
    """The codes that programs may rely on."""

    FINE = 0
    FAILED = 1
    INVALID = 2
    UNKNOWN = 3
    NOTHING = 4
    BUG = 70


PRECEDENCE = (Exit.BUG, Exit.INVALID, Exit.FAILED, Exit.UNKNOWN, Exit.NOTHING, Exit.FINE)


@dataclass(frozen=True, slots=True)
class Switches:
    """What the command line says about the code. `fail_on` None: findings do not set it."""

    unknown: Literal["fail", "warn"] | None = None
    fail_on: Severity | None = None
    fail_on_prior: bool = False
    exit_zero: bool = False


def worst(codes: Iterable[Exit]) -> Exit:
    """Return the code that stands first in the order of precedence; FINE when there is none."""
    return min(codes, key=PRECEDENCE.index, default=Exit.FINE)


def forgiven(code: Exit, switches: Switches) -> Exit:
    """Apply `--exit-zero`: a verdict becomes 0; an invalid input or a bug stays what it is."""
    verdict = code in (Exit.FAILED, Exit.UNKNOWN, Exit.NOTHING)
    return Exit.FINE if switches.exit_zero and verdict else code


def of_input(diagnostics: Iterable[Diagnostic]) -> Exit:
    """Return INVALID when any input was wrong."""
    return Exit.INVALID if any(found.input_error for found in diagnostics) else Exit.FINE


def of_findings(diagnostics: Iterable[Diagnostic], fail_on: Severity) -> Exit:
    """Return the code of a lint run: an invalid input, else a finding at the failing level."""
    found = list(diagnostics)
    failed = any(d.severity >= fail_on for d in found if not d.input_error)
    return worst([of_input(found), Exit.FAILED if failed else Exit.FINE])


def of_report(report: CheckReport, switches: Switches) -> Exit:
    """Return the code of one checked policy, before `--exit-zero`."""
    return worst(_codes(report, switches))


def _codes(report: CheckReport, switches: Switches) -> Iterable[Exit]:
    for item in report.items:
        if not item.gates:
            continue
        if item.outcome == "not-met" or (item.outcome == "unknown" and item.blocks):
            yield Exit.FAILED
        elif item.outcome == "unknown":
            yield _of_unknown(switches)
    if switches.fail_on_prior and any(answer.label == "prior" for answer in report.thresholds):
        yield Exit.FAILED
    fail_on = switches.fail_on
    if fail_on and any(Severity[f.severity.upper()] >= fail_on for f in report.findings):
        yield Exit.FAILED
    scoped_out = all(i.outcome == "not-applicable" and i.by_scope for i in report.items)
    if not report.thresholds and scoped_out:
        yield Exit.NOTHING


def _of_unknown(switches: Switches) -> Exit:
    match switches.unknown:
        case "fail":
            return Exit.FAILED
        case "warn":
            return Exit.FINE
        case None:
            return Exit.UNKNOWN
