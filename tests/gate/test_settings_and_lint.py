"""A lint run speaks the formats of programs, and every setting reaches its option."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from junitparser import JUnitXml
from sarif_pydantic import Sarif
from tap.parser import Parser

from tra_policy.cli.check import command as check_command
from tra_policy.cli.lint import FORMATS
from tra_policy.cli.lint import command as lint_command
from tra_policy.cli.main import run
from tra_policy.cli.settings import KEYS, read_settings

from .conftest import Check
from .world import POLICY, write

VALUES = {
    "word": "'dask:2'",
    "flag": "true",
    "words": '["TRA8"]',
    "path": '"p"',
    "paths": '["p"]',
    "date": '"2026-01-01"',
    "outputs": '["json=p"]',
    "amount": '"80%"',
}


def linted(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["lint", "policy.tra", *arguments])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, said.out, said.err


@pytest.mark.parametrize(
    ("switches", "policy", "code"),
    [((), POLICY, 0), (("--fail-on", "info"), POLICY, 1), ((), POLICY + "\nthreshold\n", 2)],
)
def test_no_format_changes_the_code_of_a_lint_run(
    switches: tuple[str, ...],
    policy: str,
    code: int,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(folder, policy)
    found = {name: linted(capsys, *switches, "--format", name) for name in FORMATS}
    assert {name: one[0] for name, one in found.items()} == dict.fromkeys(FORMATS, code)
    assert all(one[1] for one in found.values())


def test_one_lint_run_writes_every_format(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outputs = [f"--output={name}={name}.out" for name in FORMATS]
    _, shown, _ = linted(capsys, "--format", "json", *outputs)
    texts = {name: (folder / f"{name}.out").read_bytes().decode() for name in FORMATS}
    assert texts["json"] == shown
    findings = json.loads(shown)["findings"]
    codes = [one["code"] for one in findings]
    assert len(codes) > 5
    Sarif.model_validate_json(texts["sarif"])
    Sarif.model_validate_json(texts["sarif-hosted"])
    results = json.loads(texts["sarif"])["runs"][0]["results"]
    assert sorted(one["ruleId"] for one in results if one["ruleId"] != "headline") == sorted(codes)
    assert len(list(csv.DictReader(io.StringIO(texts["csv"], newline="")))) == len(codes) + 1
    assert len(json.loads(texts["gitlab"])) == len(codes) + 1
    assert len(texts["jsonl"].splitlines()) == len(codes) + 1
    assert len(texts["github"].splitlines()) == len(codes) + 1
    assert JUnitXml.fromstring(texts["junit"].encode()).errors == 0
    assert [one for one in Parser().parse_text(texts["tap"]) if one.category == "plan"]
    assert all(code in texts["markdown"] for code in codes)


def test_a_report_for_people_who_look_is_one_of_a_check(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, said = linted(capsys, "--format", "html")
    assert code == 2
    assert "`--format`: there is no `html`" in said


@pytest.mark.parametrize("key", [key for key, (kind, _) in KEYS.items() if kind != "table"])
def test_a_setting_is_a_parameter_of_a_command(key: str, tmp_path: Path) -> None:
    kind, choices = KEYS[key]
    value = VALUES.get(kind) or json.dumps(choices[0])
    (tmp_path / "tra.toml").write_text(f"{key} = {value}\n")
    found, mistakes = read_settings(tmp_path, None)
    assert mistakes == []
    options = {
        str(param.name): param.opts
        for command in (check_command, lint_command)
        for param in command.params
    }
    # `--limit` is kept aside by its own callback, under the name of the option.
    assert [f"--{key}" in options[name] for name in found] == [True]


def test_format_and_colour_can_stand_in_the_settings(folder: Path, check: Check) -> None:
    (folder / "tra.toml").write_text('format = "tap"\n')
    assert check().out.startswith("TAP version 14")
    assert check("--format", "csv").out.startswith("policy,kind,")
    (folder / "tra.toml").write_text('color = "always"\n')
    assert "\x1b[" in check().out
    assert "\x1b[" not in check("--color", "never").out
