"""A tracking store gives a run for each run that was logged; what was done to it afterwards is said."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from foreign_files import read, sample
from mlflow_stores import RUNS, SECOND, changed, rows_of
from said import codes

from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.evidence.run import TrainingRun
from tra_policy.readers.document import Limits
from tra_policy.words.diagnostic import Diagnostic

DATA = sample("mlflow/mlflow.db")
NAME = "mlflow.db"
ONE = {"results": {RUNS[0]: {"id": "run-7"}}}


def told(
    change: Callable[[sqlite3.Connection], None] | str = "", **defaults: Any
) -> tuple[Evidence, list[Diagnostic]]:
    """What comes of the store after a change of its rows."""
    return read("mlflow", NAME, changed(DATA, change), **defaults)


def about(said: list[Diagnostic], run: str) -> list[str]:
    """What is said of one run, without what holds of the store as it is."""
    return [d.code for d in said if f"({run[:8]})" in d.message]


def run_of(evidence: Evidence, uuid: str) -> TrainingRun:
    (one,) = [f.record for f in evidence.filed if f.id.endswith(uuid)]
    assert isinstance(one, TrainingRun)
    return one


def test_every_run_of_the_store_is_a_record_with_what_it_logged() -> None:
    evidence, _ = told()
    stored = rows_of(DATA, "runs")
    assert len(evidence.filed) == len(stored) == 4
    for row in stored:
        uuid = row["run_uuid"]
        mine = [m for m in rows_of(DATA, "metrics") if m["run_uuid"] == uuid]
        note = run_of(evidence, uuid).note or ""
        assert f"{len(mine):,} values of {len({m['key'] for m in mine})} metrics" in note
        steps = [m["step"] for m in mine]
        assert f"steps {min(steps)} to {max(steps)}" in note
        assert f"called {row['name']}; one of 4 runs of grpo-7b" in note
        assert (str(run_of(evidence, uuid).ended) == "None") == (row["end_time"] is None)


def test_parameters_and_datasets_are_noted_and_no_measurement_is_made() -> None:
    evidence, _ = told()
    note = run_of(evidence, RUNS[0]).note or ""
    assert "2 parameters: base base-7b, lr 1e-05" in note
    assert "datasets prompts (digest 92a7ac9c)" in note
    assert {f.record.kind for f in evidence.filed} == {"training_run"}  # type: ignore[attr-defined]


def test_the_store_as_it_is_tells_of_attempts_deletion_and_what_was_never_finished() -> None:
    _, said = told()
    assert [(d.code, d.message.partition("; ")[0]) for d in said] == [
        ("TRB065", "2 runs of `grpo-7b` are called `attempt`"),
        (
            "TRB050",
            f"the run `attempt` ({SECOND[:8]}) has 2 values that are no finite number, in `kl`, `loss`",
        ),
        ("TRB065", f"the run `attempt` ({SECOND[:8]}) went back to an earlier step in `reward`"),
        ("TRB046", f"the run `probe` ({RUNS[2][:8]}) is marked as deleted"),
        ("TRB045", f"the run `last` ({RUNS[3][:8]}) has the status `RUNNING`"),
        ("TRB065", f"the run `last` ({RUNS[3][:8]}) logged a step more than once in `reward`"),
    ]
    assert said[0].message.endswith("they differ in `lr`")


def test_some_runs_can_be_taken_and_the_others_are_said() -> None:
    evidence, said = told(results={RUNS[0]: {"id": "run-7", "base_model": "base-7b"}})
    (one,) = evidence.filed
    assert isinstance(one.record, TrainingRun)
    assert (one.id, one.record.base_model) == ("run-7", "base-7b")
    assert codes(said) == ["TRB059", "TRB065"]
    assert codes(told(results={"no-such": {}})[1]) == ["TRB055"]


def test_times_that_the_store_knows_cannot_be_stated() -> None:
    assert "TRB054" in codes(told(results={RUNS[0]: {"ended": "2026-01-01"}})[1])
    evidence, _ = told(results={RUNS[3]: {"id": "r", "ended": "2026-11-22"}})
    assert str(getattr(evidence.filed[0].record, "ended")) == "2026-11-22"  # noqa: B009


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ("update runs set status = 'FAILED' where run_uuid = :r", "TRB045", "the status `FAILED`"),
        ("update runs set end_time = null where run_uuid = :r", "TRB045", "said to be finished"),
        ("update runs set end_time = 5 where run_uuid = :r", "TRB065", "ended before it began"),
        ("update metrics set timestamp = timestamp + 9999999", "TRB046", "after it had ended"),
        (
            "update latest_metrics set value = 0.99 where key = 'reward' and run_uuid = :r",
            "TRB043",
            "has 0.99 as its last value of `reward`, at step 9; its history ends with 0.91 at step 9",
        ),
        (
            "delete from metrics where key = 'reward' and step > 5 and run_uuid = :r",
            "TRB043",
            "its history ends with 0.51 at step 5",
        ),
        ("delete from metrics where run_uuid = :r", "TRB049", "and no history of it"),
        ("delete from latest_metrics where run_uuid = :r", "TRB065", "and no last value of it"),
        (
            "insert into tags values ('mlflow.source.git.dirty', 'True', :r)",
            "TRB047",
            "changes that are in no revision",
        ),
        (
            "update metrics set value = 'high' where key = 'reward' and run_uuid = :r",
            "TRB050",
            "10 rows of metrics without a name, a step or a number",
        ),
    ],
)
def test_what_does_not_add_up_is_a_finding(change: str, code: str, words: str) -> None:
    before = codes(told(**ONE)[1])
    _, said = told(change, **ONE)
    new = [d for d in said if d.code not in before or f"({RUNS[0][:8]})" in d.message]
    assert any(d.code == code and words in d.message for d in new), [d.message for d in said]


def test_a_status_word_changes_nothing_but_what_is_said_of_it() -> None:
    whole, _ = told()
    failed, said = told("update runs set status = 'FAILED'")
    assert [f.record for f in failed.filed] == [f.record for f in whole.filed]
    assert codes(said).count("TRB045") == 4


def test_two_values_of_a_parameter_are_said() -> None:
    def without_key(held: sqlite3.Connection) -> None:
        held.execute("create table p as select * from params")
        held.execute("drop table params")
        held.execute("alter table p rename to params")
        held.execute("insert into params values ('lr', '1e-3', ?)", (RUNS[0],))

    _, said = told(without_key)
    assert "TRB046" in about(said, RUNS[0])


def test_rows_of_a_run_that_was_taken_out_are_counted() -> None:
    _, said = told("delete from runs where run_uuid = :r")
    assert ("TRB065", "20 rows of `metrics` belong to no run: was one taken out?") in [
        (d.code, d.message) for d in said
    ]


def test_a_run_without_an_id_is_a_mistake_and_the_others_are_read() -> None:
    evidence, said = told("update runs set run_uuid = '' where run_uuid = :r")
    assert (len(evidence.filed), evidence.unread) == (3, 1)
    assert "TRB040" in codes(said)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("drop table latest_metrics", "no table `latest_metrics`"),
        ("alter table metrics rename column is_nan to nan", "`metrics` has no column `is_nan`"),
        ("delete from alembic_version", "which version"),
        ("insert into alembic_version values ('another')", "which version"),
    ],
)
def test_another_schema_is_refused_with_what_is_missing(change: str, words: str) -> None:
    evidence, said = told(change)
    assert codes(said) == ["TRB042"]
    assert words in said[0].message
    assert (evidence.filed, evidence.unread) == ((), 1)


def test_a_store_without_datasets_is_one_of_an_older_tracker() -> None:
    evidence, _ = told("drop table inputs")
    assert len(evidence.filed) == 4
    assert "datasets" not in (evidence.filed[0].record.note or "")


def test_what_stands_only_in_a_log_beside_it_is_not_read_and_said() -> None:
    data = DATA[:18] + b"\x02\x02" + DATA[20:]
    evidence, said = read("mlflow", NAME, data)
    assert len(evidence.filed) == 4
    assert "what stands only in its `-wal` file is not read" in said[0].message
    held = {f"{NAME}-wal": b"\x37\x7f\x06\x82" + bytes(100)}
    evidence, said = read("mlflow", NAME, data, held)
    assert (codes(said), evidence.unread) == (["TRB040"], 1)
    assert "VACUUM INTO" in said[0].help
    assert len(read("mlflow", NAME, DATA, {f"{NAME}-wal": b""})[0].filed) == 4


@pytest.mark.parametrize(
    ("limits", "code"),
    [(Limits(log=1000), "TRB003"), (Limits(lines=10), "TRB040"), (Limits(records=2), "TRB040")],
)
def test_a_store_beyond_the_limits_is_not_read(limits: Limits, code: str) -> None:
    evidence, said = read("mlflow", NAME, DATA, limits=limits)
    assert codes(said) == [code]
    assert (evidence.filed, evidence.unread) == ((), 1)
