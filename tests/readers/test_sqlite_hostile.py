"""A database from a stranger: nothing in it is run, nothing is opened, and everything has a bound."""

from __future__ import annotations

import sqlite3
import struct
import sys
from collections.abc import Callable
from typing import Any

import pytest
from foreign_files import read, sample
from hypothesis import given, settings
from hypothesis import strategies as st
from mlflow_stores import changed
from said import codes

from tra_policy.readers.foreign.mlflow.store import LONGEST_CELL, Store, Unreadable

DATA = sample("mlflow/mlflow.db")
COLUMNS = ("run_uuid", "key", "step", "timestamp", "value", "is_nan")
Change = Callable[[sqlite3.Connection], None]


def metrics(data: bytes) -> list[tuple[Any, ...]]:
    """What the reader's own door gives of the table of metrics."""
    store = Store(data)
    try:
        return list(store.rows("metrics", COLUMNS, 10_000))
    finally:
        store.close()


def refused(data: bytes) -> str:
    """Why a store is refused; it is refused by the reader as well, as one mistake."""
    with pytest.raises(Unreadable) as found:
        store = Store(data)
        for table in sorted(store.tables):
            list(store.rows(table, sorted(store.tables[table]), 10_000))
    evidence, said = read("mlflow", "mlflow.db", data)
    assert len(said) == 1 and said[0].code in ("TRB040", "TRB042")
    assert (evidence.filed, evidence.unread) == ((), 1)
    return str(found.value)


def replaced(sql: str) -> Change:
    """The table of metrics taken away, something else in its place."""

    def change(held: sqlite3.Connection) -> None:
        held.execute("alter table metrics rename to kept")
        held.executescript(sql)

    return change


@pytest.mark.parametrize(
    "sql",
    [
        "create view metrics as select * from kept",
        "create virtual table metrics using fts5(run_uuid, key, step, timestamp, value, is_nan)",
        """create table metrics (run_uuid, key, step, timestamp, is_nan,
           value as (hex(zeroblob(100000))))""",
        """create table metrics (run_uuid, key, step, timestamp, is_nan,
           value as (abs(step)) stored)""",
    ],
    ids=["view", "virtual", "computed", "computed and stored"],
)
def test_only_a_real_table_with_values_of_its_own_is_read(sql: str) -> None:
    data = changed(DATA, replaced(sql))
    evidence, said = read("mlflow", "mlflow.db", data)
    assert codes(said) == ["TRB042"]
    assert "no table `metrics`" in said[0].message
    assert evidence.unread == 1


def test_triggers_and_checks_and_indices_with_expressions_are_let_be() -> None:
    def change(held: sqlite3.Connection) -> None:
        held.execute("create trigger t after insert on metrics begin delete from runs; end")
        held.execute("create index i on metrics (abs(value))")
        held.execute("alter table metrics rename to old")
        held.execute(
            "create table metrics (run_uuid, key, step, timestamp, value, is_nan, "
            "check (length(hex(zeroblob(400000))) > 1))"
        )
        held.execute(
            "insert into metrics select run_uuid, key, step, timestamp, value, is_nan from old"
        )

    data = changed(DATA, change)
    assert metrics(data) == metrics(DATA)


def test_no_file_is_opened_and_nothing_is_run_whatever_a_store_asks_for() -> None:
    seen: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        opens = event in (
            "open",
            "os.system",
            "subprocess.Popen",
            "socket.connect",
            "ctypes.dlopen",
        )
        loads = event.startswith("sqlite3.") and event not in (
            "sqlite3.connect",
            "sqlite3.connect/handle",
        )
        if watching and (
            opens or loads or (event == "sqlite3.connect" and arguments != (":memory:",))
        ):
            seen.append(event)

    sys.addaudithook(watch)
    hostile = changed(
        DATA, "create view v as select load_extension('x'), readfile('/etc/hostname')"
    )
    seen.clear()
    found = metrics(hostile)
    watching = False
    assert found == metrics(DATA)
    assert seen == []


def test_what_is_not_asked_for_is_denied() -> None:
    store = Store(DATA)
    for statement in (
        "attach database '/tmp/other.db' as other",
        "delete from metrics",
        "create table more (x)",
        "pragma writable_schema = on",
        "select load_extension('x')",
        "select hex(zeroblob(100))",
        "select * from params",
        "vacuum into '/tmp/other.db'",
    ):
        list(store.rows("metrics", COLUMNS, 100))
        with pytest.raises(sqlite3.Error):
            store._held.execute(statement).fetchall()


@pytest.mark.parametrize("part", [0.01, 0.3, 0.5, 0.97, 0.9999])
def test_a_store_that_is_cut_off_is_refused(part: float) -> None:
    assert "cut off" in refused(DATA[: int(len(DATA) * part)]) or part < 0.02


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no SQLite database"),
        (DATA[:16], "no SQLite database"),
        (b"SQLite format 2\x00" + DATA[16:], "no SQLite database"),
        (DATA[:16] + b"\x00\x03" + DATA[18:], "header is damaged"),
        (DATA[:512] + bytes(len(DATA) - 512), "damaged"),
        (DATA[:100] + b"\xff" * 412 + DATA[512:], "damaged"),
    ],
)
def test_what_is_no_whole_database_is_refused_with_the_reason(data: bytes, words: str) -> None:
    assert words in refused(data)


