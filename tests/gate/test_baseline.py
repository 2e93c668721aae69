"""`--baseline` of a check: only what is new or worse sets the code, and nothing is excused by mistake."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tra_policy import check as api_check
from tra_policy.model.report import CheckReport
from tra_policy.reports.baseline import NoBaseline, baseline_of, compared, read, written

from .conftest import Check
from .world import DONE, LATE, MANIFEST, NO_WARNING, NOTIFIED, POLICY, RECORDS, without, write

KNOWN = ("--baseline", "known.json")


@pytest.fixture
def begun(folder: Path, check: Check) -> Path:
    """A folder with a baseline of everything that is not in order."""
    said = check("--write-baseline", "known.json")
    assert (said.code, said.out) == (0, "")
    assert said.err.startswith("wrote ")
    return folder


def test_what_is_known_does_not_set_the_code(begun: Path, check: Check) -> None:
    for switches in ((), ("--unknown", "fail"), ("--fail-on", "info"), ("--fail-on-prior",)):
        assert check(*switches).code == 1
        said = check(*switches, *KNOWN)
        assert said.code == 0, said.err
        assert "none is worse than the baseline knows (3)" in said.err
        assert "TRX043" not in said.err


def test_a_baseline_lists_what_is_not_in_order_and_gates(begun: Path) -> None:
    listed = json.loads((begun / "known.json").read_text())["known"]
    found = {(one["kind"], one["name"], one["outcome"]) for one in listed}
    assert found >= {
        ("item", "LATE.1", "not-met"),
        ("item", "OPEN.1", "unknown"),
        ("item", "STRICT", "unknown-blocks"),
        ("threshold", "T-1 (model-1)", "prior"),
    }
    assert not {name for _, name, _ in found} & {"DONE.1", "AHEAD.1", "HOPE.1", "SCOPE"}


def test_the_report_is_whole_with_a_baseline(begun: Path, check: Check) -> None:
    for name in ("json", "csv", "text"):
        assert check("--format", name, *KNOWN).out == check("--format", name).out


def test_an_item_that_was_unknown_and_is_not_met_is_worse(begun: Path, check: Check) -> None:
    late = NOTIFIED.replace("01-15", "01-25")
    write(begun, POLICY, RECORDS + late)
    said = check(*KNOWN)
    assert said.code == 1, said.err
    assert "1 not met, beside what the baseline knows (2)" in said.err


def test_an_unknown_that_blocks_since_is_worse(begun: Path, check: Check) -> None:
    softer = POLICY.replace("  if unknown block\n", "")
    write(begun, softer)
    assert check("--write-baseline", "soft.json").code == 0
    write(begun, POLICY)
    assert check("--baseline", "soft.json").code == 1


def test_a_new_item_is_not_known(begun: Path, check: Check) -> None:
    write(begun, POLICY + "\ncommitment NEW\n  lab must notify board by 2026-01-20\n")
    assert check(*KNOWN).code == 3


def test_what_one_duty_is_forgiven_does_not_pass_to_the_next(begun: Path, check: Check) -> None:
    before = "  lab must publish plan by 2026-01-20\n"
    write(begun, POLICY.replace(before, "  lab must publish roadmap by 2026-01-19\n" + before))
    said = check(*KNOWN)
    assert said.code != 0, said.err


def test_another_model_is_excused_nothing(begun: Path, check: Check) -> None:
    manifest = (MANIFEST + RECORDS).replace("subject: model-1", "subject: model-2")
    (begun / "evidence/bundle.yaml").write_text(manifest)
    assert check(*KNOWN).code == 1
    again = (MANIFEST + RECORDS).replace("id: gate-evidence", "id: gate-evidence-2")
    (begun / "evidence/bundle.yaml").write_text(again)
    assert check(*KNOWN).code == 0


def test_entries_that_are_worse_than_what_is_found_are_told(begun: Path, check: Check) -> None:
    write(begun, POLICY, RECORDS + NOTIFIED)
    said = check(*KNOWN)
    assert said.code == 0
    assert "known.json: info[TRX043]" in said.err
    assert "`OPEN.1` (unknown)" in said.err
    write(begun, without(POLICY, "LATE"))
    assert "`LATE.1` (not-met)" in check(*KNOWN).err


def test_a_finding_that_is_known_does_not_fail_and_a_new_one_does(
    begun: Path, check: Check
) -> None:
    assert check("--fail-on", "info", *KNOWN).code == 0
    more = NO_WARNING.replace("id: p-1", "id: p-2").replace("of: warning", "of: incident")
    write(begun, POLICY, RECORDS + more)
    assert check(*KNOWN).code == 0
    assert check("--fail-on", "info", *KNOWN).code == 1


def test_no_baseline_is_written_of_what_is_half_read(folder: Path, check: Check) -> None:
    write(folder, POLICY, LATE + "  - {id: x, kind: nothing}\n")
    assert check("--write-baseline", "known.json").code == 2
    assert not (folder / "known.json").exists()


@pytest.mark.parametrize("path", ["policy.tra", "evidence/bundle.yaml", "no/such/known.json"])
def test_a_baseline_overwrites_nothing_that_was_read(path: str, folder: Path, check: Check) -> None:
    before = {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    assert check("--write-baseline", path).code == 2
    assert {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()} == before


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("[]", "it does not say `schema` is `tra.check-baseline/1`"),
        ('{"schema": "tra.baseline/1", "findings": []}', "it does not say `schema` is"),
        ('{"schema": "tra.check-baseline/1"}', "`known` is not a list"),
        ('{"schema": "tra.check-baseline/1", "known": [3]}', "entry 1 does not have policy"),
        (
            '{"schema": "tra.check-baseline/1", "known": [{"policy": "p", "about": "a", "kind": '
            '"item", "name": "n", "what": "w", "outcome": "met", "fingerprint": "f"}]}',
            "entry 1: `outcome` is none of unknown, unknown-blocks, not-met",
        ),
        ("\ufeff{}", "it does not say"),
        ("\x00", "it is not JSON"),
    ],
)
def test_a_file_that_is_no_baseline_is_told(
    text: str, why: str, folder: Path, check: Check
) -> None:
    (folder / "known.json").write_text(text, encoding="utf-8")
    said = check(*KNOWN)
    assert (said.code, said.out) == (2, "")
    assert "error[TRX042]: `known.json` is no baseline of a check" in said.err
    assert why in said.err


def test_a_baseline_can_stand_in_the_settings_beside_that_of_lint(
    begun: Path, check: Check
) -> None:
    (begun / "tra.toml").write_text('baseline = "lint.json"\ncheck-baseline = "known.json"\n')
    assert check().code == 0
    assert check("--baseline", "other.json").code == 2


def report_of(folder: Path, records: str) -> CheckReport:
    write(folder, POLICY, records)
    return api_check(folder / "policy.tra", folder / "evidence", as_of=date(2026, 2, 1))


PIECES = (LATE, DONE, NO_WARNING, NOTIFIED)
BAD = {"met": 0, "waived": 0, "not-yet-due": 0, "not-applicable": 0, "unknown": 1, "not-met": 2}


@pytest.mark.long
@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(PIECES)), st.sets(st.sampled_from(PIECES)))
def test_exactly_what_got_worse_is_left(
    tmp_path_factory: pytest.TempPathFactory, before: set[str], after: set[str]
) -> None:
    folder = tmp_path_factory.mktemp("world")
    old = report_of(folder, "".join(sorted(before)) or "  []\n")
    new = report_of(folder, "".join(sorted(after)) or "  []\n")
    baseline = read(written(baseline_of([old])))
    assert baseline == baseline_of([old])
    was = {item.id: BAD[item.outcome] for item in old.items}
    worse = {i.id for i in new.items if i.gates and BAD[i.outcome] > was[i.id]}
    left = {i.id for i in compared(new, baseline).worse.items if i.gates and BAD[i.outcome]}
    assert left == worse
    assert not compared(old, baseline).better
    assert not [i for i in compared(old, baseline).worse.items if i.gates and BAD[i.outcome]]


def test_a_list_of_nothing_is_a_baseline() -> None:
    assert read(written({})) == {}
    with pytest.raises(NoBaseline):
        read("{")
