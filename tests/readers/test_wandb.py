"""Exports of W&B give the run that they are of, with its summary held against its history."""

from __future__ import annotations

import copy
import csv
import json
import math
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from foreign_files import lines, read, rows, sample
from said import codes, only

from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.evidence.run import TrainingRun
from tra_policy.readers.document import Limits
from tra_policy.readers.foreign.wandb.history import MOST_METRICS
from tra_policy.readers.known import recognised, recognised_part
from tra_policy.words.diagnostic import Diagnostic

HISTORY = sample("wandb/history.jsonl")
TABLE = sample("wandb/history.csv")
ROWS = rows(HISTORY)
SUMMARY: dict[str, Any] = json.loads(sample("wandb/wandb-summary.json"))
PARTS = {
    name: sample(f"wandb/{name}")
    for name in ("wandb-summary.json", "wandb-metadata.json", "config.yaml")
}


def told(
    change: Callable[[list[dict[str, Any]], dict[str, Any]], Any] = lambda rows, summary: None,
    **defaults: Any,
) -> tuple[Evidence, list[Diagnostic]]:
    """What comes of the history and the summary after a change of either; NaN is taken out first."""
    held, summary = copy.deepcopy(ROWS), copy.deepcopy(SUMMARY)
    for row in held:
        row["kl"] = 0.01
    change(held, summary)
    beside = {**PARTS, "wandb-summary.json": json.dumps(summary).encode()}
    return read("wandb", "history.jsonl", lines(held), beside, **defaults)


def run_of(evidence: Evidence) -> TrainingRun:
    (one,) = evidence.filed
    assert isinstance(one.record, TrainingRun)
    return one.record


@pytest.mark.parametrize(("name", "data"), [("history.jsonl", HISTORY), ("history.csv", TABLE)])
def test_a_run_is_what_its_rows_its_summary_and_its_settings_tell_of(
    name: str, data: bytes
) -> None:
    evidence, _ = read("wandb", name, data, PARTS, id="run-7", base_model="base-1")
    run = run_of(evidence)
    assert (run.id, run.base_model) == ("run-7", "base-1")
    assert str(run.started) == "2026-11-21T14:25:09Z"
    note = run.note or ""
    steps = [row["_step"] for row in ROWS]
    assert (
        f"{len(ROWS)} rows of a W&B history with 5 metrics; steps {min(steps)} to {max(steps)}"
        in note
    )
    assert "metrics `acc`, `env.gsm8k`, `kl`, `loss`, `reward`" in note
    assert "2 settings: base base-7b, lr 1e-05" in note
    assert "code 86db7dc9144c87a4b41cad77a0dae2e55288b587" in note
    assert "it keeps last of `reward`, max of `acc`, `reward`" in note
    assert set(evidence.filed[0].parts) == {f"{n}" for n in PARTS}


def test_the_table_holds_what_the_lines_hold() -> None:
    found = list(csv.DictReader(StringIO(TABLE.decode())))
    assert [float(row["loss"]) for row in found] == [row["loss"] for row in ROWS]
    assert [float(row["env.gsm8k"]) for row in found] == [row["env"]["gsm8k"] for row in ROWS]


def test_the_only_finding_of_the_sample_is_its_value_that_is_no_number() -> None:
    _, said = read("wandb", "history.jsonl", HISTORY, PARTS)
    assert sum(1 for row in ROWS if math.isnan(row["kl"])) == 1
    assert only(said).message == "1 values of its history are no finite number, in `kl`"
    assert told()[1] == []


LAST = ROWS[-1]["loss"]
MEAN = sum(row["loss"] for row in ROWS) / len(ROWS)


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        (max(row["loss"] for row in ROWS), "TRB051", "the highest value"),
        (MEAN, "TRB051", "the mean value"),
        (0.123, "TRB043", "has 0.123 as `loss` (last); its history gives 0.05"),
        (math.nan, "TRB050", "no finite number as `loss`"),
        ("NaN", "TRB050", "no finite number as `loss`"),
        ({"max": 1.0}, "", ""),
        ({"max": 0.5}, "TRB043", "has 0.5 as `loss` (max); its history gives 1"),
        ({"best": min(row["loss"] for row in ROWS)}, "", ""),
        ({"mean": MEAN}, "", ""),
    ],
)
def test_a_summary_that_is_no_last_value_is_told_from_one_that_is(
    value: Any, code: str, words: str
) -> None:
    _, said = told(lambda held, summary: summary.update(loss=value))
    assert codes(said) == ([code] if code else [])
    assert all(words in one.message for one in said)


def test_a_lowest_value_is_told_by_what_it_is() -> None:
    _, said = told(lambda held, summary: summary.update(reward=0))
    assert "as `reward`, the lowest value; its history ends with 0.95" in only(said).message


def test_a_number_that_no_row_bears_out_is_a_claim() -> None:
    _, said = told(lambda held, summary: summary.update(score=0.99))
    assert codes(said) == ["TRB049"]
    assert "`score`" in said[0].message


def test_a_summary_alone_is_a_claim_as_a_whole() -> None:
    evidence, said = read("wandb", "wandb-summary.json", PARTS["wandb-summary.json"])
    assert codes(said) == ["TRB049"]
    assert "a summary with 8 numbers" in (run_of(evidence).note or "")


def without_end(held: list[dict[str, Any]], summary: dict[str, Any]) -> None:
    del held[12:]


def again(held: list[dict[str, Any]], summary: dict[str, Any]) -> None:
    held.insert(11, dict(held[3]))
    held.insert(11, dict(held[3]))


