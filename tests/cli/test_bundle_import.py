"""`tra bundle import`: a log is copied with what belongs to it, and its values can be followed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tra_policy.cli.main import run

DATA = Path(__file__).parent.parent / "readers" / "data"
RESULTS = "results_2026-01-21T03-44-18.458309.json"
ROWS = "samples_math_perturbed_full_2026-01-21T03-44-18.458309.jsonl"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    given = ("--id", "b", "--developer", "lab", "--subject", "model-1", "--date", "2026-11-30")
    assert run(["bundle", "init", str(folder), *given]) == 0
    return folder


def entries(bundle: Path) -> list[dict[str, object]]:
    found = yaml.safe_load((bundle / "bundle.yaml").read_text("utf-8"))["files"]
    assert isinstance(found, list)
    return found


def test_a_log_comes_with_its_reader_its_parts_and_what_a_person_has_to_say(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = DATA / "lm_eval" / RESULTS
    assert run(["bundle", "import", str(log), "--into", str(bundle)]) == 0
    skeleton = {"roles": {}, "thresholds": []}
    assert entries(bundle) == [
        {"path": RESULTS, "reader": "lm-eval", "defaults": skeleton},
        {"path": ROWS, "reader": "attachment"},
    ]
    assert (bundle / RESULTS).read_bytes() == log.read_bytes()
    assert (bundle / ROWS).read_bytes() == (DATA / "lm_eval" / ROWS).read_bytes()
    manifest = (bundle / "bundle.yaml").read_text("utf-8")
    assert "# roles: {designed: [PARTY], run: [PARTY], graded: [PARTY]" in manifest
    shown = capsys.readouterr()
    assert f"added {RESULTS}, read by lm-eval: 2 measurement" in shown.out
    assert f"added {ROWS}, kept as it is" in shown.out
    assert "TRB049" in shown.err


def test_explain_names_for_every_value_its_file_and_its_place(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = DATA / "inspect_zstd" / "mod7.eval"
    assert run(["bundle", "import", str(log), "--into", str(bundle), "--explain"]) == 0
    rows = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    samples = "mod7.eval!samples/*.json /scores/match/value"
    assert f"value 4 of 6 {samples} (the mean over 6 samples)" in rows
    assert "subject mockllm/model mod7.eval!header.json /eval/model" in rows
    assert "measurement mod7" in rows


def test_what_a_person_states_is_shown_as_theirs(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = DATA / "inspect_zstd" / "mod7.eval"
    assert run(["bundle", "import", str(log), "--into", str(bundle)]) == 0
    manifest = bundle / "bundle.yaml"
    text = manifest.read_text("utf-8").replace("roles: {}", "roles: {run: [lab]}")
    manifest.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert run(["bundle", "import", str(log), "--into", str(bundle), "--explain"]) == 0
    rows = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "roles run lab bundle.yaml /defaults/roles (stated by a person)" in rows
    assert len(entries(bundle)) == 1


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (f"lm_eval/{ROWS}", "is a part of a log for the reader `lm-eval`"),
        ("lm_eval/LICENSE", "no reader recognises"),
        ("lm_eval/nothing.json", "there is no"),
    ],
)
def test_what_cannot_be_imported_changes_nothing(
    bundle: Path, path: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (bundle / "bundle.yaml").read_bytes()
    files = [str(DATA / "inspect_zstd" / "mod7.eval"), str(DATA / path)]
    assert run(["bundle", "import", *files, "--into", str(bundle)]) == 2
    assert words in capsys.readouterr().err
    assert (bundle / "bundle.yaml").read_bytes() == before
    assert sorted(p.name for p in bundle.iterdir()) == ["bundle.yaml"]


def test_a_reader_that_is_not_there_is_said(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = str(DATA / "inspect_zstd" / "mod7.eval")
    assert run(["bundle", "import", log, "--into", str(bundle), "--reader", "inspct"]) == 2
    assert "did you mean `inspect`?" in capsys.readouterr().err


def test_a_link_beside_a_log_is_not_followed_out_of_its_folder(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    (here / RESULTS).write_bytes((DATA / "lm_eval" / RESULTS).read_bytes())
    (here / ROWS).symlink_to(DATA / "lm_eval" / ROWS)
    assert run(["bundle", "import", str(here / RESULTS), "--into", str(bundle)]) == 0
    assert [one["path"] for one in entries(bundle)] == [RESULTS]


def test_a_log_that_cannot_be_read_is_listed_and_said(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / RESULTS
    broken.write_bytes((DATA / "lm_eval" / RESULTS).read_bytes()[:2000])
    assert run(["bundle", "import", str(broken), "--into", str(bundle)]) == 2
    shown = capsys.readouterr()
    assert "read by lm-eval: no record" in shown.out
    assert "TRB040" in shown.err


def test_a_log_that_is_listed_with_another_reader_is_left_as_it_is(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = str(DATA / "inspect_zstd" / "mod7.eval")
    assert run(["bundle", "import", log, "--into", str(bundle)]) == 0
    before = entries(bundle)
    capsys.readouterr()
    assert run(["bundle", "import", log, "--into", str(bundle), "--reader", "lm-eval"]) == 2
    assert "`mod7.eval` is listed already, with the reader `inspect`" in capsys.readouterr().err
    assert entries(bundle) == before
