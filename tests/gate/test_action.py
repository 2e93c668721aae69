"""The action for GitHub, step by step in a shell, as the runner would carry it out."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sarif_pydantic import Sarif

from .hosts import EXPRESSION, ROOT, TRA, Job, accepted, parsed
from .world import DAY, DONE, LATE, POLICY, without, write

pytestmark = pytest.mark.long

ACTION: Any = parsed(ROOT / "action.yml")
STEPS = {step["id"]: step for step in ACTION["runs"]["steps"]}
DEFAULTS = {name: one.get("default", "") for name, one in ACTION["inputs"].items()}
NASTY = "$(touch x)`touch x`\"; touch x; \"'; touch x; ' | touch x"
Run = Callable[..., tuple[int, Job]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Carry out the step of the check, with some inputs, in a checkout with the policy of these tests."""

    def carried_out(text: str = POLICY, /, **inputs: str) -> tuple[int, Job]:
        workspace = tmp_path / "checkout"
        workspace.mkdir(exist_ok=True)
        if not (workspace / "policy.tra").exists():
            write(workspace, text)
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        usual = {"policy": "policy.tra", "evidence": "evidence", "as-of": DAY}
        assert set(given) <= set(DEFAULTS)
        job = Job(workspace, {**DEFAULTS, **usual, **given}, {"install": {"tra": str(TRA)}})
        return job.carry_out(STEPS["check"]), job

    return carried_out


def test_the_action_is_what_the_host_expects() -> None:
    assert accepted("vendor.github-actions", ROOT / "action.yml") == ""
    assert ACTION["runs"]["using"] == "composite"


def test_no_input_becomes_text_of_a_script() -> None:
    for step in STEPS.values():
        assert not EXPRESSION.search(step.get("run", ""))
    for found in EXPRESSION.findall((ROOT / "action.yml").read_text()):
        assert re.fullmatch(r"(inputs\.[a-z-]+|steps\.[a-z]+\.outputs\.[a-z-]+)", found)


def test_every_input_is_used_and_every_output_is_set() -> None:
    text = (ROOT / "action.yml").read_text()
    assert [name for name in DEFAULTS if f"inputs.{name} " not in text] == []
    script = (ROOT / "ci/github.sh").read_text()
    assert [name for name in STEPS["check"]["env"] if f"${name}" not in script] == []
    assert [name for name in ACTION["outputs"] if f"'{name}=" not in script] == []


def test_other_actions_are_pinned_by_tag_and_the_line_above_says_so() -> None:
    used = [step["uses"] for step in STEPS.values() if "uses" in step]
    assert used
    assert all(re.fullmatch(r"[\w.-]+/[\w.-]+@v\d+(\.\d+)*", one) for one in used)
    before = (ROOT / "action.yml").read_text().split("uses:")[0]
    assert f"The tag {used[0].split('@')[1]} " in before


@pytest.mark.parametrize(
    ("policy", "code", "verdict"),
    [
        (POLICY, 1, "failed"),
        (without(POLICY, "LATE", "STRICT"), 3, "unknown"),
        (without(POLICY, "LATE", "STRICT", "OPEN"), 0, "passed"),
        (
            without(POLICY, "LATE", "STRICT", "OPEN", "DONE", "AHEAD", "HOPE", "T-1"),
            4,
            "nothing-checked",
        ),
        ("tra 1\n\npolicy gate\n  developper lab\n", 2, "invalid"),
    ],
)
def test_the_code_and_the_verdict_are_those_of_the_check(
    run: Run, policy: str, code: int, verdict: str
) -> None:
    found, job = run(policy)
    assert found == code, job.log
    outputs = job.outputs["check"]
    assert (outputs["exit-code"], outputs["verdict"]) == (str(code), verdict)
    assert outputs["sarif"] == ("" if code == 2 else "tra.sarif")
    assert bool(job.summary) is (code != 2)


def test_it_writes_annotations_a_summary_and_a_log_for_code_scanning(run: Run) -> None:
    _, job = run()
    lines = job.log.splitlines()
    assert lines[0].startswith("::notice title=gate 1.0 on model-1::0 of 1 thresholds")
    assert any(x.startswith("::error file=policy.tra,line=25,col=3,title=LATE.1::") for x in lines)
    assert job.summary.startswith("## gate 1.0 on model-1\n")
    log = (job.workspace / "tra.sarif").read_text()
    Sarif.model_validate_json(log)
    assert "LATE.1" in {one["ruleId"] for one in json.loads(log)["runs"][0]["results"]}


