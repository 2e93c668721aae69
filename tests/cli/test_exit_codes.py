"""The exit code is a pure function of what was found: every combination, against the table."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest

from tra_policy.cli.exits import (
    PRECEDENCE,
    Exit,
    Switches,
    forgiven,
    of_findings,
    of_input,
    of_report,
    worst,
)
from tra_policy.words.diagnostic import Diagnostic, Severity

OUTCOMES = ("met", "not-met", "unknown", "not-applicable", "not-yet-due", "waived")


@dataclass(frozen=True)
class Item:
    outcome: str
    gates: bool
    blocks: bool
    by_scope: bool


ITEMS = [
    Item(outcome, gates, blocks, scope)
    for outcome, gates, blocks in product(OUTCOMES, (True, False), (True, False))
    for scope in ((True, False) if outcome == "not-applicable" else (False,))
]


def report(items: Any, labels: Any = ("conditional",), severities: Any = ()) -> Any:
    return SimpleNamespace(
        items=tuple(items),
        thresholds=tuple(SimpleNamespace(label=label) for label in labels),
        findings=tuple(SimpleNamespace(severity=s, code="TRE101") for s in severities),
    )


def by_the_table(items: Any, labels: Any, severities: Any, switches: Switches) -> int:
    """The table of exit codes, read off line by line."""
    gates = [item for item in items if item.gates]
    order = {"info": 1, "warning": 2, "error": 3}
    one = any(item.outcome == "not-met" for item in gates)
    one |= any(item.outcome == "unknown" and item.blocks for item in gates)
    unknown = any(item.outcome == "unknown" and not item.blocks for item in gates)
    one |= unknown and switches.unknown == "fail"
    one |= switches.fail_on_prior and "prior" in labels
    if switches.fail_on is not None:
        one |= any(order[s] >= switches.fail_on.value for s in severities)
    if one:
        return 1
    if unknown and switches.unknown is None:
        return 3
    if not labels and all(i.outcome == "not-applicable" and i.by_scope for i in items):
        return 4
    return 0


SWITCHES = [
    Switches(unknown, fail_on, prior)
    for unknown, fail_on, prior in product((None, "fail", "warn"), (None, *Severity), (False, True))
]


@pytest.mark.parametrize("labels", [(), ("prior",), ("conditional", "commitment")])
def test_every_pair_of_items_under_every_switch_gives_the_code_of_the_table(labels: Any) -> None:
    for items in ((), *((one,) for one in ITEMS), *product(ITEMS, ITEMS)):
        for switches in SWITCHES:
            for severities in ((), ("info",), ("error", "info")):
                found = of_report(report(items, labels, severities), switches)
                assert found == by_the_table(items, labels, severities, switches), (items, switches)


def test_the_worst_of_two_codes_is_the_one_that_stands_first_in_the_precedence() -> None:
    assert [int(code) for code in PRECEDENCE] == [70, 2, 1, 3, 4, 0]
    for first, second in product(Exit, Exit):
        expected = PRECEDENCE[min(PRECEDENCE.index(first), PRECEDENCE.index(second))]
        assert worst([first, second]) is expected
    assert worst([]) is Exit.FINE


def test_exit_zero_forgives_a_verdict_and_never_an_invalid_input_or_a_bug() -> None:
    kept = {code: forgiven(code, Switches(exit_zero=True)) for code in Exit}
    assert kept == {0: 0, 1: 0, 2: 2, 3: 0, 4: 0, 70: 70}
    assert all(forgiven(code, Switches()) is code for code in Exit)


def test_only_an_invalid_input_makes_the_input_invalid() -> None:
    finding = Diagnostic("TRA401", "no deadline")
    mistake = Diagnostic("TRA001", "no such line", input_error=True)
    assert of_input([]) is Exit.FINE
    assert of_input([finding]) is Exit.FINE
    assert of_input([finding, mistake]) is Exit.INVALID


@pytest.mark.parametrize("level", list(Severity))
@pytest.mark.parametrize("severity", list(Severity))
def test_a_lint_run_fails_at_or_above_the_failing_level(
    level: Severity, severity: Severity
) -> None:
    found = [Diagnostic("TRA401", "no deadline", severity=severity)]
    assert of_findings(found, level) is (Exit.FAILED if severity >= level else Exit.FINE)
    mistake = Diagnostic("TRA001", "no such line", input_error=True)
    assert of_findings([*found, mistake], level) is Exit.INVALID


@pytest.mark.parametrize("exit_zero", [True, False])
def test_an_input_that_is_not_as_it_was_sealed_is_invalid(exit_zero: bool) -> None:
    held = report([Item("met", True, False, False)])
    held.findings = (SimpleNamespace(severity="error", code="TRS003"),)
    switches = Switches(exit_zero=exit_zero)
    assert forgiven(of_report(held, switches), switches) == Exit.INVALID