def test_pages_that_are_used_twice_are_refused() -> None:
    """Two branches of a tree that lead to one page would be read again and again."""
    held = sqlite3.connect(":memory:")
    held.deserialize(DATA)
    (root,) = held.execute("select rootpage from sqlite_schema where name = 'metrics'").fetchone()
    size = int.from_bytes(DATA[16:18], "big")
    at = (root - 1) * size
    assert DATA[at] == 5, "the table has branches"
    cells = int.from_bytes(DATA[at + 3 : at + 5], "big")
    assert cells >= 2
    first, second = struct.unpack(">HH", DATA[at + 12 : at + 16])
    data = bytearray(DATA)
    data[at + second : at + second + 4] = data[at + first : at + first + 4]
    assert refused(bytes(data)) == "the table `metrics` is damaged"


def test_a_schema_of_thousands_of_tables_ends_at_a_bound() -> None:
    def change(held: sqlite3.Connection) -> None:
        held.execute("pragma writable_schema = on")
        rows = ((f"t{n}", f"t{n}", f"CREATE TABLE t{n} (x)") for n in range(100_000))
        held.executemany("insert into sqlite_schema values ('table', ?, ?, 2, ?)", rows)

    assert "more work to read" in refused(changed(DATA, change))


@pytest.mark.parametrize("value", ["zeroblob({})", "cast(zeroblob({}) as text)"])
def test_a_giant_value_is_refused_and_one_that_fits_is_no_number(value: str) -> None:
    sql = "update metrics set value = " + value
    small = changed(DATA, sql.format(1000))
    evidence, said = read("mlflow", "mlflow.db", small)
    assert len(evidence.filed) == 4
    assert "TRB050" in codes(said)
    big = changed(DATA, sql.format(LONGEST_CELL + 1) + " where rowid = 3")
    assert f"more than the {LONGEST_CELL:,} bytes" in refused(big)


def test_a_table_without_rowid_is_refused() -> None:
    def change(held: sqlite3.Connection) -> None:
        held.execute("alter table metrics rename to old")
        held.execute(
            "create table metrics (run_uuid, key, step, timestamp, value, is_nan, "
            "primary key (run_uuid, key, step, timestamp, value)) without rowid"
        )

    assert "`metrics`" in refused(changed(DATA, change))


def test_words_that_are_no_text_are_replaced() -> None:
    def change(held: sqlite3.Connection) -> None:
        held.execute("update runs set name = cast(x'ff1b5b33316d' as text)")
        held.execute("update params set value = '\u202e<b>\x1b[31m'")

    evidence, said = read("mlflow", "mlflow.db", changed(DATA, change))
    assert len(evidence.filed) == 4
    assert all((getattr(f.record, "note") or "").isprintable() for f in evidence.filed)  # noqa: B009
    assert all(d.message.isprintable() for d in said)


EDITS = st.lists(
    st.tuples(st.integers(0, len(DATA) - 1), st.binary(min_size=1, max_size=6)), max_size=8
)


@settings(deadline=None, max_examples=150)
@given(EDITS)
def test_no_damage_is_more_than_a_refusal(edits: list[tuple[int, bytes]]) -> None:
    data = bytearray(DATA)
    for at, piece in edits:
        data[at : at + len(piece)] = piece
    evidence, said = read("mlflow", "mlflow.db", bytes(data))
    assert evidence.filed or any(d.input_error for d in said)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["runs", "metrics", "latest_metrics", "params", "tags", "experiments"]),
    st.data(),
)
def test_no_value_in_a_table_is_strange_enough(table: str, data: st.DataObject) -> None:
    held = sqlite3.connect(":memory:")
    held.deserialize(DATA)
    names = [row[1] for row in held.execute(f"pragma table_info({table})")]
    name = data.draw(st.sampled_from(names))
    value = data.draw(
        st.none()
        | st.integers(-(2**63), 2**63 - 1)
        | st.floats()
        | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
        | st.binary(max_size=20)
    )

    def change(held: sqlite3.Connection) -> None:
        rows = held.execute(f"select * from {table}").fetchall()
        at = names.index(name)
        held.execute(f"drop table {table}")
        held.execute(f"create table {table} ({', '.join(names)})")
        marks = ", ".join("?" * len(names))
        rows = [(*row[:at], value, *row[at + 1 :]) if n % 2 else row for n, row in enumerate(rows)]
        held.executemany(f"insert into {table} values ({marks})", rows)

    evidence, said = read("mlflow", "mlflow.db", changed(DATA, change))
    assert evidence.filed or any(d.input_error for d in said)
    assert all(d.message.isprintable() for d in said)
