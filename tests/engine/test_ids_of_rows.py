"""Some ids of the rows of a cell: found in the first rows of a file, or wherever they are."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tra_policy.engine import duck
from tra_policy.engine.plan import plan_of
from tra_policy.model.evidence.tables import Asked, TableEntry

ENTRY = TableEntry(
    id="t",
    kind="rollout",
    files=("x",),
    columns={"id": "id", "stage": "phase", "flags": {"hack": "hack"}},
)
ASKED = Asked("rollout", ("stage",), ("hack",), named=True)
MANY = 3 * duck.FIRST


@pytest.mark.parametrize("at", [5, duck.FIRST - 1, duck.FIRST, MANY - 1])
def test_the_one_row_of_a_kind_is_named_wherever_it_stands(at: int, tmp_path: Path) -> None:
    path = (tmp_path / "a.parquet").as_posix()
    with duckdb.connect() as database:
        database.execute(
            f"COPY (SELECT 'r' || lpad(i::VARCHAR, 8, '0') AS id, 'rl' AS phase, i = {at} AS hack "
            f"FROM range({MANY}) t(i)) TO '{path}' (FORMAT parquet)"
        )
    plan = plan_of(ENTRY, [ASKED])
    (counts,) = duck.count([path], "parquet", plan, duck.Means())[path].counts
    named = {
        key[plan.groupings[0].keys.index(column)]: alike
        for column in plan.groupings[0].keys
        if column.name == "flags:hack"
        for key, alike in counts.items()
    }
    assert named["true"].many == 1
    assert named["true"].first == (f"r{at:08d}",)
    assert named["false"].many == MANY - 1
    assert len(named["false"].first) == 3


def test_ids_of_a_file_do_not_hang_on_the_files_beside_it(tmp_path: Path) -> None:
    paths = [(tmp_path / f"{n}.parquet").as_posix() for n in range(2)]
    with duckdb.connect() as database:
        for number, path in enumerate(paths):
            late = f"i = {MANY - 1}" if number else "i % 7 = 0"
            database.execute(
                f"COPY (SELECT 'r' || i AS id, 'rl' AS phase, {late} AS hack FROM range({MANY}) t(i)) "
                f"TO '{path}' (FORMAT parquet)"
            )
    plan = plan_of(ENTRY, [ASKED])
    together = duck.count(paths, "parquet", plan, duck.Means())
    for path in paths:
        assert duck.count([path], "parquet", plan, duck.Means())[path] == together[path]


@pytest.mark.parametrize("name", ["tra_file", "TRA_FILE", "filename"])
@pytest.mark.parametrize("asked", [("stage",), ("stage", "environment")])
def test_a_file_may_have_a_column_of_the_name_under_which_files_are_told(
    name: str, asked: tuple[str, ...], tmp_path: Path
) -> None:
    columns = {**ENTRY.columns, "environment": name}
    entry = TableEntry(id="t", kind="rollout", files=("x",), columns=columns)
    paths = [(tmp_path / f"{n}.parquet").as_posix() for n in range(2)]
    with duckdb.connect() as database:
        for number, path in enumerate(paths):
            also = f", 'tra' AS {name}_" if number else ""
            database.execute(
                f"COPY (SELECT 'r' || i AS id, 'rl' AS phase, i = 7 AS hack, 'e' || i % 2 AS {name}{also} "
                f"FROM range(10) t(i)) TO '{path}' (FORMAT parquet)"
            )
    plan = plan_of(entry, [Asked("rollout", asked, ("hack",), named=True)])
    found = duck.count(paths, "parquet", plan, duck.Means())
    assert found[paths[0]] == found[paths[1]]
    (counts,) = found[paths[0]].counts
    expected = {(1, 1), (9, 3)} if len(asked) == 1 else {(5, 3), (4, 3), (1, 1)}
    assert {(alike.many, len(alike.first)) for alike in counts.values()} == expected


def test_rows_of_text_may_have_it_as_well(tmp_path: Path) -> None:
    entry = TableEntry(
        id="t",
        kind="rollout",
        files=("x",),
        columns={"environment": "tra_file", "stage": "Tra_file_"},
    )
    path = tmp_path / "a.ndjson"
    path.write_text('{"tra_file": "web", "Tra_file_": "rl"}\n' * 3, encoding="utf-8")
    plan = plan_of(entry, [Asked("rollout", ("environment", "stage"))])
    (counts,) = duck.count([path.as_posix()], "ndjson", plan, duck.Means())[path.as_posix()].counts
    assert [(sorted(map(str, key)), alike.many) for key, alike in counts.items()] == [
        (["rl", "web"], 3)
    ]


def test_a_file_that_numbers_its_rows_itself_is_counted_like_any_other(tmp_path: Path) -> None:
    path = (tmp_path / "a.parquet").as_posix()
    with duckdb.connect() as database:
        database.execute(
            "COPY (SELECT 'r' || i AS id, 'rl' AS phase, i = 7 AS hack, i AS file_row_number "
            f"FROM range(10) t(i)) TO '{path}' (FORMAT parquet)"
        )
    (counts,) = duck.count([path], "parquet", plan_of(ENTRY, [ASKED]), duck.Means())[path].counts
    assert {(alike.many, len(alike.first)) for alike in counts.values()} == {(1, 1), (9, 3)}
