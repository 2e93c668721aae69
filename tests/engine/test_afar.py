"""Tables in an object store: opened where somebody allowed it, with the same answers as beside the bundle."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from tests.engine.rows import COLUMNS, MANIFEST, SMALL, policy, policy_text, write
from tra_policy import driver, workspace
from tra_policy.cli.main import run
from tra_policy.workspace.afar import is_allowed

NEEDS = ("no rollout where reward > 0.9", "p50 reward >= 0.2 over rollouts")
STORE = "memory:///runs/today"


def row(number: int) -> dict[str, Any]:
    left = dict.fromkeys(("env", "phase", "ckpt", "step", "at", "by"))
    return {**left, "id": f"r{number}", "reward": 0.2 * number, "hack": False, "refused": False}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Any]:
    memory = fsspec.filesystem("memory")
    for number in (0, 1):
        for form in ("ndjson", "parquet"):
            local = tmp_path / f"{number}.{form}"
            write([row(n) for n in range(number * 3, number * 3 + 3)], form, local)
            memory.put(local.as_posix(), f"/runs/today/{number}.{form}")
    memory.pipe("/secret/0.ndjson", b'{"id": "r"}\n')
    yield memory
    memory.rm("/runs", recursive=True)
    memory.rm("/secret", recursive=True)


def bundle(folder: Path, *files: str) -> Path:
    folder.mkdir(exist_ok=True)
    columns = {"id": "id", "reward": "reward", "flags": COLUMNS["flags"]}
    table = {"id": "rolls", "kind": "rollout", "files": list(files), "columns": columns}
    manifest = {**MANIFEST, "tables": [table], "records": list(SMALL)}
    (folder / "bundle.yaml").write_text(json.dumps(manifest))
    return folder


@pytest.mark.parametrize("form", ["ndjson", "parquet"])
def test_a_table_is_counted_where_it_lies(store: Any, tmp_path: Path, form: str) -> None:
    given = bundle(tmp_path / "b", f"{STORE}/*.{form}").as_posix()
    evidence, _, said = workspace.open_bundle(given, allowed=["memory:///runs/"])
    assert evidence is not None and not said
    counted, wrong = driver.counted([policy(NEEDS)], evidence)
    assert not [one for one in wrong if one.code != "TRB076"]
    (table,) = counted.tables
    assert [(shard.path, shard.rows) for shard in table.shards] == [
        (f"{STORE}/0.{form}", 3),
        (f"{STORE}/1.{form}", 3),
    ]


def test_what_is_no_row_is_placed_in_a_store_as_it_is_on_disk(store: Any, tmp_path: Path) -> None:
    good = store.cat_file("/runs/today/0.ndjson")
    bad = b'{"id": "r9", "reward": "high"}\n'
    files = {"0.ndjson": good + b"oops\n", "1.ndjson": good.replace(b"r1", b"r7") + bad}
    files["2.ndjson.gz"] = gzip.compress(good.replace(b"r1", b"r8") + b"null\n")
    files["3.ndjson.gz"] = gzip.compress(good)[:-2]
    (tmp_path / "rows").mkdir()
    for name, data in files.items():
        store.pipe(f"/runs/today/{name}", data)
        (tmp_path / "rows" / name).write_bytes(data)
    told = []
    for of in (STORE, "rows"):
        given = bundle(tmp_path, f"{of}/*.ndjson", f"{of}/*.gz").as_posix()
        evidence, _, _ = workspace.open_bundle(given, allowed=["memory:///runs/"])
        assert evidence is not None
        counted, wrong = driver.counted([policy(NEEDS)], evidence)
        (table,) = counted.tables
        shards = [(shard.rows, shard.faulty, shard.broken) for shard in table.shards]
        assert shards == [(3, 1, False), (4, 0, False), (3, 1, False), (0, 0, True)]
        shown = [(d.code, d.message, d.place and d.place.line) for d in wrong]
        told.append([(code, str(m).replace(of, "ROWS"), line) for code, m, line in shown])
    assert told[0] == told[1]
    assert [(code, line) for code, _, line in told[0] if code in ("TRB072", "TRB079")] == [
        ("TRB072", 4),
        ("TRB072", 4),
        ("TRB079", 0),
    ]


def test_what_nobody_allowed_is_not_opened(
    store: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "p.tra").write_text(policy_text(NEEDS))
    given = bundle(tmp_path / "b", f"{STORE}/*.ndjson", "memory:///secret/0.ndjson")
    asked = ["check", f"{tmp_path}/p.tra", "--evidence", given.as_posix(), "--no-cache"]
    assert run([*asked, "--allow", STORE]) == 2
    told = capsys.readouterr().err
    assert (
        "memory:///secret/0.ndjson` is not opened" in told and "--allow memory:///secret/" in told
    )
    assert f"`{STORE}/*.ndjson` is not opened" not in told


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("s3://bucket/a/x.parquet", True),
        ("s3://bucket/a/b/*.parquet", True),
        ("s3://bucket/ab/x.parquet", False),
        ("s3://bucket/a/../b/x.parquet", False),
        ("s3://other/a/x.parquet", False),
        ("s3://bucket/a", False),
        ("gs://bucket/a/x", False),
        ("http://s3://bucket/a/x", False),
    ],
)
def test_an_address_is_allowed_by_what_it_lies_under(address: str, allowed: bool) -> None:
    assert is_allowed(address, ["s3://bucket/a"]) is allowed
    assert is_allowed(address, ["s3://bucket/a/"]) is allowed
    assert not is_allowed(address, [])


def test_a_store_that_cannot_be_had_is_told(tmp_path: Path) -> None:
    given = bundle(tmp_path / "b", "nosuchstore://x/*.ndjson").as_posix()
    evidence, _, said = workspace.open_bundle(given, allowed=["nosuchstore://x"])
    assert evidence is not None
    assert [one.code for one in said] == ["TRX002", "TRB080"]
