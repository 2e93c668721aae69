"""What a check of an empty bundle finds missing was on the request list beforehand, for every policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from empty_bundle import against_nothing, asked_for, unasked, understood
from manual.pages import Case, cases
from manual.running import read_policy, run

from tra_policy import driver
from tra_policy.cli.opening import open_policies
from tra_policy.reports.missing import missing_of

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(
    [*(ROOT / "policies").rglob("*.tra"), *(ROOT / "examples").rglob("*.tra")],
    key=lambda path: path.as_posix(),
)


def shipped(path: Path) -> driver.Text:
    texts, _ = open_policies([str(path)])
    return texts[0]


WHOLE = [path for path in SHIPPED if (read := shipped(path)).policy and read.policy.version]


def test_there_are_policies_to_hold_the_law_on() -> None:
    assert len(WHOLE) >= 7


@pytest.mark.parametrize("path", WHOLE, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_shipped_policy_asks_beforehand_for_what_an_empty_bundle_lacks(path: Path) -> None:
    read = shipped(path)
    wanted = asked_for(read)
    report = against_nothing(read)
    assert unasked(wanted, report) == []
    assert wanted, "a policy asks for something"


def _understood(case: Case) -> bool:
    return not case.fragment and read_policy(case)[0].policy is not None


MANUAL = [c for c in {(c.page, c.policy): c for c in cases()}.values() if _understood(c)]


@pytest.mark.parametrize("case", [pytest.param(c, id=c.id) for c in MANUAL])
def test_every_policy_of_the_manual_asks_for_what_an_empty_bundle_lacks(case: Case) -> None:
    read, _, _ = read_policy(case)
    assert unasked(asked_for(read), against_nothing(read)) == []


JUDGED = [c for c in cases() if c.verdicts is not None and c.evidence and _understood(c)]


@pytest.mark.parametrize("case", [pytest.param(c, id=c.id) for c in JUDGED])
def test_what_is_missing_among_evidence_was_asked_for_too(case: Case) -> None:
    found = run(case)
    if found.report is None:
        return
    read, _, _ = read_policy(case)
    faults = unasked(asked_for(read), found.report)
    # What a record on file says cannot be asked for before there is any.
    assert [f for f in faults if "and nothing is asked" in f] == []
    missing = [one for one in missing_of(found.report).wanted if one.reason == "missing"]
    unnamed = {one.what for one in missing if not one.record}
    assert [f for f in faults if any(f.endswith(f": {what}") for what in unnamed)] == []


def test_a_line_that_was_forgotten_would_be_seen() -> None:
    read = understood(
        "tra 1\npolicy p version 1 effective 2026-01-01\n  developer lab\nparty lab\n"
        "document plan\ncommitment C-1\n  lab must publish plan by 2026-02-01\n"
    )
    wanted = asked_for(read)
    report = against_nothing(read)
    assert unasked(wanted, report) == []
    without = tuple(one for one in wanted if one.kind != "representation")
    assert unasked(without, report) == [
        "C-1.1 wants representation: that everything on file for C-1.1 is in the bundle"
    ]
    assert unasked((), report)[0] == "C-1.1 is unknown, and nothing is asked for it"
