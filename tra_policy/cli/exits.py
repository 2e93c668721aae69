"""The exit code of a run: a pure function of what was found, never of how it is printed."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import TYPE_CHECKING, Literal

from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.model.report import CheckReport, ItemReport


class Exit(IntEnum):
    """The codes that programs may rely on."""

    FINE = 0
    FAILED = 1
    INVALID = 2
    UNKNOWN = 3
    NOTHING = 4
    BUG = 70


# What a seal says of its own bundle. A signature that does not verify takes credit away, and no more.
NOT_AS_SEALED = frozenset(f"TRS00{number}" for number in range(1, 8))
PRECEDENCE = (Exit.BUG, Exit.INVALID, Exit.FAILED, Exit.UNKNOWN, Exit.NOTHING, Exit.FINE)


class Least(Noun):
    """How many answers of a policy have to be decided: a number, or a share in whole percent."""

    number: int
    percent: bool = False

    def holds(self, decided: int, of: int) -> bool:
        """Whether so many are enough. A share of nothing is never enough."""
        if not self.percent:
            return decided >= self.number
        return of > 0 and decided * 100 >= self.number * of

    def __str__(self) -> str:
        return f"{self.number}%" if self.percent else str(self.number)


class Switches(Noun):
    """What the command line says about the code.

    `fail_on` None: findings do not set it. `min_checked` None: one answer in scope is enough.
    """

    unknown: Literal["fail", "warn"] | None = None
    fail_on: Severity | None = None
    fail_on_prior: bool = False
    exit_zero: bool = False
    min_checked: Least | None = None


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


def of_report(report: CheckReport, switches: Switches, worse: CheckReport | None = None) -> Exit:
    """Return the code of one checked policy, before `--exit-zero`.

    `worse` is the same report with only what a baseline does not know. It sets the code; how much was
    checked is asked of the whole.
    """
    found = report if worse is None else worse
    verdicts = (_of_answers(found, switches), _of_extent(report, switches), _of_seal(report))
    return worst(code for codes in verdicts for code in codes)


def decided(report: CheckReport) -> tuple[int, int]:
    """Return how many thresholds and items that gate were decided, and of how many.

    Undecided is what is unknown, and an item that is out of scope.
    """
    gates = [item for item in report.items if item.gates]
    number = sum(answer.state != "unknown" for answer in report.thresholds)
    number += sum(item.outcome != "unknown" and not _out_of_scope(item) for item in gates)
    return number, len(report.thresholds) + len(gates)


def _of_answers(report: CheckReport, switches: Switches) -> Iterable[Exit]:
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


def _of_seal(report: CheckReport) -> Iterable[Exit]:
    """An input that is not as it was sealed is not the input that somebody vouched for, whatever of it was
    needed, and whatever a baseline knows.
    """
    if any(found.code in NOT_AS_SEALED for found in report.findings):
        yield Exit.INVALID


def _of_extent(report: CheckReport, switches: Switches) -> Iterable[Exit]:
    if not report.thresholds and all(_out_of_scope(item) for item in report.items):
        yield Exit.NOTHING
    if switches.min_checked is not None and not switches.min_checked.holds(*decided(report)):
        yield Exit.NOTHING


def _out_of_scope(item: ItemReport) -> bool:
    return item.outcome == "not-applicable" and item.by_scope


def _of_unknown(switches: Switches) -> Exit:
    match switches.unknown:
        case "fail":
            return Exit.FAILED
        case "warn":
            return Exit.FINE
        case None:
            return Exit.UNKNOWN
