"""The template for GitLab: accepted by the published schema, its script carried out in a shell."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from junitparser import JUnitXml

from .hosts import ROOT, TRA, accepted, parsed
from .world import DAY, POLICY, without, write

pytestmark = pytest.mark.long

TEMPLATE = ROOT / "ci/gitlab.yml"
NASTY = "$(touch x)`touch x`\"; touch x; \"'; touch x; ' | touch x"
JOB: Any = parsed(TEMPLATE)["tra"]


def run(folder: Path, shell: str = "sh", **variables: str) -> subprocess.CompletedProcess[str]:
    """Carry out the script of the job as the runner does."""
    path = f"{TRA.parent}{os.pathsep}{os.environ['PATH']}"
    given = {"TRA_POLICY": "policy.tra", "TRA_EVIDENCE": "evidence", "TRA_AS_OF": DAY, **variables}
    return subprocess.run(
        [shell, "-e", "-c", "\n".join(JOB["script"])],
        cwd=folder,
        env={"PATH": path, **{name: value for name, value in given.items() if value}},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_template_is_what_the_host_expects() -> None:
    assert accepted("vendor.gitlab-ci", TEMPLATE) == ""


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_the_script_writes_its_artifacts_and_keeps_the_code(tmp_path: Path, shell: str) -> None:
    write(tmp_path)
    done = run(tmp_path, shell)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("policy gate, version 1.0") or "0 of 1 thresholds" in done.stdout
    reports = JOB["artifacts"]["reports"]
    issues = json.loads((tmp_path / reports["codequality"]).read_text())
    assert {one["check_name"] for one in issues} >= {"LATE.1", "headline"}
    cases = JUnitXml.fromstring((tmp_path / reports["junit"]).read_bytes())
    assert (cases.failures, cases.errors) == (1, 2)
    assert all((tmp_path / one).exists() for one in JOB["artifacts"]["paths"])


def test_the_variables_reach_the_check(tmp_path: Path) -> None:
    write(tmp_path, without(POLICY, "LATE", "STRICT"))
    assert run(tmp_path).returncode == 3
    assert run(tmp_path, TRA_UNKNOWN="warn").returncode == 0
    assert run(tmp_path, TRA_UNKNOWN="warn", TRA_MIN_CHECKED="90%").returncode == 4
    assert run(tmp_path, TRA_UNKNOWN="warn", TRA_FAIL_ON="info").returncode == 1
    assert run(tmp_path, TRA_BASELINE="no.json").returncode == 2
    assert "name the bundle" in run(tmp_path, TRA_EVIDENCE="").stderr
    assert "name the policies" in run(tmp_path, TRA_POLICY="").stderr
    (tmp_path / "more.tra").write_text(POLICY.replace("policy gate", "policy other"))
    assert run(tmp_path, TRA_POLICY="policy.tra more.tra").returncode == 1
    assert run(tmp_path, TRA_POLICY="*.tra").returncode == 2


@pytest.mark.parametrize("name", ["TRA_POLICY", "TRA_EVIDENCE", "TRA_AS_OF", "TRA_BASELINE"])
def test_a_variable_is_never_carried_out(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    assert run(tmp_path, **{name: NASTY}).returncode == 2
    assert not (tmp_path / "x").exists()


def test_what_is_installed_has_to_be_named(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-e", "-c", "\n".join(JOB["before_script"])],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "name what pip installs" in done.stderr
