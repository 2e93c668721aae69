"""Entries under `tables:` that cannot be, files that cannot be used, and bundles of every form."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.engine.hostile import COLUMNS, MET, NEEDS, bundle, checked, lines, parquet, rows
from tests.engine.rows import policy_text

UNKNOWN = ("unknown",) * len(MET)
GOOD = {"rows/a.ndjson": lines(rows())}

ENTRIES: dict[str, tuple[dict[str, Any], str, str]] = {
    "no kind of record": ({"kind": "rolout"}, "TRB070", "did you mean `rollout`?"),
    "a kind of few records": ({"kind": "measurement"}, "TRB070", "cannot come as a table"),
    "a field that is none": (
        {"columns": {**COLUMNS, "enviroment": "env"}},
        "TRB070",
        "did you mean `environment`?",
    ),
    "a field that has parts": (
        {"columns": {**COLUMNS, "artefact": "env"}},
        "TRB070",
        "no field `artefact` that a column can hold",
    ),
    "a sample in place of a row": (
        {"defaults": {"sampled": 100}},
        "TRB070",
        "`sampled` cannot be so of every row",
    ),
    "many columns of one field": (
        {"columns": {**COLUMNS, "stage": {"a": "b"}}},
        "TRB070",
        "only `flags` has a column for each of its names",
    ),
    "a field that is stated twice": (
        {"defaults": {"environment": "web"}},
        "TRB070",
        "`environment` is stated of all rows and held by a column",
    ),
    "one id for all rows": (
        {"columns": {"environment": "env"}, "defaults": {"id": "x"}},
        "TRB070",
        "`id` cannot be so of every row",
    ),
    "an empty part of a path": (
        {"columns": {**COLUMNS, "stage": "a//b"}},
        "TRB070",
        "`a//b` is not a column",
    ),
    "an empty part of the path of a flag": (
        {"columns": {**COLUMNS, "flags": {"reward-hacking": "/hack"}}},
        "TRB070",
        "`/hack` is not a column",
    ),
    "a column and a part of it": (
        {"columns": {**COLUMNS, "stage": "env/stage"}},
        "TRB070",
        "`env/stage` is a part of `env`",
    ),
    "columns that differ in case": (
        {"columns": {**COLUMNS, "stage": "ENV"}},
        "TRB070",
        "`ENV` and `env` differ only in case",
    ),
    "a default of another type": ({"defaults": {"selected_by": 5}}, "TRB013", "is a text"),
    "a default that is no field": (
        {"defaults": {"selectedby": "x"}},
        "TRB011",
        "did you mean `selected_by`?",
    ),
    "files that are not there": ({"files": ["data/*.ndjson"]}, "TRB071", "no file of the bundle"),
    "files outside": ({"files": ["../*.ndjson"]}, "TRB021", "not a path inside the bundle"),
    "files of the machine": ({"files": ["/etc/*"]}, "TRB021", "not a path inside the bundle"),
}


@pytest.mark.parametrize("what", ENTRIES)
def test_an_entry_that_cannot_be_is_told_at_its_line_and_leaves_all_open(
    what: str, tmp_path: Path
) -> None:
    table, code, words = ENTRIES[what]
    found = checked(bundle(tmp_path, GOOD, table=table))
    assert found.exit == 2
    assert f"error[{code}]" in found.said
    assert words in found.said
    assert "bundle.yaml:" in found.said
    assert found.outcomes == UNKNOWN


NAMES: dict[str, tuple[str, str]] = {
    "a star": ("rows/a*b.ndjson", "has `*`, `?` or a bracket in its path"),
    "brackets": ("rows/a[1].ndjson", "has `*`, `?` or a bracket in its path"),
    "a line end": ("rows/a\nb.ndjson", "has a name that cannot be listed"),
    "no character": (os.fsdecode(b"rows/a\xff.ndjson"), "has a name that cannot be listed"),
    "too many": ("rows/" + "/".join(["x" * 200] * 3) + "/a.ndjson", "cannot be listed"),
    "no known ending": ("rows/a.csv", "does not say by its name what form it has"),
}


@pytest.mark.parametrize("what", NAMES)
def test_a_file_of_a_name_that_cannot_be_used_is_told(what: str, tmp_path: Path) -> None:
    name, words = NAMES[what]
    found = checked(bundle(tmp_path, {name: lines(rows())}))
    assert found.exit == 2
    assert "error[TRB074]" in found.said
    assert words in found.said
    assert found.outcomes == UNKNOWN


@pytest.mark.parametrize(
    "name",
    ["a'b\"c;.ndjson", "网络.ndjson", "-.ndjson", "{a,b}.ndjson", "http:/x.ndjson", "a.NDJSON"],
)
def test_a_file_may_have_any_other_name(name: str, tmp_path: Path) -> None:
    found = checked(bundle(tmp_path, {f"rows/{name}": lines(rows())}))
    assert (found.exit, found.outcomes) == (0, MET), found.said


def test_a_form_that_is_stated_wins_over_the_name(tmp_path: Path) -> None:
    files = {"rows/a.csv": lines(rows())}
    found = checked(bundle(tmp_path, files, table={"format": "ndjson"}))
    assert (found.exit, found.outcomes) == (0, MET), found.said
    found = checked(bundle(tmp_path / "x", GOOD, table={"format": "parquet"}))
    assert (found.exit, found.outcomes) == (2, UNKNOWN)
    assert "error[TRB079]" in found.said


DAMAGE = {
    "half": lambda data: data[: len(data) // 2],
    "without an end": lambda data: data[:-4] + b"XXXX",
    "a footer as long as can be": lambda data: data[:-8] + b"\xff\xff\xff\x7f" + data[-4:],
    "a damaged footer": lambda data: data[:-60] + b"\xff" * 40 + data[-20:],
    "damaged rows": lambda data: data[:40] + b"\xff" * 20 + data[60:],
    "nothing": lambda data: b"",
    "text": lambda data: lines(rows()),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_parquet_file_leaves_open_what_it_may_hold(what: str, tmp_path: Path) -> None:
    def damaged(path: Path) -> None:
        parquet("")(path)
        path.write_bytes(DAMAGE[what](path.read_bytes()))

    files = {"rows/a.parquet": damaged, "rows/b.parquet": parquet("", 20, 40)}
    found = checked(bundle(tmp_path, files, count=40))
    assert found.exit == 2
    assert "a.parquet: error[TRB079]: `rows/a.parquet` cannot be read: " in found.said
    assert found.outcomes == UNKNOWN


def test_a_parquet_file_without_rows_has_none(tmp_path: Path) -> None:
    files = {"rows/a.parquet": parquet("", 0, 0), "rows/b.parquet": parquet("")}
    found = checked(bundle(tmp_path, files))
    assert (found.exit, found.outcomes) == (0, MET), found.said


def test_a_file_belongs_to_one_table_and_is_not_listed_besides(tmp_path: Path) -> None:
    one = {"id": "t", "kind": "rollout", "files": ["rows/*"], "columns": COLUMNS}
    for name, tables in (("t", "error[TRB016]"), ("u", "error[TRB022]")):
        twice = {"tables": [one, {**one, "id": name}]}
        found = checked(bundle(tmp_path / name, GOOD, manifest=twice))
        assert found.exit == 2
        assert tables in found.said
    listed = {"files": [{"path": "rows/a.ndjson", "reader": "attachment"}]}
    found = checked(bundle(tmp_path / "files", GOOD, manifest=listed))
    assert (found.exit, found.outcomes) == (2, UNKNOWN)
    assert "error[TRB022]: `rows/a.ndjson` is listed elsewhere, too" in found.said


def test_one_number_of_rows_is_what_its_maker_stated(tmp_path: Path) -> None:
    assert checked(bundle(tmp_path / "1", GOOD, table={"rows": 20})).exit == 0
    found = checked(bundle(tmp_path / "2", GOOD, table={"rows": 21}))
    assert found.exit == 2
    assert "error[TRB075]: the table `t` is said to have 21 rows, and has 20" in found.said


def test_a_link_out_of_the_bundle_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.ndjson").write_bytes(lines(rows(5, hack=True)))
    given = bundle(tmp_path, GOOD)
    (given / "rows" / "s.ndjson").symlink_to(tmp_path / "secret.ndjson")
    found = checked(given)
    assert found.exit == 2
    assert "the link `rows/s.ndjson` leads out of the bundle" in found.said
    assert found.outcomes == MET


def test_a_manifest_by_itself_finds_the_files_of_its_tables(tmp_path: Path) -> None:
    for n, pattern in enumerate(("rows/*", "**/*.ndjson", "rows/a.ndjson")):
        given = bundle(tmp_path / str(n), GOOD, table={"files": [pattern]})
        other = given / "other.yaml"
        (given / "bundle.yaml").rename(other)
        found = checked(other)
        assert (found.exit, found.outcomes) == (0, MET), found.said


def test_a_table_in_an_archive_has_to_be_unpacked(tmp_path: Path) -> None:
    given = bundle(tmp_path, GOOD)
    archive = tmp_path / "b.zip"
    with zipfile.ZipFile(archive, "w") as whole:
        for path in given.rglob("*"):
            whole.write(path, path.relative_to(given))
    found = checked(archive)
    assert (found.exit, found.outcomes) == (2, UNKNOWN)
    assert "error[TRB074]" in found.said
    assert "unpack it, and give the folder" in found.said


def test_more_kinds_of_rows_than_are_told_apart_leave_all_open(tmp_path: Path) -> None:
    text = lines([{**row, "env": f"e{n}"} for n, row in enumerate(rows(500))])
    needs = ("no rollout where environment is e7, flags has reward-hacking",)
    given = bundle(tmp_path, {"rows/a.ndjson": text}, count=500)
    assert checked(given, needs=needs).outcomes == ("met",)
    found = checked(given, "cells=10", needs=needs)
    assert (found.exit, found.outcomes) == (2, ("unknown",))
    assert "error[TRB078]: the rows fall into more than 10 cells" in found.said


def test_a_million_rows_are_counted_in_little_memory(tmp_path: Path) -> None:
    files = {
        "rows/a.ndjson": lines(rows(300_000)),
        "rows/b.parquet": parquet("i % 100 AS step", 0, 700_000),
    }
    found = checked(bundle(tmp_path, files, count=1_000_000), "memory=64MiB")
    assert (found.exit, found.outcomes) == (0, MET), found.said


def environment() -> Mapping[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}


def test_whoever_interrupts_a_long_count_is_obeyed_at_once(tmp_path: Path) -> None:
    with_many = bundle(tmp_path, {"rows/0.ndjson": lines(rows(20_000))}, count=20_000_000)
    for n in range(1, 1000):
        os.link(with_many / "rows" / "0.ndjson", with_many / "rows" / f"{n}.ndjson")
    with (tmp_path / "p.tra").open("w", encoding="utf-8") as file:
        file.write(policy_text())
    # Whoever runs the tests in the background may have them ignore the signal.
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{heeding}; from tra_policy.cli.main import main; main()"
    # What was counted before would be known at once.
    words = ["check", str(tmp_path / "p.tra"), "--evidence", str(with_many), "--no-cache"]
    with subprocess.Popen(
        [sys.executable, "-c", code, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as running:
        time.sleep(2)
        assert running.poll() is None, "it was over before anybody could interrupt it"
        running.send_signal(signal.SIGINT)
        begun = time.monotonic()
        _, said = running.communicate(timeout=20)
    assert running.returncode == 130
    assert b"Traceback" not in said
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize("folder", ["hack=false", "HACK=0/env=web", "env=shop", "at=2030-01-01"])
@pytest.mark.parametrize("form", ["parquet", "ndjson"])
def test_the_name_of_a_folder_says_nothing_of_the_rows_in_it(
    folder: str, form: str, tmp_path: Path
) -> None:
    some = parquet("true AS hack") if form == "parquet" else lines(rows(hack=True))
    needs = (*NEEDS, "no rollout where environment is shop")
    told = [
        checked(bundle(tmp_path / str(n), {f"rows/{within}a.{form}": some}), needs=needs)
        for n, within in enumerate(("", f"{folder}/"))
    ]
    assert told[0].outcomes == told[1].outcomes == ("not-met", *MET[1:], "met")
    assert (told[0].exit, told[1].exit) == (1, 1)


@pytest.mark.parametrize("form", ["parquet", "ndjson"])
def test_a_column_that_only_a_folder_names_is_none(form: str, tmp_path: Path) -> None:
    some = parquet("- AS hack") if form == "parquet" else lines([{"id": "r1", "env": "web"}])
    found = checked(bundle(tmp_path, {f"rows/hack=false/a.{form}": some}))
    assert "TRB076" in found.said and "`hack`" in found.said
    assert found.outcomes[0] == "unknown"


def test_a_process_that_counted_ends_without_a_word_of_the_database(tmp_path: Path) -> None:
    given = bundle(tmp_path, {"rows/a.parquet": parquet(""), "rows/b.ndjson": lines(rows())})
    (tmp_path / "p.tra").write_text(policy_text(), encoding="utf-8")
    code = "from tra_policy.cli.main import main; main()"
    words = ["check", str(tmp_path / "p.tra"), "--evidence", str(given), "--no-cache"]
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, check=False, env=environment()
    )
    assert done.stderr.decode().splitlines()[-1].startswith("tra check: exit ")
    assert b"leaked" not in done.stderr


def test_only_the_databases_own_module_is_imported_to_count(tmp_path: Path) -> None:
    given = bundle(tmp_path, {"rows/a.parquet": parquet(""), "rows/b.ndjson": lines(rows())})
    manifest = given / "bundle.yaml"
    manifest.write_text(yaml.safe_dump(json.loads(manifest.read_text())))
    (tmp_path / "p.tra").write_text(policy_text(), encoding="utf-8")
    code = "import sys\nfrom tra_policy.cli.main import run\n"
    code += (
        "run(sys.argv[1:])\nprint(*(name in sys.modules for name in ('_duckdb', 'duckdb', 'yaml')))"
    )
    words = ["check", str(tmp_path / "p.tra"), "--evidence", str(given), "--format", "json"]
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, check=True, env=environment()
    )
    assert done.stdout.decode().splitlines()[-1] == "True False False"


@pytest.mark.parametrize("many", [1, 2000])
def test_all_that_was_said_is_written_before_the_process_leaves(tmp_path: Path, many: int) -> None:
    given = bundle(tmp_path, {"rows/a.ndjson": lines(rows())})
    text = policy_text() + "".join(
        f"requirement MORE-{n}\n  needs no rollout where reward > {n}\n" for n in range(many)
    )
    (tmp_path / "p.tra").write_text(text, encoding="utf-8")
    code = "from tra_policy.cli.main import main; main()"
    words = ["check", str(tmp_path / "p.tra"), "--evidence", str(given), "--format", "json"]
    done = subprocess.run(
        [sys.executable, "-c", code, *words, "--no-cache"],
        capture_output=True,
        check=False,
        env=environment(),
    )
    assert done.returncode == 1
    assert len(json.loads(done.stdout)["items"]) >= many
