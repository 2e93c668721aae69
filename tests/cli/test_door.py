"""A wrong command line gets one clear message, the nearest name, and exit 2."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tra_policy.cli.main import COMMANDS, run
from tra_policy.cli.settings import KEYS, may_hold_settings, read_settings

TRA = [sys.executable, "-m", "tra_policy.cli.main"]


def told(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    return captured.err


@pytest.mark.parametrize(
    ("arguments", "message", "help"),
    [
        (["chekc"], "error[TRX020]: there is no command `chekc`", "did you mean `check`?"),
        (
            ["--vresion"],
            "error[TRX021]: there is no option `--vresion`",
            "did you mean `--version`?",
        ),
        (
            ["check", "p.tra", "--evidance", "e"],
            "error[TRX021]: there is no option `--evidance`",
            "did you mean `--evidence`?",
        ),
        (["rules", "--format", "jsn"], "`--format`: there is no `jsn`", "did you mean `json`?"),
        (["schema", "reprt"], "there is no schema `reprt`", "did you mean `report`?"),
        (["check", "p.tra"], "error[TRX023]: `--evidence` is missing", "it is called `tra check"),
        (["check", "p.tra"], "error[TRX023]: `--evidence` is missing", "`tra bundle init` begins"),
        (["lint"], "error[TRX023]: `PATH...` is missing", "it is called `tra lint"),
        (["lint", "no.tra"], "error[TRX001]: there is no `no.tra`", ""),
        (
            ["check", "p.tra", "-e", "e", "--as-of", "2026-13-01"],
            "`--as-of`: `2026-13-01` is not a day such as `2026-05-26`",
            "",
        ),
        (
            ["check", "p.tra", "-e", "e", "--output", "json"],
            "`--output`: `json` is not of the form `json=report.json`",
            "",
        ),
    ],
)
def test_a_wrong_command_line_is_answered_with_one_message_and_exit_2(
    arguments: list[str],
    message: str,
    help: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    if "lint" not in arguments:
        (tmp_path / "p.tra").write_text("tra 1\n")
    assert run(arguments) == 2
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    text = said.err + said.out
    assert message in text
    assert help in text
    assert text.count("error[") == 1


def test_an_empty_folder_is_an_invalid_input(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(["fmt", str(tmp_path)]) == 2
    assert "there is no `.tra` file below" in told(capsys)


def test_a_file_that_is_not_utf_8_is_told_with_its_line_and_column(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "latin.tra").write_bytes(b"tra 1\n# caf\xe9\n")
    assert run(["fmt", str(tmp_path / "latin.tra")]) == 2
    assert "latin.tra:2:6: error[TRX003]" in told(capsys)


def test_a_misspelt_file_name_is_answered_with_its_neighbour(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "policy.tra").write_text("tra 1\n")
    assert run(["fmt", str(tmp_path / "polisy.tra")]) == 2
    assert "did you mean `policy.tra`?" in told(capsys)


def test_a_bug_is_owned_up_to_with_exit_70_and_no_trace(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> str:
        raise RuntimeError("the floor gave way")

    monkeypatch.delenv("TRA_DEBUG", raising=False)
    monkeypatch.setattr("tra_policy.cli.rules._as_text", broken)
    assert run(["rules"]) == 70
    said = told(capsys)
    assert "error[TRX090]" in said
    assert "RuntimeError at tra_policy/cli/rules.py" in said
    assert "the floor gave way" in said
    assert "please report it" in said
    monkeypatch.setenv("TRA_DEBUG", "1")
    assert run(["rules"]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_every_command_can_be_asked_for_help(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        assert run([name, "--help"]) == 0
        assert f"Usage: tra {name}" in capsys.readouterr().out


def test_every_schema_is_a_json_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == 0
    names = capsys.readouterr().out.split()
    assert {"report", "lint", "bundle", "measurement"} <= set(names)
    for name in names:
        assert run(["schema", name]) == 0
        jsonschema.Draft202012Validator.check_schema(json.loads(capsys.readouterr().out))


def test_every_code_of_every_room_can_be_explained(capsys: pytest.CaptureFixture[str]) -> None:
    from tra_policy.cli.explain import ROOMS, all_codes

    known = all_codes()
    assert len(known) == sum(len(__import__(room, fromlist=["x"]).CODES) for room in ROOMS)
    for code, one in known.items():
        assert re.fullmatch(r"TR[ABESX]\d{3}", code)
        assert run(["explain", code.lower()]) == 0
        said = capsys.readouterr().out
        assert said.startswith(f"{code}  {one.name}")
    assert run(["explain", "TRX20"]) == 2
    assert "did you mean `TRX02" in told(capsys)


def test_the_rules_are_listed_as_text_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    from tra_policy.lint import RULES

    assert run(["rules"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(RULES)
    assert run(["rules", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in listed] == [rule.code for rule in RULES]


def test_a_reader_that_goes_away_is_no_mistake() -> None:
    command = (
        f"{sys.executable} -m tra_policy.cli.main schema report | head -1; echo ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout == "{\n0\n"
    assert done.stderr == ""


def settings_in(
    folder: Path, text: str, name: str = "tra.toml"
) -> tuple[dict[str, object], list[str]]:
    (folder / name).write_text(text)
    values, mistakes = read_settings(folder, folder.parent)
    said = [f"{m.place.line if m.place else 0}: {m.code}: {m.message}; {m.help}" for m in mistakes]
    return values, said


def test_settings_are_the_options_without_their_dashes(tmp_path: Path) -> None:
    text = """
