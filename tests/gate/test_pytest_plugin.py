"""The pytest plugin: a test for each line of a policy, and no effect on who did not ask for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .world import DAY, DONE, LATE, POLICY, without, write

pytestmark = pytest.mark.long

pytest_plugins = ["pytester"]
BY = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest", "-p", "no:xdist", f"--tra-as-of={DAY}")


def outcomes(result: pytest.RunResult) -> dict[str, int]:
    found = dict(result.parseoutcomes())
    return {name.rstrip("s") if name.startswith("error") else name: n for name, n in found.items()}


def test_each_line_is_a_test_with_its_outcome(pytester: pytest.Pytester) -> None:
    write(pytester.path)
    result = pytester.runpytest_subprocess(*BY, "-rA", "policy.tra")
    assert outcomes(result) == {"passed": 1, "failed": 3, "skipped": 2, "xfailed": 1}
    result.stdout.fnmatch_lines(
        [
            "lab must publish plan by 2026-01-20: not met (not in the evidence supplied)",
            "wanted: a record that shows: lab must publish plan by 2026-01-20 (from lab)",
            "at: policy.tra:25",
        ]
    )
    text = result.stdout.str()
    assert "gate 1.0 on model-1: 0 of 1 thresholds rely only on self-designed benchmarks" in text
    assert "Traceback" not in text and "runtest" not in text
    for line in (
        "PASSED policy.tra::DONE.1",
        "FAILED policy.tra::LATE.1",
        "FAILED policy.tra::OPEN.1",
        "FAILED policy.tra::STRICT",
        "XFAIL policy.tra::HOPE.1",
    ):
        assert line in text
    assert result.ret == 1


@pytest.mark.parametrize(
    ("how", "found"),
    [
        ("fail", {"passed": 1, "failed": 3, "skipped": 2, "xfailed": 1}),
        ("xfail", {"passed": 1, "failed": 2, "skipped": 2, "xfailed": 2}),
        ("warn", {"passed": 2, "failed": 2, "skipped": 2, "xfailed": 1, "warnings": 1}),
    ],
)
def test_an_unknown_does_what_was_asked_and_one_that_blocks_always_fails(
    pytester: pytest.Pytester, how: str, found: dict[str, int]
) -> None:
    write(pytester.path)
    result = pytester.runpytest_subprocess(*BY, f"--tra-unknown={how}", "policy.tra")
    seen = outcomes(result)
    assert {
        "warnings" if name.startswith("warning") else name: n for name, n in seen.items()
    } == found
    if how == "warn":
        result.stdout.fnmatch_lines(["*policy.tra:28: UnknownWarning: lab must notify institute*"])


def test_settings_choose_policies_bundle_day_and_unknown(pytester: pytest.Pytester) -> None:
    write(pytester.path / "labs/one", without(POLICY, "LATE", "STRICT"))
    write(pytester.path / "labs/two", without(POLICY, "LATE", "STRICT"))
    (pytester.path / "labs/two/evidence").rename(pytester.path / "labs/two/bundle")
    (pytester.path / "labs/library.tra").write_text("tra 1\n")
    pytester.makeini(
        f"""
        [pytest]
        tra_policies = labs/one/*.tra
        tra_as_of = {DAY}
        tra_unknown = xfail
        """
    )
    result = pytester.runpytest_subprocess(*BY[:-1], "labs")
    assert outcomes(result) == {"passed": 1, "skipped": 2, "xfailed": 2}
    assert result.ret == 0
    (pytester.path / "pytest.ini").write_text(
        f"[pytest]\ntra_policies = two/*.tra\ntra_evidence = bundle\ntra_as_of = {DAY}\n"
    )
    result = pytester.runpytest_subprocess(*BY[:-1])
    assert outcomes(result) == {"passed": 1, "failed": 1, "skipped": 2, "xfailed": 1}


def test_nothing_is_collected_that_was_not_asked_for(pytester: pytest.Pytester) -> None:
    write(pytester.path)
    pytester.makepyfile(test_other="def test_one(): pass")
    assert outcomes(pytester.runpytest_subprocess(*BY)) == {"passed": 1}


def test_one_bundle_may_serve_every_policy(pytester: pytest.Pytester) -> None:
    write(pytester.path / "here")
    (pytester.path / "other.tra").write_text(without(POLICY, "LATE", "STRICT", "OPEN", "HOPE"))
    result = pytester.runpytest_subprocess(*BY, "--tra-evidence=here/evidence", "other.tra")
    assert outcomes(result) == {"passed": 1, "skipped": 2}


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("tra 1\n\npolicy gate\n  developper lab\n", "policy.tra:4:3: error[TRA0"),
        ("", "policy.tra:1:1: error[TRA009]: there is no policy"),
    ],
)
def test_a_policy_with_a_mistake_is_an_error_with_its_place(
    pytester: pytest.Pytester, policy: str, said: str
) -> None:
    write(pytester.path, policy)
    result = pytester.runpytest_subprocess(*BY, "policy.tra")
    assert outcomes(result) == {"error": 1}
    assert f"\n{said}" in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


def test_a_policy_without_a_bundle_is_an_error(pytester: pytest.Pytester) -> None:
    (pytester.path / "policy.tra").write_text(POLICY)
    result = pytester.runpytest_subprocess(*BY, "policy.tra")
    assert outcomes(result) == {"error": 1}
    assert "error[TRX001]: there is no `evidence`" in result.stdout.str()


@pytest.mark.parametrize("option", ["--tra-as-of=tomorrow", "--tra-unknown=maybe"])
def test_a_wrong_option_is_told(pytester: pytest.Pytester, option: str) -> None:
    write(pytester.path)
    result = pytester.runpytest_subprocess(*BY, option, "policy.tra")
    assert result.ret != 0
    text = result.stdout.str() + result.stderr.str()
    assert option.split("=")[1] in text
    assert "Traceback" not in text


def test_a_record_that_cannot_be_read_fails_and_the_others_still_count(
    pytester: pytest.Pytester,
) -> None:
    write(pytester.path, POLICY, LATE + DONE + "  - {id: x, kind: nothing}\n")
    result = pytester.runpytest_subprocess(*BY, "-rA", "policy.tra")
    text = result.stdout.str()
    assert "FAILED policy.tra::evidence-is-read" in text
    assert "error[TRB" in text
    assert "PASSED policy.tra::DONE.1" in text


def test_a_policy_that_asks_nothing_does_not_pass(pytester: pytest.Pytester) -> None:
    nothing = without(POLICY, "LATE", "STRICT", "OPEN", "DONE", "AHEAD", "HOPE", "T-1")
    write(pytester.path, nothing)
    result = pytester.runpytest_subprocess(*BY, "policy.tra")
    assert outcomes(result) == {"failed": 1, "skipped": 1}
    result.stdout.fnmatch_lines(["nothing was checked: no threshold, and no item in scope"])


def test_one_line_can_be_chosen_by_its_name(pytester: pytest.Pytester) -> None:
    write(pytester.path)
    assert outcomes(pytester.runpytest_subprocess(*BY, "policy.tra::DONE.1")) == {"passed": 1}
    found = outcomes(pytester.runpytest_subprocess(*BY, "policy.tra", "-k", "LATE or DONE"))
    assert found == {"passed": 1, "failed": 1, "deselected": 5}


@pytest.mark.parametrize("where", ["policy.tra", "../elsewhere/policy.tra"])
def test_a_policy_may_lie_outside_of_the_project(pytester: pytest.Pytester, where: str) -> None:
    pytester.makeini("[pytest]\ntra_policies = nothing.tra\n")
    write((pytester.path / where).parent)
    assert outcomes(pytester.runpytest_subprocess(*BY, where))["failed"] == 3


@pytest.mark.long
def test_workers_agree_and_the_headline_is_told_once(pytester: pytest.Pytester) -> None:
    write(pytester.path)
    by = ("-p", "no:cacheprovider", f"--tra-as-of={DAY}", "-n", "2")
    result = pytester.runpytest_subprocess(*by, "policy.tra")
    assert outcomes(result) == {"passed": 1, "failed": 3, "skipped": 2, "xfailed": 1}
    assert result.stdout.str().count("0 of 1 thresholds rely only") == 1


def test_it_is_found_by_its_entry_point_and_is_light(tmp_path: Path) -> None:
    program = (
        "import sys, pytest\n"
        "class Look:\n"
        "    def pytest_configure(self, config):\n"
        "        assert config.pluginmanager.hasplugin('tra')\n"
        "        heavy = {'pydantic', 'lark', 'yaml', 'rich', 'jsonschema', 'click'}\n"
        "        print('heavy:', *sorted(heavy & set(sys.modules)))\n"
        "sys.exit(pytest.main(['-p', 'no:cacheprovider', '-p', 'no:hypothesispytest'], [Look()]))\n"
    )
    (tmp_path / "test_one.py").write_text("def test_one(): pass\n")
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "heavy:\n" in done.stdout