def test_the_inputs_reach_the_check(run: Run) -> None:
    policy = without(POLICY, "LATE", "STRICT")
    assert run(policy, unknown="fail")[0] == 1
    assert run(unknown="warn")[0] == 0
    assert run(unknown="warn", min_checked="90%")[0] == 4
    assert run(unknown="warn", fail_on_prior="true")[0] == 1
    assert run(unknown="warn", fail_on="info")[0] == 1
    assert run(as_of="2026-13-01")[0] == 2
    _, job = run(sarif="", summary="false", annotations="false", output="csv=a.csv\ntap=b.tap\n")
    assert job.summary == ""
    assert job.outputs["check"]["sarif"] == ""
    assert (job.workspace / "a.csv").exists() and (job.workspace / "b.tap").exists()
    assert "::error" not in job.log
    assert "T-1" in job.log


def test_several_policies_stand_on_lines_of_their_own(run: Run) -> None:
    _, job = run(without(POLICY, "LATE", "STRICT", "OPEN"))
    more = job.workspace / "a policy; with $(odd) name.tra"
    more.write_text(POLICY.replace("policy gate", "policy other"))
    code, job = run(policy=f"policy.tra\r\n\n{more.name}\n")
    assert code == 1
    assert "gate 1.0 on model-1" in job.log and "other 1.0 on model-1" in job.log


@pytest.mark.parametrize("name", ["policy", "evidence", "as-of", "sarif", "output", "baseline"])
def test_an_input_is_never_carried_out(run: Run, name: str) -> None:
    code, job = run(**{name.replace("-", "_"): NASTY})
    assert code in (1, 2)
    assert not (job.workspace / "x").exists()


def test_an_input_that_looks_like_an_option_is_a_path(run: Run) -> None:
    code, job = run(policy="--exit-zero\npolicy.tra")
    assert code == 2
    assert "there is no `--exit-zero`" in job.log


def test_a_line_break_in_a_path_sets_no_other_output(run: Run) -> None:
    _, job = run(sarif="a.sarif\nverdict=passed")
    assert job.outputs["check"]["verdict"] == "failed"


def test_what_evidence_says_is_no_command_of_the_host(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "checkout", POLICY, LATE + DONE)
    nasty = '  - {id: x, kind: publication, document: plan, note: "\\n::stop-commands::y"}\n'
    bundle = tmp_path / "checkout/evidence/bundle.yaml"
    bundle.write_text(bundle.read_text() + nasty + '  - {id: "::error::z", kind: nothing}\n')
    code, job = run(annotations="false")
    assert code == 2
    shut = re.findall(r"^::stop-commands::([0-9a-f]{32})$", job.log, re.M)
    assert len(set(shut)) == 1
    within = False
    for line in job.log.splitlines():
        if line == f"::stop-commands::{shut[0]}":
            within = True
        elif line == f"::{shut[0]}::":
            within = False
        elif line.lstrip().startswith("::"):
            assert within, line


def test_an_old_log_is_not_taken_for_that_of_this_run(run: Run, tmp_path: Path) -> None:
    (tmp_path / "checkout").mkdir()
    old = tmp_path / "checkout/tra.sarif"
    old.write_text("{}")
    subprocess.run(["touch", "-d", "2020-01-01", str(old)], check=True)
    _, job = run("tra 1\n\npolicy gate\n  developper lab\n")
    assert job.outputs["check"]["sarif"] == ""


@pytest.mark.long
def test_the_step_that_installs_gives_a_tool_that_works(tmp_path: Path) -> None:
    (tmp_path / "checkout").mkdir()
    job = Job(tmp_path / "checkout", DEFAULTS, {"python": {"python-path": sys.executable}})
    copy = tmp_path / "action"
    for name in ("tra_policy", "policies", "ci"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    assert job.carry_out(STEPS["install"], copy) == 0, job.log
    tra = job.outputs["install"]["tra"]
    done = subprocess.run([tra, "--version"], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("tra ")
    write(job.workspace, without(POLICY, "LATE", "STRICT", "OPEN"))
    inputs = {**DEFAULTS, "policy": "policy.tra", "evidence": "evidence", "as-of": DAY}
    checked = Job(job.workspace, inputs, job.outputs)
    assert checked.carry_out(STEPS["check"], copy) == 0, checked.log
