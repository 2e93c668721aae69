"""The common workload: always the same bytes, and the same answers whoever gives them. No time is held."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import common
import duckdb
import forms
import pytest
import rows
from hypothesis import given, settings
from hypothesis import strategies as st
from workload import SIZES, rollout_lines

PEERS = Path(common.__file__).parent / "peers"


def digests(folder: Path) -> dict[str, str]:
    """What every text of a folder holds; Parquet is the database's own affair."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".parquet" and "parquet" not in path.parts
    }


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Write a size once."""
    done: dict[str, Path] = {}

    def write(size: str) -> Path:
        if size not in done:
            done[size] = tmp_path_factory.mktemp(size)
            forms.main([size, str(done[size])])
        return done[size]

    return write


def answered(engine: common.Engine, folder: Path) -> Any:
    """The verdict of an engine on what is in a folder."""
    command = [part.replace("{D}", str(folder)) for part in engine.command]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode in common.ANSWERED, done.stderr.decode()
    said = folder / "said"
    said.write_bytes(done.stdout)
    return common.answer(engine, said)


def peer(script: str, *options: str) -> common.Engine:
    """A peer that runs in the Python of the tests."""
    return common.Engine(script, (sys.executable, str(PEERS / script), "{D}", *options), "")


def test_a_size_always_gives_the_same_bytes(tmp_path: Path, written: Callable[[str], Path]) -> None:
    forms.main(["1e2", str(tmp_path)])
    assert digests(tmp_path) == digests(written("1e2")) != {}


@pytest.mark.parametrize("size", ["1e2", "1e3"])
@pytest.mark.parametrize(
    "engine",
    [
        common.tra("ndjson", ()),
        common.tra("parquet", ("memory=200MiB",)),
        peer("sql.py", "ndjson"),
        peer("sql.py", "parquet"),
    ],
    ids=["tra, ndjson", "tra, parquet", "SQL, ndjson", "SQL, parquet"],
)
def test_all_answer_as_plain_python_does(
    engine: common.Engine, size: str, written: Callable[[str], Path]
) -> None:
    folder = written(size)
    wanted = answered(peer("plain.py", "json"), folder)
    assert len(wanted["thresholds"]) == SIZES[size][1]
    assert answered(engine, folder) == wanted


def test_the_answers_are_not_all_alike(written: Callable[[str], Path]) -> None:
    found = answered(peer("plain.py", "json"), written("1e3"))
    assert {bool(counts[3]) for counts in found["thresholds"].values()} == {True, False}
    assert any(counts[1] for counts in found["thresholds"].values())
    assert found["incidents"]
    assert {share for _, _, share, _ in found["phases"].values()} == {True, False}


@pytest.mark.parametrize("form", forms.FORMS)
def test_rollouts_alone_are_answered_as_by_hand(form: str, tmp_path: Path) -> None:
    rows.main(["2000", str(tmp_path), "--shards", "3", "--forms", form])
    assert len(list((tmp_path / form / "bundle/rollouts").iterdir())) == 3
    found = answered(common.tra(form, ()), tmp_path)
    assert found == answered(peer("sql.py", form, "rows"), tmp_path)
    assert sum(many for many, *_ in found["phases"].values()) == 2000


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**8), st.integers(1, 40), st.integers(1, 1000))
def test_the_database_makes_the_rollouts_that_python_makes(
    start: int, many: int, checkpoints: int
) -> None:
    wanted = [json.loads(line) for line in rollout_lines(start, many, checkpoints)]
    query = rows.rollouts_sql(start, start + many, checkpoints)
    found = duckdb.sql(f"SELECT to_json(t) FROM ({query}) t").fetchall()
    assert [json.loads(text) for (text,) in found] == wanted
