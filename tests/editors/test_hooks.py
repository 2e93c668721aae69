"""The hooks for commits, and the extension's own files."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tra_policy import __version__
from tra_policy.cli.main import COMMANDS
from tra_policy.lsp.renaming import NAME

from .write_grammar import EXTENSION

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
PACKED = ("pyproject.toml", "setup.py", "README.md", "LICENSE", "MANIFEST.in", MANIFEST.name)
POLICY = "tra 1\n\npolicy case version 1.0 effective 2026-01-01\n  developer lab\n\nparty lab\n"
EVIDENCE = "format: tra.bundle/1\nid: e\ndate: 2026-01-31\ndeveloper: lab\nsubject: model-1\n"


def test_each_hook_is_a_command_and_says_what_it_is_for() -> None:
    hooks = {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text("utf-8"))}
    assert set(hooks) == {"tra-fmt", "tra-lint", "tra-check"}
    for name, hook in hooks.items():
        assert hook["entry"] == name.replace("-", " ", 1)
        assert name.removeprefix("tra-") in COMMANDS
        assert hook["language"] == "python" and hook["description"]
        assert bool(hook.get("pass_filenames", True)) == ("files" in hook)


def test_the_extension_names_files_that_are_there() -> None:
    package = json.loads((EXTENSION / "package.json").read_text("utf-8"))
    held = package["contributes"]
    named = [package["main"], *(one["path"] for one in held["grammars"])]
    named += [one["configuration"] for one in held["languages"]]
    assert all((EXTENSION / path).is_file() for path in named)
    assert package["version"] == __version__
    assert (EXTENSION / "LICENSE").read_text("utf-8") == (ROOT / "LICENSE").read_text("utf-8")
    scopes = {one["scopeName"] for one in held["grammars"]}
    for one in held["grammars"]:
        assert json.loads((EXTENSION / one["path"]).read_text("utf-8"))["scopeName"] in scopes
    code = (EXTENSION / package["main"]).read_text("utf-8")
    asked = set(re.findall(r"settings\(\)\.get\(\"(\w+)\"\)", code))
    assert {f"tra.{name}" for name in asked} == set(held["configuration"]["properties"])
    lock = (EXTENSION / "package-lock.json").read_text("utf-8")
    assert "resolved" not in lock and "://" not in lock


def test_a_word_of_the_editor_is_a_name_of_the_language() -> None:
    held = json.loads((EXTENSION / "language-configuration.json").read_text("utf-8"))
    assert held["wordPattern"] == NAME.pattern
    assert held["comments"]["lineComment"] == "#"
    assert all(re.compile(rule["beforeText"]) for rule in held["onEnterRules"])


def run(*command: str, at: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))
    }
    for name in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{name}_NAME": "t", f"GIT_{name}_EMAIL": "t@example.org"}
    return subprocess.run(
        command, cwd=at, capture_output=True, text=True, check=False, env=environment
    )


def committed(folder: Path) -> None:
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "all"]):
        done = run("git", *command, at=folder)
        assert done.returncode == 0, done.stderr


@pytest.mark.long
def test_the_hooks_work_from_a_checkout(tmp_path: Path) -> None:
    tool = shutil.which("pre-commit") or shutil.which(
        str(Path(sys.executable).parent / "pre-commit")
    )
    if tool is None or shutil.which("git") is None:
        pytest.skip("pre-commit and git are not both there")
    project, policies = tmp_path / "project", tmp_path / "policies"
    project.mkdir()
    for name in PACKED:
        shutil.copy(ROOT / name, project / name)
    for name in ("tra_policy", "policies"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    committed(project)
    policies.mkdir()
    (policies / "case.tra").write_text(POLICY)
    (policies / "evidence").mkdir()
    (policies / "evidence/bundle.yaml").write_text(EVIDENCE)
    committed(policies)

    def hook(name: str, *more: str) -> subprocess.CompletedProcess[str]:
        return run(tool, "try-repo", str(project), name, "--all-files", "-v", *more, at=policies)

    fine = hook("tra-lint")
    if "pip" in fine.stdout + fine.stderr and "Could not" in fine.stdout + fine.stderr:
        pytest.skip("the libraries cannot be fetched from here")
    assert fine.returncode == 0, fine.stdout + fine.stderr
    assert hook("tra-fmt").returncode == 0
    # The gate without its arguments says so, and does not pass.
    bare = hook("tra-check")
    assert bare.returncode == 1 and "is missing" in bare.stdout
    (policies / "case.tra").write_text(POLICY.replace("  developer lab", "    developer  lob"))
    wrong = hook("tra-lint")
    assert wrong.returncode == 1 and "TRA101" in wrong.stdout
    (policies / "case.tra").write_text(POLICY.replace("  developer lab", "    developer  lab"))
    laid = hook("tra-fmt")
    assert laid.returncode == 1 and "files were modified by this hook" in laid.stdout
    assert (policies / "case.tra").read_text() == POLICY
