"""METR's runs: success of each model at each task, counted by hand as well."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

import pytest
from foreign_files import lines, read, rows, sample
from said import codes

from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.evidence.measuring import Measurement

NAME = "runs.jsonl"
DATA = sample("metr/runs_v1_1_head.jsonl")
ROWS = rows(DATA)


def measurements(evidence: Evidence) -> list[Measurement]:
    return [f.record for f in evidence.filed if isinstance(f.record, Measurement)]


def run(**changes: Any) -> dict[str, Any]:
    return {**ROWS[0], **changes}


def told(*runs: dict[str, Any], **defaults: Any) -> tuple[list[Measurement], list[str]]:
    numbered = [{**one, "run_id": one.get("own", f"r{n}")} for n, one in enumerate(runs)]
    evidence, said = read("metr-runs", NAME, lines(numbered), **defaults)
    return measurements(evidence), codes(said)


def test_the_counts_of_real_runs_are_those_of_a_few_lines_of_python() -> None:
    by_hand: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in ROWS:
        counts = by_hand[row["task_id"]]
        counts[0] += 1
        if row["fatal_error_from"] is not None:
            counts[2] += 1
        else:
            counts[1] += row["score_binarized"]
    evidence, said = read("metr-runs", NAME, DATA)
    found = {}
    for one in measurements(evidence):
        assert one.counts is not None and one.value is not None
        hits = round(one.value.value * one.counts.scored)
        found[one.benchmark] = [one.counts.planned, hits, one.counts.errored]
    assert found == by_hand
    assert codes(said) == ["TRB045"]
    assert "`usageLimits` 1" in said[0].message


def test_times_are_those_of_the_first_and_the_last_run() -> None:
    evidence, _ = read("metr-runs", NAME, DATA)
    both = [row for row in ROWS if row["task_id"] == "acdc_bug/fix_checkpointing"]
    one = measurements(evidence)[0]
    assert one.started is not None and one.ended is not None
    first = min(row["started_at"] for row in both) // 1000
    last = max(row["completed_at"] for row in both) // 1000
    assert one.started.earliest == datetime.fromtimestamp(first, UTC)
    assert one.ended.earliest == datetime.fromtimestamp(last, UTC)


def test_a_fatal_error_is_no_score_even_where_one_is_given() -> None:
    (one,), said = told(run(score_binarized=1, fatal_error_from="server"), run(score_binarized=1))
    assert one.counts is not None
    assert (str(one.value), one.counts.errored) == ("1 of 1", 1)
    assert said == ["TRB045"]


def test_a_suite_is_the_mean_over_tasks() -> None:
    runs = [run(task_id="a", score_binarized=s) for s in (1, 1, 1, 1)]
    runs += [run(task_id="b", score_binarized=s) for s in (0, 1)]
    (one,), _ = told(*runs, per="suite")
    assert (str(one.value), one.benchmark, one.interval) == ("75%", "HCAST", None)
    assert one.counts is not None and one.counts.planned == 6


@pytest.mark.parametrize(
    ("runs", "code"),
    [
        ((run(), run(time_limit=60)), "TRB046"),
        ((run(), run(cloned=1.0)), "TRB044"),
        ((run(), run(score_binarized=None)), "TRB050"),
        ((run(own="x"), run(own="x")), "TRB044"),
    ],
)
def test_what_is_odd_about_runs_is_a_finding(runs: Any, code: str) -> None:
    assert told(*runs)[1] == [code]


def test_two_versions_of_a_task_are_two_measurements() -> None:
    found, said = told(run(), run(task_version="2.0"))
    assert {one.benchmark_version for one in found} == {"1.0.11", "2.0"}
    assert len({one.id for one in found}) == 2
    assert said == []


def test_only_the_models_that_are_asked_for_are_taken() -> None:
    found, _ = told(run(), run(model="other"), models=["other"])
    assert [one.subject for one in found] == ["other"]
    assert told(run(), models="other")[1] == ["TRB055"]
    assert told(run(), per="month")[1] == ["TRB055"]


def test_a_line_that_is_cut_off_is_one_mistake() -> None:
    evidence, said = read("metr-runs", NAME, DATA[:-40])
    assert [(d.code, d.place and d.place.line) for d in said if d.input_error] == [("TRB058", 7)]
    assert evidence.unread == 1
    assert len(evidence.filed) == len({row["task_id"] for row in ROWS[:-1]})


def test_no_party_is_taken_from_a_source_of_tasks() -> None:
    evidence, _ = read("metr-runs", NAME, DATA)
    assert {one.roles.designed for one in measurements(evidence)} == {()}