[tool.other]
a = 1
[tool.tra]
evidence = "bundle"
fail-on-prior = true
select = ["TRA8", "TRA9"]
output = ["json=report.json"]
as-of = 2026-05-26
"""
    values, mistakes = settings_in(tmp_path, text, "pyproject.toml")
    assert mistakes == []
    assert values == {
        "evidence": str(tmp_path / "bundle"),
        "fail_on_prior": True,
        "select": ("TRA8", "TRA9"),
        "output": (f"json={tmp_path / 'report.json'}",),
        "as_of": "2026-05-26",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "exit-zero = true\nfail-onn = 'error'",
            "2: TRX031: there is no setting `fail-onn`; did you mean `fail-on`?",
        ),
        ("unknown = 'no'", "1: TRX032: `unknown` cannot be `no`; expected one of fail, warn"),
        ("exit-zero = 1", "1: TRX032: `exit-zero` cannot be `1`; expected `true` or `false`"),
        ("as-of = '2026-02-30'", "1: TRX032: `as-of` cannot be `2026-02-30`; expected a day"),
        ("evidence = ", "1: TRX030: not valid TOML: invalid value"),
    ],
)
def test_a_wrong_setting_is_told_with_its_line(text: str, said: str, tmp_path: Path) -> None:
    _, mistakes = settings_in(tmp_path, text)
    assert len(mistakes) == 1
    assert mistakes[0].startswith(said)


def test_a_project_file_without_settings_is_passed_over_for_one_further_up(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[project]\nname = 'tra'\n")
    (tmp_path / "tra.toml").write_text("exit-zero = true\n")
    assert read_settings(inner, tmp_path.parent)[0] == {"exit_zero": True}


SPELT = st.sampled_from(["tra", '"tra"', "'tra'", '"\\u0074ra"', "tra-x", "other"])
TOOL = st.sampled_from(["tool", '"tool"', "'tool'", '"t\\U0000006fol"', "tools", "project"])
BLANK = st.sampled_from(["", " ", "\t"])


@given(TOOL, SPELT, st.lists(BLANK, min_size=4, max_size=4), st.sampled_from(range(6)))
def test_no_project_file_with_settings_is_passed_over_unread(
    tool: str, name: str, blanks: list[str], form: int
) -> None:
    a, b, c, d = blanks
    text = (
        f"[{a}{tool}{b}.{c}{name}{d}]\nx = 1\n",
        f"{tool}{a}.{b}{name}{c}.x{d}={a}1\n",
        f"{tool}{a}={b}{{{c}{name}{d}={{x=1}}}}\n",
        f"[{a}{tool}{b}]\n{name}{c}={d}{{}}\n",
        f"[{a}{tool}{b}.{c}{name}{d}.x]\n",
        f"y = 'tool'\n[[{a}{tool}{b}.{c}{name}{d}]]\n",
    )[form]
    if "tra" in tomllib.loads(text).get("tool", {}):
        assert may_hold_settings(text)


def test_a_project_file_that_names_the_tool_elsewhere_is_not_read() -> None:
    own = (Path(__file__).parents[2] / "pyproject.toml").read_text()
    assert "tra =" in own
    assert not may_hold_settings(own)


def test_nothing_is_read_from_a_home_folder(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "tra.toml").write_text("exit-zero = true\n")
    assert read_settings(inner, tmp_path) == ({}, [])


def test_every_setting_is_an_option_and_every_option_that_lasts_is_a_setting() -> None:
    from tra_policy.cli.check import command as check
    from tra_policy.cli.lint import command as lint

    options = {
        name.removeprefix("--")
        for command in (check, lint)
        for param in command.params
        for name in param.opts
        if name.startswith("--")
    }
    once = {"fix", "unsafe-fixes", "diff", "write-baseline"}
    tables = {"per-file-ignores"}
    assert options - once == set(KEYS) - tables


def test_a_wrong_setting_ends_the_run_with_exit_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tra.toml").write_text("colour = 'always'\n")
    assert run(["lint", "p.tra"]) == 2
    assert "there is no setting `colour`" in told(capsys)


def test_init_writes_once_and_never_over_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init", "mine"]) == 0
    assert (tmp_path / "mine/policy.tra").read_text().startswith("tra 1\n")
    assert "tra check mine/policy.tra --evidence mine/evidence" in capsys.readouterr().out
    (tmp_path / "mine/policy.tra").write_text("my own work")
    assert run(["init", "mine"]) == 2
    said = told(capsys)
    assert said.count("error[TRX041]") == 2
    assert (tmp_path / "mine/policy.tra").read_text() == "my own work"


def loaded_by(*arguments: str) -> set[str]:
    """Return the top-level packages that a command has loaded when it ends."""
    program = (
        "import sys; from tra_policy.cli.main import run; code = run(sys.argv[1:]);"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return set(done.stderr.splitlines()[-1].split())


HEAVY = {"lark", "pydantic", "jsonschema", "rich", "yaml", "numpy", "pandas"}
# Of Python itself, what takes long and is for a few cases, or for classes that are nouns here.
SLOW = {"dataclasses", "difflib", "traceback"}


def test_the_version_loads_none_of_the_heavy_libraries() -> None:
    loaded = loaded_by("--version")
    assert "click" in loaded
    assert not loaded & HEAVY
    assert not {"tomllib", "asyncio", "decimal", "json", *SLOW} & loaded


def test_a_lint_run_loads_the_rules_and_none_of_the_libraries_for_evidence(tmp_path: Path) -> None:
    run(["init", str(tmp_path)])
    for command in (("lint",), ("fmt", "--check")):
        loaded = loaded_by(*command, str(tmp_path / "policy.tra"))
        assert "tra_policy" in loaded
        assert not loaded & {*HEAVY, *SLOW}
        assert not {"calendar", "json", "zipfile", "tempfile", "hashlib", "tomllib"} & loaded
