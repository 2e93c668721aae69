"""Whole processes in surroundings that are not as they should be: the code stays that of the contract."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

TRA = (sys.executable, "-m", "tra_policy.cli.main")
CHECK = ("check", "policy.tra", "--evidence", "evidence", "--as-of", "2026-11-21")
VERDICT = 3  # of the starter: what gates is unknown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert subprocess.run([*TRA, "init"], cwd=tmp_path, capture_output=True).returncode == 0
    return tmp_path


def shell(folder: Path, *arguments: str, after: str = "") -> subprocess.CompletedProcess[str]:
    line = " ".join([*TRA, *arguments, after])
    return subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize("after", ["2>&-", ">&-", "<&-", "| head -1; exit ${PIPESTATUS[0]}"])
def test_a_closed_stream_does_not_change_the_code(folder: Path, after: str) -> None:
    assert shell(folder, *CHECK, after=after).returncode == VERDICT


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is full")
def test_a_full_disk_is_said_and_is_no_bug(folder: Path) -> None:
    said = shell(folder, *CHECK, after=">/dev/full")
    assert said.returncode == 2
    assert said.stderr.count("error[") == 1
    assert "cannot write the result" in said.stderr


def test_a_working_folder_that_is_gone_only_takes_the_settings_away(folder: Path) -> None:
    gone = folder / "gone"
    gone.mkdir()
    line = f"rmdir ../gone; {' '.join(TRA)} lint {folder / 'policy.tra'}"
    environ = {**os.environ, "PYTHONSAFEPATH": "1"}
    said = subprocess.run(
        ["bash", "-c", line], cwd=gone, capture_output=True, text=True, env=environ
    )
    assert said.returncode == 0, said.stderr


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("every 6 months", "every 9999 years"),
        ("within 15 days of measured", "within 8000 years of measured"),
        ("effective 2026-01-15", "effective 9999-12-31"),
        ("effective 2026-01-15", "effective 0001-01-01"),
    ],
)
def test_the_ends_of_the_calendar_are_no_bug(folder: Path, before: str, after: str) -> None:
    text = (folder / "policy.tra").read_text()
    assert before in text
    (folder / "policy.tra").write_text(text.replace(before, after))
    for command in (CHECK, ("lint", "policy.tra")):
        said = shell(folder, *command)
        assert said.returncode in (0, 1, 3), said.stderr


@pytest.mark.parametrize("decided", ["0001-01-01", "2026-11-21"])
def test_no_date_in_the_evidence_suppresses_the_verdict(folder: Path, decided: str) -> None:
    manifest = folder / "evidence/bundle.yaml"
    text = manifest.read_text()
    assert "decided: 2026-04-20" in text
    manifest.write_text(text.replace("decided: 2026-04-20", f"decided: {decided}"))
    assert shell(folder, *CHECK).returncode in (1, 3)


@pytest.mark.parametrize("path", ["policy.tra", "./evidence/bundle.yaml"])
def test_a_report_never_overwrites_what_it_is_about(folder: Path, path: str) -> None:
    before = (folder / path).read_bytes()
    said = shell(folder, *CHECK, "--output", f"json={path}")
    assert said.returncode == 2
    assert "is read by this run" in said.stderr
    assert (folder / path).read_bytes() == before


def test_two_reports_do_not_go_to_one_file(folder: Path) -> None:
    said = shell(folder, *CHECK, "--output", "json=a.txt", "--output", "text=a.txt")
    assert said.returncode == 2
    assert "is written twice" in said.stderr
    assert not (folder / "a.txt").exists()


def test_control_characters_of_a_markdown_file_do_not_reach_the_terminal(folder: Path) -> None:
    policy = "tra 1\npolicy x version 1\n  developer   lab\nparty lab\n"
    text = f"# words\n\n```tra\n{policy}```\n\x1b]0;title\x07\n"
    (folder / "m.md").write_text(text)
    said = shell(folder, "fmt", "--diff", "m.md")
    assert said.returncode == 1
    assert "title" in said.stdout
    assert "\x1b" not in said.stdout


def test_settings_that_cannot_be_read_are_a_mistake_with_a_place(folder: Path) -> None:
    (folder / "tra.toml").write_text("a = " + "[" * 3000)
    said = shell(folder, "lint", "policy.tra")
    assert said.returncode == 2
    assert said.stderr.count("error[") == 1
    assert "tra.toml:1:1" in said.stderr
