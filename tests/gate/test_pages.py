"""The set-ups that the manual gives are carried out, and the pages of the formats are fresh."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from junitparser import JUnitXml

from tra_policy.reports.formats import FORMATS

from .hosts import ROOT, TRA, accepted, parsed
from .world import POLICY, without, write

pytestmark = pytest.mark.long

PAGE = (ROOT / "docs/manual/ci.md").read_text(encoding="utf-8")
FORMAT_PAGES = ROOT / "docs/formats"


def block(heading: str) -> str:
    """Return the one block below a heading of the page."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found = re.findall(r"^```text\n(.*?)^```$", section, re.M | re.S)
    assert len(found) == 1
    return str(found[0])


def in_a_shell(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    path = f"{TRA.parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-e", "-c", script],
        cwd=folder,
        env={"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_workflow_is_what_the_host_expects_and_asks_the_action_for_what_it_has(
    tmp_path: Path,
) -> None:
    file = tmp_path / "policy.yml"
    file.write_text(block("GitHub"))
    assert accepted("vendor.github-workflows", file) == ""
    action = parsed(ROOT / "action.yml")
    step: Any = next(s for s in parsed(file)["jobs"]["gate"]["steps"] if s.get("id") == "tra")
    assert set(step["with"]) <= set(action["inputs"])
    needed = {name for name, one in action["inputs"].items() if one.get("required")}
    assert needed <= set(step["with"])
    used = set(re.findall(r"steps\.tra\.outputs\.([a-z-]+)", block("GitHub")))
    assert used <= set(action["outputs"])
    words = re.findall(r"verdict=([a-z-]+) ;;", (ROOT / "ci/github.sh").read_text())
    assert [word for word in words if f"`{word}`" not in PAGE] == []


def test_the_file_for_gitlab_is_what_the_host_expects(tmp_path: Path) -> None:
    file = tmp_path / ".gitlab-ci.yml"
    file.write_text(block("GitLab"))
    assert accepted("vendor.gitlab-ci", file) == ""
    template = (ROOT / "ci/gitlab.yml").read_text()
    assert [name for name in parsed(file)["variables"] if f"${{{name}:" not in template] == []
    merged = {**parsed(file), **parsed(ROOT / "ci/gitlab.yml")}
    merged.pop("include")
    merged["tra"]["allow_failure"] = {"exit_codes": [3]}
    file.write_text(yaml.safe_dump(merged))
    assert accepted("vendor.gitlab-ci", file) == ""


def test_the_hooks_of_the_page_are_there_and_the_gate_runs(tmp_path: Path) -> None:
    hooks = {hook["id"]: hook for hook in parsed(ROOT / ".pre-commit-hooks.yaml")}
    asked = yaml.safe_load(block("pre-commit"))["repos"][0]["hooks"]
    assert {hook["id"] for hook in asked} <= set(hooks)
    write(tmp_path, without(POLICY, "LATE", "STRICT"))
    for hook in asked:
        files = [] if hooks[hook["id"]].get("pass_filenames") is False else ["policy.tra"]
        command = [*hooks[hook["id"]]["entry"].split(), *hook.get("args", ()), *files]
        done = in_a_shell(tmp_path, " ".join(command))
        assert done.returncode == (3 if hook["id"] == "tra-check" else 0), done.stderr


def test_the_step_for_jenkins_writes_what_the_pipeline_collects(tmp_path: Path) -> None:
    text = block("Jenkins")
    script = re.search(r"sh '''(.*?)'''", text, re.S)
    assert script
    write(tmp_path)
    assert in_a_shell(tmp_path, script[1].strip()).returncode == 1
    for name in re.findall(r"(?:junit|archiveArtifacts) '([^']+)'", text):
        assert (tmp_path / name).exists()
    assert JUnitXml.fromfile(str(tmp_path / "tra-junit.xml")).tests == 7
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize(
    ("left_out", "code", "said"),
    [
        ((), 1, ""),
        (("LATE", "STRICT"), 0, "something is unknown"),
        (("LATE", "STRICT", "OPEN"), 0, "met on the evidence supplied"),
    ],
)
def test_the_lines_for_a_shell_do_what_the_page_says(
    left_out: tuple[str, ...], code: int, said: str, tmp_path: Path
) -> None:
    write(tmp_path, without(POLICY, *left_out))
    done = in_a_shell(tmp_path, block("A shell"))
    assert done.returncode == code, done.stdout + done.stderr
    assert said in done.stdout
    assert (tmp_path / "report.json").exists()
    write(tmp_path, "tra 1\n")
    assert in_a_shell(tmp_path, block("A shell")).returncode != 0


def test_the_examples_on_the_pages_of_the_formats_are_fresh() -> None:
    make = runpy.run_path(str(FORMAT_PAGES / "make.py"))
    found = {page.name: (before, after) for page, before, after in make["pages"]()}
    assert [name for name, (before, after) in found.items() if before != after] == []
    shown = re.findall(r"<!-- example ([a-z-]+): begin -->", "".join(b for b, _ in found.values()))
    assert set(shown) == set(make["SHOWN"]) == set(FORMATS) - {"html"}


def test_there_is_a_page_for_each_format_and_the_list_names_them_all() -> None:
    listed = (FORMAT_PAGES / "README.md").read_text(encoding="utf-8")
    rows = {
        n: row
        for row in listed.splitlines()
        for n in FORMATS
        if row.startswith("| [") and f"`{n}`" in row
    }
    assert set(rows) == set(FORMATS)
    linked = set(re.findall(r"\]\(([a-z]+\.md)\)", "".join(rows.values())))
    assert linked == {page.name for page in FORMAT_PAGES.glob("*.md")} - {"README.md"}
    for page in linked:
        assert "**Limits.**" in (FORMAT_PAGES / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", sorted(FORMAT_PAGES.glob("*.md")), ids=lambda p: p.name)
def test_a_link_of_a_page_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
