"""`tra benchmarks`, and rows of one's own on the command line."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from checking import MEASURES, THRESHOLD, measured

from tra_policy.cli.main import run
from tra_policy.cli.settings import read_settings
from tra_policy.workspace import open_registry

ROOT = Path(__file__).parents[2]
POLICY = (
    "tra 1\npolicy small version 1\n  developer anthropic\nparty anthropic\n"
    f'party securebio\n  no ties to anthropic "its own site"\nbenchmark vct\n{MEASURES}'
    f"{THRESHOLD.replace('probe', 'vct')}"
)
OWN = {
    "format": "tra.registry/1",
    "benchmarks": [
        {
            "id": "vct",
            "title": "Mine",
            "aliases": [{"name": "vmqa"}],
            "roles": [
                {"party": "anthropic", "role": "designed", "source": "my notes", "verified": False}
            ],
        }
    ],
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A policy that does not say who designed its benchmark, evidence, and a row of one's own."""
    record = measured(benchmark="VMQA", roles={"run": ["anthropic"], "graded": ["anthropic"]})
    manifest: dict[str, Any] = {
        "format": "tra.bundle/1",
        "id": "b",
        "date": "2026-06-01",
        "developer": "anthropic",
        "subject": "model-a",
        "records": [record],
    }
    (tmp_path / "bundle.yaml").write_text(yaml.safe_dump(manifest))
    (tmp_path / "p.tra").write_text(POLICY)
    (tmp_path / "mine.yaml").write_text(yaml.safe_dump(OWN))
    monkeypatch.chdir(tmp_path)
    return tmp_path


CHECK = ["check", "p.tra", "-e", "bundle.yaml", "--as-of", "2026-07-01", "--format", "json"]


def report(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    run([*CHECK, *more])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def design(found: dict[str, Any]) -> str:
    (threshold,) = found["thresholds"]
    (one,) = threshold["measurements"]
    word: str = one["classes"]["design"]
    return word


@pytest.mark.usefixtures("place")
def test_a_check_knows_the_projects_registry(capsys: pytest.CaptureFixture[str]) -> None:
    found = report(capsys)
    # CAIS is a designer, too, and nobody states that it has no ties.
    assert design(found) == "unstated"
    assert {"TRE116"} <= {f["code"] for f in found["findings"]}
    assert [m["id"] for m in found["thresholds"][0]["measurements"]] == ["m"]


@pytest.mark.usefixtures("place")
def test_rows_of_ones_own_go_before_it_and_can_stand_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert design(report(capsys, "--registry", "mine.yaml")) == "self"
    assert design(report(capsys, "--registry", "mine.yaml", "--no-registry")) == "self"
    assert report(capsys, "--no-registry")["thresholds"][0]["state"] == "unknown"


def test_settings_name_a_registry(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "tra.toml").write_text('registry = ["mine.yaml"]\n')
    assert design(report(capsys)) == "self"
    (place / "tra.toml").write_text('registry = "mine.yaml"\n')
    _, mistakes = read_settings(place, None)
    assert [m.code for m in mistakes] == ["TRX032"]
    (place / "tra.toml").write_text("no-registry = true\n")
    assert report(capsys)["thresholds"][0]["state"] == "unknown"


@pytest.mark.usefixtures("place")
def test_why_takes_the_same_rows(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["why", "T", "-p", "p.tra", "-e", "bundle.yaml", "--as-of", "2026-07-01"]
    assert run(asked) == 0
    assert "not reached" in capsys.readouterr().out
    assert run([*asked, "--no-registry"]) == 0
    assert "unknown" in capsys.readouterr().out


def test_a_registry_with_a_mistake_gives_no_verdict(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "mine.yaml").write_text("format: tra.registry/1\nbenchmark: []\n")
    assert run([*CHECK, "--registry", "mine.yaml"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "mine.yaml:2" in said.err
    assert "did you mean `benchmarks`?" in said.err
    assert run([*CHECK, "--registry", "nine.yaml"]) == 2
    assert "did you mean `mine.yaml`?" in capsys.readouterr().err


@pytest.mark.usefixtures("place")
def test_what_rows_would_change_is_told_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["benchmarks", "--with", "mine.yaml", "-p", "p.tra", "-e", "bundle.yaml"]
    asked += ["--as-of", "2026-07-01"]
    assert run(asked) == 0
    text = capsys.readouterr().out
    assert "headline: self designed only: none -> T" in text
    assert "T: relies on self, design: unattributed -> only" in text
    assert "T m: class, design: unstated -> self" in text
    assert "T m: designed by: securebio, cais -> anthropic" in text
    assert run([*asked, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"policy", "of", "what", "before", "after"} == set(found[0])
    assert run([*asked, "--format", "csv"]) == 0
    assert len(list(csv.reader(io.StringIO(capsys.readouterr().out)))) == len(found) + 1
    assert run([*asked, "--registry", "mine.yaml"]) == 0
    assert capsys.readouterr().out == "nothing would change\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--with", "mine.yaml"],
        ["--with", "mine.yaml", "-p", "p.tra"],
        ["-p", "p.tra", "-e", "bundle.yaml"],
    ],
)
@pytest.mark.usefixtures("place")
def test_half_of_that_question_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["benchmarks", *arguments]) == 2
    assert "they go together" in capsys.readouterr().err


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["benchmarks", *arguments]) == 0
    return capsys.readouterr().out


