"""The Python interface: the reports of the command line, mistakes as one exception, and nothing else."""

from __future__ import annotations

import doctest
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from gate.world import DAY, LATE, POLICY, RECORDS, write

import tra_policy
from tra_policy import InvalidInput, check, lint, load_bundle, load_policy, render
from tra_policy.cli.main import run
from tra_policy.model.registry import NO_REGISTRY
from tra_policy.reports.formats import FORMATS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/manual/python.md"
AS_OF = date.fromisoformat(DAY)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(tmp_path)


def test_the_examples_of_the_page_come_out_as_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    found = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert found.attempted > 15
    assert found.failed == 0


def test_the_page_names_everything_that_is_public() -> None:
    page = PAGE.read_text(encoding="utf-8")
    listed = set(tra_policy.__all__) - {"__version__", "LoadedBundle", "LoadedPolicy"}
    assert [name for name in sorted(listed) if f"| `{name}" not in page] == []
    assert all(hasattr(tra_policy, name) for name in tra_policy.__all__)
    assert set(tra_policy.__all__) <= set(dir(tra_policy))


@pytest.mark.parametrize("story", ["claude-opus-4", "training-run"])
def test_a_check_is_that_of_the_command_line(
    story: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    policy, bundle = f"examples/{story}/policy.tra", f"examples/{story}/evidence"
    run(["check", policy, "--evidence", bundle, "--as-of", "2026-10-01", "--format", "json"])
    shown = json.loads(capsys.readouterr().out)
    assert check(policy, bundle, as_of=date(2026, 10, 1)).to_json() == shown
    loaded = check(load_policy(Path(policy)), load_bundle(Path(bundle)), as_of=date(2026, 10, 1))
    assert loaded.to_json() == shown
    captured = capsys.readouterr()
    assert captured.out + captured.err == ""


@pytest.mark.parametrize("audience", ["author", "auditor"])
def test_a_lint_run_is_that_of_the_command_line(
    audience: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    policy = "policies/anthropic/rsp-2.2.tra"
    run(["lint", policy, "--format", "json", "--audience", audience])
    shown = json.loads(capsys.readouterr().out)
    report = lint(policy, audience="author" if audience == "author" else "auditor")
    assert report.to_json() == shown
    assert len(shown["findings"]) > 5
    assert capsys.readouterr() == ("", "")


def test_a_lint_run_tells_mistakes_as_findings(folder: Path) -> None:
    write(folder, POLICY.replace("publish plan", "publish plann"))
    report = lint("policy.tra")
    assert any("plann" in one.message for one in report.findings if one.severity == "error")
    with pytest.raises(InvalidInput) as raised:
        load_policy("policy.tra")
    assert [one.place and one.place.line for one in raised.value.diagnostics] == [25]
    assert "policy.tra:25:20" in str(raised.value)


def test_every_format_can_be_rendered(folder: Path) -> None:
    report = check("policy.tra", "evidence", as_of=AS_OF)
    for name in FORMATS:
        assert "LATE.1" in render(report, name)
    with pytest.raises(ValueError, match="there is no format `sarrif`; did you mean `sarif`"):
        render(report, "sarrif")


def test_a_bundle_that_is_half_read_is_a_mistake_unless_asked_otherwise(folder: Path) -> None:
    write(folder, POLICY, RECORDS + "  - {id: x, kind: nothing}\n")
    with pytest.raises(InvalidInput) as raised:
        check("policy.tra", "evidence", as_of=AS_OF)
    assert "nothing" in str(raised.value)
    bundle = load_bundle("evidence", partly=True)
    assert bundle.mistakes == raised.value.diagnostics
    report = check("policy.tra", bundle, as_of=AS_OF)
    assert report.bundle.unread == 1
    assert any("nothing" in one.message for one in report.findings)


@pytest.mark.parametrize("path", ["no.tra", "no/no.tra", "evidence", "a\0b", "policy.tra/x"])
def test_a_path_that_names_no_policy_is_a_mistake(path: str, folder: Path) -> None:
    for load in (load_policy, lint):
        with pytest.raises(InvalidInput) as raised:
            load(path)
        assert raised.value.diagnostics
        assert all(one.input_error for one in raised.value.diagnostics)
        assert str(raised.value)


@pytest.mark.parametrize("path", ["no", "", "policy.tra", "a\0b"])
def test_a_path_that_names_no_bundle_is_a_mistake(path: str, folder: Path) -> None:
    for partly in (False, True):
        with pytest.raises(InvalidInput):
            load_bundle(path, partly=partly)


def test_a_folder_of_several_policies_is_refused_with_their_names(folder: Path) -> None:
    (folder / "b.tra").write_text(POLICY)
    with pytest.raises(InvalidInput, match="holds 2 policies"):
        load_policy(".")


def test_a_library_that_is_missing_is_told_once(folder: Path) -> None:
    write(folder, POLICY.replace('"rsp.txt"\n', '"rsp.txt"\n  use nolib\n'))
    with pytest.raises(InvalidInput) as raised:
        load_policy("policy.tra")
    assert [one.code for one in raised.value.diagnostics] == ["TRX006"]


def test_policy_and_bundle_have_to_go_together(folder: Path) -> None:
    text = (folder / "evidence/bundle.yaml").read_text()
    (folder / "evidence/bundle.yaml").write_text(text.replace("developer: lab", "developer: else"))
    with pytest.raises(InvalidInput):
        check("policy.tra", "evidence", as_of=AS_OF)


@pytest.mark.parametrize("day", [datetime(2026, 2, 1, tzinfo=UTC), DAY, None, 20260201])
def test_a_day_is_a_day(day: Any, folder: Path) -> None:
    with pytest.raises(TypeError, match="is a day"):
        check("policy.tra", "evidence", as_of=day)


def test_the_registry_is_the_projects_own_and_may_be_another(folder: Path) -> None:
    usual = check("policy.tra", "evidence", as_of=AS_OF)
    assert usual.registry
    assert check("policy.tra", "evidence", as_of=AS_OF, registry=NO_REGISTRY).registry == ""
    (folder / "rows.yaml").write_text(
        "format: tra.registry/1\norganisations:\n  - {id: somebody, title: Somebody, kind: lab, "
        "source: here, verified: false, missing: all}\n"
    )
    other = check("policy.tra", "evidence", as_of=AS_OF, registry=["rows.yaml"])
    assert other.registry not in ("", usual.registry)
    with pytest.raises(InvalidInput):
        check("policy.tra", "evidence", as_of=AS_OF, registry=["no.yaml"])


def outcome_of(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_an_import_of_the_package_loads_none_of_its_rooms() -> None:
    program = (
        "import sys, tra_policy; tra_policy.__version__;"
        "print(*[m for m in sys.modules if m.startswith('tra_policy.')])"
    )
    assert outcome_of(program) == ""


@pytest.mark.parametrize(
    "before",
    ["", "import tra_policy.lint", "from tra_policy.lint import RULES", "import tra_policy.driver"],
)
def test_lint_is_the_function_whatever_was_imported_before(before: str) -> None:
    program = (
        f"{before}\nfrom tra_policy import lint\n"
        "report = lint('examples/claude-opus-4/policy.tra')\n"
        "import tra_policy.lint as room\n"
        "print(type(report).__name__, len(room.RULES) > 50, room is lint)"
    )
    assert outcome_of(program) == "LintReport True True"


def test_a_name_that_there_is_not_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'chekc'"):
        tra_policy.chekc  # noqa: B018


@pytest.mark.long
def test_a_type_checker_knows_the_interface(tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text(
        "from datetime import date\n"
        "from tra_policy import check, lint, load_bundle, load_policy, render\n"
        "found = check(load_policy('p'), load_bundle('b'), as_of=date(2026, 1, 1))\n"
        "names: tuple[str, ...] = found.headline.self_designed_only\n"
        "said: str = render(found, 'csv') + lint('p').findings[0].message\n"
    )
    (tmp_path / "bad.py").write_text(
        "from tra_policy import check, lint\ncheck('p', 'b')\nlint(3)\ncheck('p', 'b', as_of='x')\n"
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent"]
    for name, wrong in (("good.py", 0), ("bad.py", 3)):
        done = subprocess.run(
            [*command, str(tmp_path / name)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.stdout.count(": error:") == wrong, done.stdout


def test_what_was_late_is_late_by_either_door(folder: Path) -> None:
    write(folder, POLICY, LATE)
    report = check("policy.tra", "evidence", as_of=AS_OF)
    assert {i.id: i.outcome for i in report.items}["LATE.1"] == "not-met"
