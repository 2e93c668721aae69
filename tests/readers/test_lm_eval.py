"""Results of the lm-evaluation-harness are counted again from their samples."""

from __future__ import annotations

import copy
import json
from hashlib import sha256
from statistics import fmean
from typing import Any

import pytest
from foreign_files import at, by_name, lines, read, rows, sample
from said import codes

from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.words.diagnostic import Diagnostic

RESULTS = "results_2026-01-21T03-44-18.458309.json"
SAMPLES = "samples_math_perturbed_full_2026-01-21T03-44-18.458309.jsonl"
TASK = "math_perturbed_full"
NUMBER = f"{TASK}/exact_match"
HEAD: dict[str, Any] = json.loads(sample(f"lm_eval/{RESULTS}"))
ROWS = rows(sample(f"lm_eval/{SAMPLES}"))


def fitting(values: list[float]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Results of one task and their samples, which fit each other."""
    head, found = copy.deepcopy(HEAD), []
    for number, value in enumerate(values):
        found.append({**ROWS[0], "doc_id": number, "exact_match": value})
    head["results"] = {TASK: {"alias": TASK, "exact_match,none": fmean(values)}}
    head["n-samples"][TASK] = {"original": len(values), "effective": len(values)}
    hashes = "".join(r["doc_hash"] + r["prompt_hash"] + r["target_hash"] for r in found)
    head["task_hashes"][TASK] = sha256(hashes.encode()).hexdigest()
    return head, found


def measured(
    head: dict[str, Any], samples: list[dict[str, Any]], **defaults: Any
) -> tuple[Measurement, list[str]]:
    evidence, said = told(head, samples, **defaults)
    (one,) = evidence.filed
    assert isinstance(one.record, Measurement)
    return one.record, codes(said)


def told(
    head: dict[str, Any], samples: list[dict[str, Any]], **defaults: Any
) -> tuple[Evidence, list[Diagnostic]]:
    beside = {SAMPLES: lines(samples)} if samples else {}
    return read("lm-eval", RESULTS, json.dumps(head).encode(), beside, **defaults)


def test_a_real_run_is_counted_from_the_samples_that_are_there() -> None:
    beside = {SAMPLES: sample(f"lm_eval/{SAMPLES}")}
    evidence, said = read("lm-eval", RESULTS, sample(f"lm_eval/{RESULTS}"), beside)
    counted = by_name(evidence, "perturbed").record
    assert isinstance(counted, Measurement)
    hits = sum(row["exact_match"] for row in ROWS)
    assert str(counted.value) == f"{hits:.0f} of {len(ROWS)}"
    assert counted.counts is not None
    planned = HEAD["n-samples"][TASK]["effective"]
    assert (counted.counts.planned, counted.counts.scored) == (planned, len(ROWS))
    assert counted.counts.excluded == planned - len(ROWS)
    assert counted.subject == HEAD["model_name"]
    assert str(counted.started) == "2026-01-21T02:59:43Z"
    took = float(HEAD["total_evaluation_time_seconds"])
    assert counted.started is not None and counted.ended is not None
    assert (counted.ended.earliest - counted.started.earliest).seconds == pytest.approx(took, abs=1)
    assert sorted(codes(said)) == ["TRB044", "TRB049"]


def test_a_number_without_samples_is_a_claim_without_counts() -> None:
    evidence, _ = read("lm-eval", RESULTS, sample(f"lm_eval/{RESULTS}"))
    claim = by_name(evidence, "rephrased").record
    assert isinstance(claim, Measurement)
    value = HEAD["results"]["math_rephrased_full"]["exact_match,none"]
    assert claim.value is not None
    assert float(claim.value.value) == value
    assert (claim.counts, claim.interval) == (None, None)


@pytest.mark.parametrize(
    ("values", "shown", "interval"),
    [
        ([1.0, 0.0, 1.0], "2 of 3", "from-counts"),
        ([0.25, 0.75], "50%", None),
        ([3.0, 4.0], "3.5", None),
    ],
)
def test_the_value_is_the_mean_of_the_samples(
    values: list[float], shown: str, interval: str | None
) -> None:
    record, said = measured(*fitting(values))
    assert said == []
    assert (str(record.value), record.interval) == (shown, interval)
    assert record.statistic == "mean"


def limited(head: dict[str, Any]) -> None:
    head["n-samples"][TASK]["original"] = 50


def raised(head: dict[str, Any]) -> None:
    head["results"][TASK]["exact_match,none"] = 0.9


def rehashed(head: dict[str, Any]) -> None:
    head["task_hashes"][TASK] = "0" * 64


def wider(head: dict[str, Any]) -> None:
    head["n-samples"][TASK] = {"original": 2, "effective": 2}


def unversioned(head: dict[str, Any]) -> None:
    del head["git_hash"], head["lm_eval_version"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (limited, "TRB052"),
        (raised, "TRB043"),
        (rehashed, "TRB044"),
        (wider, "TRB044"),
        (unversioned, "TRB047"),
    ],
)
def test_what_is_odd_about_a_run_is_a_finding(change: Any, code: str) -> None:
    head, samples = fitting([1.0, 0.0, 1.0])
    change(head)
    record, said = measured(head, samples)
    assert said == [code]
    assert str(record.value) == "2 of 3"


def test_a_part_of_a_task_is_in_order_when_it_is_said_who_chose_it() -> None:
    head, samples = fitting([1.0, 0.0])
    limited(head)
    assert measured(head, samples, derived={"how": "subset", "by": ["example-lab"]})[1] == []


def test_a_document_that_stands_twice_counts_once() -> None:
    head, samples = fitting([1.0, 0.0])
    record, said = measured(head, [*samples, {**samples[1], "exact_match": 1.0}])
    assert str(record.value) == "1 of 2"
    assert "TRB044" in said


def test_a_value_that_is_no_number_is_excluded() -> None:
    head, samples = fitting([1.0, 0.0, 1.0])
    samples[0]["exact_match"] = float("nan")
    record, said = measured(head, samples)
    assert str(record.value) == "1 of 2"
    assert record.counts is not None
    assert record.counts.excluded == 1
    assert said == ["TRB050", "TRB043"]


@pytest.mark.parametrize(
    ("metric", "name", "statistic", "said"),
    [
        ("pass@10", "none", "pass@k", ["TRB051"]),
        ("pass@1", "none", "mean", ["TRB049"]),
        ("exact_match", "maj@64", "unstated", ["TRB051"]),
        ("exact_match", "best_of_8", "best-of-n", ["TRB051"]),
        ("perplexity", "none", "unstated", ["TRB051"]),
    ],
)
def test_only_a_mean_is_called_a_mean(
    metric: str, name: str, statistic: str, said: list[str]
) -> None:
    head, _ = fitting([1.0])
    head["results"] = {TASK: {"alias": TASK, f"{metric},{name}": 0.5}}
    record, found = measured(head, [])
    assert (record.statistic, found) == (statistic, said)
    assert record.counts is None


def test_each_filter_is_counted_by_itself() -> None:
    head, samples = fitting([1.0, 0.0])
    head["results"][TASK] |= {"exact_match,flexible": 1.0, "exact_match_stderr,flexible": 0.0}
    samples += [{**row, "filter": "flexible", "exact_match": 1.0} for row in samples]
    head["task_hashes"] = {}
    evidence, said = told(head, samples)
    assert codes(said) == []
    values = {f.id.rpartition("full/")[2]: str(f.record.value) for f in evidence.filed}  # type: ignore[attr-defined]
    assert values == {"exact_match": "1 of 2", "exact_match/flexible": "2 of 2"}


def test_results_are_picked_by_name_and_what_is_left_is_said() -> None:
    data, beside = sample(f"lm_eval/{RESULTS}"), {SAMPLES: sample(f"lm_eval/{SAMPLES}")}
    wanted = {NUMBER: {"benchmark": "outer", "id": "m-1"}}
    evidence, said = read("lm-eval", RESULTS, data, beside, results=wanted)
    (one,) = evidence.filed
    assert isinstance(one.record, Measurement)
    assert (one.id, one.record.benchmark) == ("m-1", "outer")
    assert "TRB059" in codes(said)
    _, said = read(
        "lm-eval", RESULTS, data, beside, results={"math_perturbed_fulll/exact_match": {}}
    )
    assert codes(said) == ["TRB055"]
    assert NUMBER in said[0].help


def test_one_metric_cannot_be_stated_for_several_results() -> None:
    assert codes(read("lm-eval", RESULTS, sample(f"lm_eval/{RESULTS}"), metric="x")[1]) == [
        "TRB055"
    ]


def test_samples_under_another_name_are_named() -> None:
    head, samples = fitting([1.0, 0.0])
    data, beside = json.dumps(head).encode(), {"mine.jsonl": lines(samples)}
    evidence, said = read("lm-eval", "r.json", data, beside, samples={TASK: "mine.jsonl"})
    assert codes(said) == []
    assert str(evidence.filed[0].record.value) == "1 of 2"  # type: ignore[attr-defined]
    _, said = read("lm-eval", "r.json", data, beside, samples={TASK: "other.jsonl"})
    assert "TRB055" in codes(said)


def test_a_row_that_cannot_be_read_is_counted_and_said_at_its_line() -> None:
    head, samples = fitting([1.0, 0.0, 1.0])
    data = lines(samples)
    broken = data[: data.rindex(b'"exact_match"')]
    evidence, said = read("lm-eval", RESULTS, json.dumps(head).encode(), {SAMPLES: broken})
    assert (said[0].code, said[0].place and said[0].place.line) == ("TRB058", 3)
    assert said[0].help == "was the file cut off?"
    assert evidence.unread == 1
    record = evidence.filed[0].record
    assert isinstance(record, Measurement) and record.counts is not None
    assert (str(record.value), record.counts.excluded) == ("1 of 2", 1)


def test_the_samples_are_part_of_what_a_record_rests_on() -> None:
    """A samples file that is not the one that was listed spoils the record that is counted from it."""
    head, samples = fitting([1.0, 0.0])
    evidence, said = read(
        "lm-eval", RESULTS, json.dumps(head).encode(), {SAMPLES: lines(samples)},
        digests={SAMPLES: "0" * 64},
    )  # fmt: skip
    assert "TRB030" in codes(said)
    assert evidence.filed[0].defects == ("digest-mismatch",)


def test_every_value_can_be_followed_to_its_place() -> None:
    beside = {SAMPLES: sample(f"lm_eval/{SAMPLES}")}
    evidence, _ = read("lm-eval", RESULTS, sample(f"lm_eval/{RESULTS}"), beside)
    for filed in evidence.filed:
        fields = {d.field: d for d in filed.drawn}
        assert {"/benchmark", "/subject", "/value", "/started"} <= set(fields)
        for drawn in filed.drawn:
            if drawn.file == RESULTS:
                at(HEAD, drawn.pointer)
        assert at(HEAD, fields["/subject"].pointer) == getattr(filed.record, "subject")  # noqa: B009