def test_all_of_them_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    registry, _ = open_registry()
    lines = shown(capsys).splitlines()
    assert [line.split()[0] for line in lines[:-1]] == [row.id for row in registry.benchmarks]
    assert lines[-1].startswith(f"{len(registry.benchmarks)} benchmarks")


def test_one_of_them_with_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "VMQA")
    assert text.startswith("vct: Virology Capabilities Test")
    assert (
        "designed by securebio\n    Claude 4 system card (2025-05) §7.2.4.4 (coding B006)" in text
    )
    doubted = shown(capsys, "mask")
    assert "co-designed by cais (not verified)" in doubted
    assert "missing: read only at second hand" in doubted


def test_they_are_found_by_word_party_role_and_what_is_missing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def ids(*arguments: str) -> list[str]:
        rows = csv.DictReader(io.StringIO(shown(capsys, *arguments, "--format", "csv")))
        return list(dict.fromkeys(row["id"] for row in rows))

    assert ids("wmdp-") == ["wmdp-bio", "wmdp-chem", "wmdp-cyber"]
    assert set(ids("--party", "UK AISI")) == set(ids("--party", "uk-aisi"))
    assert ids("--role", "modified", "--party", "openai") == ["protocolqa-open-ended"]
    assert ids("--role", "funded", "--unverified") == ["frontiermath"]
    assert "gdm-in-house-ctf" not in ids("--unverified")
    assert "vct" in ids("virology")


@pytest.mark.parametrize(
    ("arguments", "message", "help"),
    [
        (["vtc"], "no benchmark is called `vtc`", "did you mean `vct`?"),
        (["--party", "secure-bio"], "no organisation is called", "did you mean `SecureBio`?"),
        (["--role", "designd"], "there is no `designd`", "did you mean `designed`?"),
        (["vct", "--role", "funded"], "no benchmark is called `vct`", ""),
    ],
)
def test_what_is_not_there_is_answered_with_the_nearest(
    arguments: list[str], message: str, help: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["benchmarks", *arguments]) == 2
    text = capsys.readouterr().err
    assert message in text
    assert help in text


def test_what_is_printed_can_be_given_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = shown(capsys, "--party", "epoch-ai", "--format", "json")
    file = tmp_path / "rows.json"
    file.write_text(text)
    registry, said = open_registry([str(file)], shipped=False)
    whole, _ = open_registry()
    assert said == ()
    assert registry.benchmark("frontiermath") == whole.benchmark("frontiermath")
    assert registry.organisation("epoch-ai") == whole.organisation("epoch-ai")


def test_a_built_package_holds_the_registry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setuptools = pytest.importorskip("setuptools")
    from setuptools.command.build_py import build_py

    found: dict[str, Any] = {}
    monkeypatch.setattr(setuptools, "setup", lambda **given: found.update(given))
    monkeypatch.setattr(build_py, "run", lambda self: None)
    spec = importlib.util.spec_from_file_location("the_build", ROOT / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    step = found["cmdclass"]["build_py"](setuptools.Distribution())
    step.build_lib, step.editable_mode = str(tmp_path), False
    step.run()
    built = {p.name for p in (tmp_path / "tra_policy" / "policies" / "registry").iterdir()}
    assert built == {p.name for p in (ROOT / "policies" / "registry").iterdir()}


def test_the_stories_contradict_no_row(capsys: pytest.CaptureFixture[str]) -> None:
    for folder in sorted((ROOT / "examples").glob("*/evidence")):
        story = folder.parent
        asked = ["check", str(story / "policy.tra"), "-e", str(folder), "--as-of", "2026-11-21"]
        run([*asked, "--format", "json", "--exit-zero"])
        found = json.loads(capsys.readouterr().out)
        assert [f["message"] for f in found["findings"] if f["code"] == "TRE115"] == [], story.name