def gappy(held: list[dict[str, Any]], summary: dict[str, Any]) -> None:
    del held[4:9]


def stepless(held: list[dict[str, Any]], summary: dict[str, Any]) -> None:
    del held[0]["_step"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (without_end, "the summary is of step 19, the history ends at step 11"),
        (again, "its history goes back, or stands still, 2 times"),
        (gappy, "its steps are not evenly spaced: 5 rows fewer than evenly"),
        (stepless, "1 rows of its history have no step"),
    ],
)
def test_rows_that_are_missing_or_repeated_are_said(change: Any, words: str) -> None:
    _, said = told(change)
    assert any(d.code == "TRB065" and words in d.message for d in said), [d.message for d in said]


def test_rows_at_every_tenth_step_are_no_gap() -> None:
    def tenfold(held: list[dict[str, Any]], summary: dict[str, Any]) -> None:
        for row in (*held, summary):
            row["_step"] *= 10

    assert told(tenfold)[1] == []


def test_five_hundred_rows_of_more_are_the_samples_that_they_are() -> None:
    held = [{"_step": n * 37 // 10, "_timestamp": 1e9 + n, "loss": 1.0} for n in range(500)]
    _, said = read("wandb", "history.jsonl", lines(held))
    assert "500 rows for the steps 0 to 1,846" in only(said).message
    assert "run.scan_history()" in only(said).help


def test_code_with_changes_is_said_where_they_are_beside_it() -> None:
    beside = {**PARTS, "diff.patch": b"--- a\n+++ b\n"}
    _, said = read("wandb", "history.csv", TABLE, beside)
    assert codes(said) == ["TRB047"]
    assert read("wandb", "history.csv", TABLE, {**PARTS, "diff.patch": b""})[1] == []


def test_a_start_that_cannot_be_placed_in_time_is_left_out() -> None:
    beside = {"wandb-metadata.json": b'{"startedAt": "2021-02-16T23:44:07.003488"}'}
    assert run_of(read("wandb", "history.csv", TABLE, beside)[0]).started is None


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("wandb-summary.json", b"{"),
        ("wandb-summary.json", b"[]"),
        ("wandb-metadata.json", b'{"startedAt": '),
        ("config.yaml", b"_wandb:\n  - [\n"),
        ("config.yaml", b"\xff"),
    ],
)
def test_a_part_that_cannot_be_read_is_one_mistake_and_the_rest_is_read(
    name: str, data: bytes
) -> None:
    evidence, said = read("wandb", "history.csv", TABLE, {**PARTS, name: data})
    (mistake,) = [d for d in said if d.input_error]
    assert mistake.place is not None and mistake.place.path == name
    assert (len(evidence.filed), evidence.unread) == (1, 1)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'1,2,"3\n', "quotes"),
        (b"1,2\n", "2 cells, the head of the table 9"),
        (b"\xff,,,,,,,,\n", "not UTF-8"),
        (b"x" * 9_000_000 + b"\n", "longer than"),
        (b'"' + b"x\n" * 200_000 + b'"\n', "quotes"),
    ],
)
def test_a_line_of_a_table_that_cannot_be_read_is_counted_and_the_others_are_read(
    line: bytes, words: str
) -> None:
    first, rest = TABLE.split(b"\n", 1)
    evidence, said = read("wandb", "history.csv", first + b"\n" + rest + line)
    assert any(d.code == "TRB058" and words in d.message for d in said)
    assert evidence.unread >= 1
    assert "20 rows" in (run_of(evidence).note or "")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"_step,_runtime,loss,loss\n1,2,3,4\n", "`loss` stands twice in its head"),
        (b"_step,_runtime," + b"a," * 20_000 + b"\n", "columns"),
        (b"_step,_runtime,loss\n", "no row of it has a `_step`"),
        (b"_step,_runtime,loss\nx,2,3\n", "no row of it has a `_step`"),
    ],
)
def test_a_table_that_is_no_history_is_refused(data: bytes, words: str) -> None:
    evidence, said = read("wandb", "history.csv", data)
    assert any(words in d.message for d in said)
    assert evidence.filed == () and evidence.unread >= 1


def test_more_metrics_than_the_limit_are_not_read() -> None:
    row = {"_step": 1, "_runtime": 2, **{f"m{n}": 1 for n in range(MOST_METRICS + 1)}}
    assert codes(read("wandb", "history.jsonl", lines([row]))[1]) == ["TRB003"]
    assert codes(read("wandb", "h.csv", TABLE, limits=Limits(lines=3))[1]) == ["TRB058"]


CHART = (
    b'"Step","attempt-1 - loss","attempt-1 - loss__MIN","attempt-1 - loss__MAX"\n"0","1","1","1"\n'
)


def test_a_chart_is_refused_with_what_to_hand_in() -> None:
    assert recognised("chart.csv", CHART) == "wandb"
    _, said = read("wandb", "chart.csv", CHART)
    assert codes(said) == ["TRB040"]
    assert "the export of a chart" in said[0].message
    assert "run.scan_history()" in said[0].help


@pytest.mark.parametrize("name", ["wandb-metadata.json", "config.yaml"])
def test_the_parts_of_a_run_are_recognised(name: str) -> None:
    assert recognised_part(name, PARTS[name]) == "wandb"


@pytest.mark.parametrize(
    "data", [b"a,b\n1,2\n", b"_step,loss\n1,2\n", b'{"_step": 1}\n', b"", b"_step", b'"_step\n']
)
def test_other_tables_are_not_taken_for_histories(data: bytes) -> None:
    assert recognised("x.csv", data) == ""
