"""`--min-checked`: a gate that is green because nothing was decided is not green."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tra_policy.cli.exits import PRECEDENCE, Least, Switches, decided, of_report
from tra_policy.cli.settings import read_settings

from .conftest import Check
from .world import POLICY, without, write


@dataclass(frozen=True)
class Item:
    outcome: str
    gates: bool = True
    blocks: bool = False
    by_scope: bool = False


COUNTS = {
    Item("met"): True,
    Item("not-met"): True,
    Item("waived"): True,
    Item("not-yet-due"): True,
    Item("not-applicable"): True,
    Item("not-applicable", by_scope=True): False,
    Item("unknown"): False,
    Item("unknown", blocks=True): False,
}
STATES = {"reached": True, "not_reached": True, "unknown": False}


def report(items: Any, states: Any = ()) -> Any:
    answers = tuple(SimpleNamespace(label="conditional", state=state) for state in states)
    return SimpleNamespace(items=tuple(items), thresholds=answers, findings=())


@pytest.mark.parametrize("item", COUNTS)
def test_what_counts_as_decided(item: Item) -> None:
    assert decided(report([item])) == (int(COUNTS[item]), 1)
    idle = Item(item.outcome, False, item.blocks, item.by_scope)
    assert decided(report([idle])) == (0, 0)


def test_a_threshold_counts_by_its_state() -> None:
    for state, counts in STATES.items():
        assert decided(report([], [state])) == (int(counts), 1)


@pytest.mark.parametrize(
    ("least", "number", "of", "holds"),
    [
        (Least(0), 0, 0, True),
        (Least(1), 0, 9, False),
        (Least(9), 9, 9, True),
        (Least(10), 9, 9, False),
        (Least(80, True), 4, 5, True),
        (Least(81, True), 4, 5, False),
        (Least(33, True), 1, 3, True),
        (Least(34, True), 1, 3, False),
        (Least(100, True), 2, 3, False),
        (Least(0, True), 0, 0, False),
    ],
)
def test_when_so_many_are_enough(least: Least, number: int, of: int, holds: bool) -> None:
    assert least.holds(number, of) is holds


SWITCHES = [
    Switches(unknown, None, prior, False)
    for unknown, prior in product((None, "fail", "warn"), (False, True))
]
LEASTS = (
    Least(0),
    Least(1),
    Least(2),
    Least(99),
    Least(0, True),
    Least(50, True),
    Least(100, True),
)


def test_it_only_ever_turns_0_into_4() -> None:
    items = [*COUNTS, Item("not-met", gates=False)]
    for held in ((), *((one,) for one in items), *product(items, items)):
        for states in ((), ("unknown",), ("reached", "unknown")):
            for plain in SWITCHES:
                before = of_report(report(held, states), plain)
                for least in LEASTS:
                    switches = Switches(plain.unknown, None, plain.fail_on_prior, False, least)
                    after = of_report(report(held, states), switches)
                    assert after == before or (before, after) == (0, 4)
                    assert PRECEDENCE.index(after) <= PRECEDENCE.index(before)
                    number, of = decided(report(held, states))
                    enough = least.holds(number, of)
                    assert (after == 4) == (before == 4 or (before == 0 and not enough))


def test_it_asks_for_a_number_or_for_a_share(folder: Path, check: Check) -> None:
    write(folder, without(POLICY, "LATE", "STRICT"))
    # Decided are DONE and AHEAD; T-1 and OPEN are unknown, SCOPE is out of scope.
    for asked, code in {"2": 0, "3": 4, "40%": 0, "41%": 4}.items():
        said = check("--unknown", "warn", "--min-checked", asked)
        assert said.code == code, asked
        assert ("2 of 5 decided" in said.err) is (code == 4)
    assert check("--min-checked", "100%").code == 3
    assert check("--unknown", "fail", "--min-checked", "100%").code == 1
    assert check("--unknown", "warn", "--min-checked", "3", "--exit-zero").code == 0


@pytest.mark.parametrize("asked", ["x", "-1", "1.5", "101%", "%", "", "٣", "1 %", "9999999999"])
def test_what_is_no_number_is_told(asked: str, check: Check) -> None:
    said = check("--min-checked", asked)
    assert said.code == 2
    assert "error[TRX022]: `--min-checked`" in said.err
    assert said.out == ""


def test_it_can_stand_in_the_settings(folder: Path, check: Check) -> None:
    write(folder, without(POLICY, "LATE", "STRICT"))
    for value, code in (("3", 4), ('"40%"', 0), ("2", 0)):
        (folder / "tra.toml").write_text(f'min-checked = {value}\nunknown = "warn"\n')
        assert check().code == code
    (folder / "tra.toml").write_text("min-checked = true\n")
    _, mistakes = read_settings(folder, None)
    assert [one.code for one in mistakes] == ["TRX032"]
