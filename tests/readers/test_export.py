"""`tra bundle export`: what a bundle measures, as Every Eval Ever records that read back as they were."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from foreign_files import DATA, HEAD, rows, sample
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from test_every_eval_ever import both_can_say

from tra_policy.cli.main import run
from tra_policy.model.evidence.bundle import Evidence
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.workspace import open_bundle

AGGREGATE = Draft7Validator(json.loads(sample("every_eval_ever/eval.schema.json")))
INSTANCE = Draft7Validator(json.loads(sample("every_eval_ever/instance.schema.json")))
UUID = "cc147ebf-957b-4acc-83b9-4f1a9069b94a"
OLD = "98ea850e-7019-4728-a558-8b1819ec47c2"
LOGS = DATA / "every_eval_ever"
FORMAT = ("--format", "every-eval-ever")


def bundle(folder: Path, *logs: Path) -> Path:
    """A bundle with some logs in it."""
    given_ = ("--id", "b", "--developer", "openai", "--subject", "model-1", "--date", "2026-11-30")
    assert run(["bundle", "init", str(folder), *given_]) == 0
    if logs:
        assert run(["bundle", "import", *map(str, logs), "--into", str(folder)]) == 0
    return folder


def of_records(folder: Path, *records: dict[str, Any]) -> Path:
    """A bundle of native records."""
    folder.mkdir(parents=True)
    manifest = {**HEAD, "developer": "lab", "records": list(records)}
    (folder / "bundle.yaml").write_text(yaml.safe_dump(manifest), encoding="utf-8")
    return folder


def evidence_of(folder: Path) -> Evidence:
    evidence, _, said = open_bundle(str(folder))
    assert evidence is not None
    assert not [d.message for d in said if d.input_error]
    return evidence


def measured(folder: Path) -> list[Measurement]:
    return [f.record for f in evidence_of(folder).filed if isinstance(f.record, Measurement)]


def exported(folder: Path, out: Path, *more: str) -> list[dict[str, Any]]:
    """The records that come out; they and their rows are valid by the published schemas."""
    assert run(["bundle", "export", str(folder), *FORMAT, "--out", str(out), *more]) == 0
    found = []
    for path in sorted(out.rglob("*.json")):
        record = json.loads(path.read_text("utf-8"))
        assert list(AGGREGATE.iter_errors(record)) == []
        detailed = record.get("detailed_evaluation_results")
        if detailed:
            data = (out / detailed["file_path"]).read_bytes()
            assert sha256(data).hexdigest() == detailed["checksum"]
            assert len(rows(data)) == detailed["total_rows"]
            for row in rows(data):
                assert list(INSTANCE.iter_errors(row)) == []
        found.append(record)
    return found


MEASURED = {
    "id": "m-1",
    "kind": "measurement",
    "benchmark": "vct",
    "subject": "ckpt-9",
    "statistic": "mean",
    "value": "33 of 42",
    "counts": {"planned": 42, "scored": 42, "errored": 0, "excluded": 0},
    "recorded": "2026-01-05T10:00:00Z",
}


def test_logs_survive_import_export_and_import(tmp_path: Path) -> None:
    first = bundle(tmp_path / "one", LOGS / f"{UUID}.json", LOGS / f"{OLD}.json")
    exported(first, tmp_path / "out")
    second = bundle(tmp_path / "two", *sorted((tmp_path / "out").rglob("*-*.json")))
    before, after = measured(first), measured(second)
    assert len(before) == 7
    assert sorted(map(both_can_say, before), key=str) == sorted(map(both_can_say, after), key=str)
    counts = [[str(one.counts) for one in found if one.counts] for found in (before, after)]
    assert counts[0] == counts[1] == ["planned=2 scored=2 errored=0 excluded=0"]
    assert sorted(str(m.interval) for m in before) == sorted(str(m.interval) for m in after)
    again = exported(second, tmp_path / "again")
    scores = [
        sorted(_score(r) for r in found) for found in (exported(first, tmp_path / "o"), again)
    ]
    assert scores[0] == scores[1]


def _score(record: dict[str, Any]) -> float:
    (result,) = record["evaluation_results"]
    return float(result["score_details"]["score"])


def test_the_rows_are_those_that_were_imported_under_their_record(tmp_path: Path) -> None:
    (record,) = exported(bundle(tmp_path / "b", LOGS / f"{UUID}.json"), tmp_path / "out")
    held = rows(
        (tmp_path / "out" / record["detailed_evaluation_results"]["file_path"]).read_bytes()
    )
    original = rows(sample(f"every_eval_ever/{UUID}_samples.jsonl"))
    for new, old in zip(held, original, strict=True):
        assert new["evaluation_id"] == record["evaluation_id"]
        assert (new["sample_id"], new["input"], new["output"]) == (
            old["sample_id"],
            old["input"],
            old["output"],
        )


def test_a_direction_is_taken_from_the_record_or_from_a_person_and_never_guessed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = of_records(tmp_path / "b", MEASURED, {**MEASURED, "id": "m-2", "benchmark": "loss"})
    assert run(["bundle", "export", str(folder), *FORMAT, "--out", str(tmp_path / "no")]) == 2
    shown = capsys.readouterr()
    assert "left out 2 measurements, nobody says whether a lower score is better" in shown.out
    assert "nothing was exported" in shown.err
    more = ("--lower-is-better", "loss", "--higher-is-better", "v*")
    records = exported(folder, tmp_path / "out", *more)
    directions = {
        r["evaluation_results"][0]["evaluation_name"]: r["evaluation_results"][0]["metric_config"][
            "lower_is_better"
        ]
        for r in records
    }
    assert directions == {"vct": False, "loss": True}


def test_what_both_ways_are_said_of_is_left_out(tmp_path: Path) -> None:
    folder = of_records(tmp_path / "b", MEASURED)
    both = ("--lower-is-better", "*", "--higher-is-better", "vct")
    assert run(["bundle", "export", str(folder), *FORMAT, "--out", str(tmp_path / "o"), *both]) == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": None, "counts": None}, "it has no value"),
        ({"value": None, "counts": None, "withheld": True}, "its result was withheld"),
        ({"counts": {"planned": 50, "scored": 42, "errored": 0, "excluded": 0}}, "do not add up"),
        ({"retracted": {"on": "2026-02-01", "by": "lab", "because": "wrong"}}, "taken it back"),
    ],
)
def test_what_is_left_out_is_said_with_its_name(
    change: dict[str, Any], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = of_records(tmp_path / "b", MEASURED, {**MEASURED, "id": "m-2", **change})
    assert len(exported(folder, tmp_path / "out", "--higher-is-better", "*")) == 1
    told = capsys.readouterr().out
    assert "left out 1 measurement, " in told and words in told and "m-2" in told


def test_a_record_of_a_file_that_was_changed_is_not_handed_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = bundle(tmp_path / "b", LOGS / f"{UUID}.json", LOGS / f"{OLD}.json")
    assert run(["bundle", "seal", str(folder)]) == 0
    rows_file = folder / f"{UUID}_samples.jsonl"
    rows_file.write_bytes(rows_file.read_bytes().replace(b'"score": 1.0', b'"score": 0.0'))
    assert len(exported(folder, tmp_path / "out")) == 6
    assert "its file is not the one that was listed or signed" in capsys.readouterr().out


def test_what_the_form_cannot_say_is_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {
        "roles": {"designed": ["institute"], "run": ["lab"]},
        "thresholds": ["T-1"],
        "ended": "2026-01-04",
        "interval": "from-counts",
    }
    other = {"id": "ckpt-9", "kind": "checkpoint"}
    folder = of_records(tmp_path / "b", {**MEASURED, **said}, other)
    exported(folder, tmp_path / "out", "--higher-is-better", "*")
    told = capsys.readouterr().out
    for name in ("roles", "thresholds", "ended", "interval", "counts"):
        assert f"`{name}` is not said in 1 record" in told
    for name in ("value", "benchmark", "subject", "statistic", "recorded"):
        assert f"`{name}`" not in told
    assert "without rows in 1 record: they are counted, and not in this form in the bundle" in told
    assert "not exported, for the form has no other kinds: 1 checkpoint" in told


def test_nothing_is_overwritten_and_the_same_bundle_gives_the_same_files(tmp_path: Path) -> None:
    folder = of_records(tmp_path / "b", MEASURED)
    more = ("--higher-is-better", "*")
    exported(folder, tmp_path / "one", *more)
    exported(folder, tmp_path / "two", *more)
    one, two = (
        {p.relative_to(tmp_path / n): p.read_bytes() for p in (tmp_path / n).rglob("*.json")}
        for n in ("one", "two")
    )
    assert one == two
    again = ["bundle", "export", str(folder), *FORMAT, "--out", str(tmp_path / "one"), *more]
    assert run(again) == 2


def test_a_row_that_is_not_of_the_form_leaves_the_rows_out_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = rows(sample(f"every_eval_ever/{UUID}_samples.jsonl"))
    del held[1]["input"]
    (tmp_path / "logs").mkdir()
    for name, data in (
        (f"{UUID}.json", sample(f"every_eval_ever/{UUID}.json")),
        (f"{UUID}_samples.jsonl", "".join(json.dumps(r) + "\n" for r in held).encode()),
    ):
        (tmp_path / "logs" / name).write_bytes(data)
    folder = bundle(tmp_path / "b", tmp_path / "logs" / f"{UUID}.json")
    (record,) = exported(folder, tmp_path / "out")
    assert "detailed_evaluation_results" not in record
    assert "without rows in 1 record: a row has no `input`" in capsys.readouterr().out


def test_rows_that_are_not_all_that_was_planned_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With them alone, whoever reads the record next would take a part for the whole."""
    record = json.loads(sample(f"every_eval_ever/{UUID}.json"))
    record["evaluation_results"][0]["score_details"]["uncertainty"] = {"num_samples": 500}
    (tmp_path / "logs").mkdir()
    log = tmp_path / "logs" / f"{UUID}.json"
    log.write_text(json.dumps(record), encoding="utf-8")
    rows_file = log.with_name(f"{UUID}_samples.jsonl")
    rows_file.write_bytes(sample(f"every_eval_ever/{rows_file.name}"))
    folder = bundle(tmp_path / "b", log)
    (before,) = measured(folder)
    assert before.counts is not None and before.counts.planned == 500
    (out,) = exported(folder, tmp_path / "out")
    assert "detailed_evaluation_results" not in out
    told = capsys.readouterr().out
    assert "they are fewer than were planned" in told and "`counts` is not said" in told
    (after,) = measured(bundle(tmp_path / "c", *(tmp_path / "out").rglob("*-*.json")))
    assert (after.counts, after.interval) == (None, None)


@pytest.mark.parametrize("name", ["../../x", "a/b", "x:y", "v1..2"])
def test_a_name_leads_nowhere(name: str, tmp_path: Path) -> None:
    change = {"subject": name.lstrip("./"), "benchmark": "vct"}
    folder = of_records(tmp_path / "b", {**MEASURED, **change})
    exported(folder, tmp_path / "out", "--higher-is-better", "*")
    assert {p.name for p in tmp_path.iterdir()} == {"b", "out"}


def test_a_bundle_with_a_mistake_is_exported_as_far_as_it_is_read(tmp_path: Path) -> None:
    folder = of_records(tmp_path / "b", MEASURED, {"id": "x", "kind": "no-such-kind"})
    out = tmp_path / "out"
    more = ("--higher-is-better", "*")
    assert run(["bundle", "export", str(folder), *FORMAT, "--out", str(out), *more]) == 2
    assert len(list(out.rglob("*.json"))) == 1
    assert run(["bundle", "export", str(tmp_path / "none"), *FORMAT, "--out", str(out)]) == 2


SCORES = st.lists(
    st.sampled_from([0.0, 1.0]) | st.floats(0, 1).map(lambda v: round(v, 6)), min_size=1, max_size=6
)


@settings(deadline=None, max_examples=25)
@given(SCORES, st.integers(0, 3), st.booleans(), st.sampled_from(["first_party", "third_party"]))
def test_any_record_with_rows_survives_import_export_and_import(
    scores: list[float], failed: int, lower: bool, relationship: str
) -> None:
    base = json.loads(sample(f"every_eval_ever/{UUID}.json"))
    row = rows(sample(f"every_eval_ever/{UUID}_samples.jsonl"))[0]
    held = [
        {**row, "sample_id": str(n), "evaluation": {"score": score, "is_correct": score == 1}}
        for n, score in enumerate(scores)
    ]
    held += [{**row, "sample_id": f"e{n}", "error": "timeout"} for n in range(failed)]
    data = "".join(json.dumps(one) + "\n" for one in held).encode()
    (result,) = base["evaluation_results"]
    result["score_details"] = {"score": sum(scores) / len(scores)}
    result["metric_config"]["lower_is_better"] = lower
    result["source_data"] = {"dataset_name": "pubmedqa", "source_type": "other"}
    base["source_metadata"] |= {
        "evaluator_relationship": relationship,
        "source_organization_name": "institute" if relationship == "third_party" else "openai",
    }
    base["detailed_evaluation_results"] |= {
        "checksum": sha256(data).hexdigest(),
        "total_rows": len(held),
    }
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / f"{UUID}.json").write_text(json.dumps(base), encoding="utf-8")
        (folder / f"{UUID}_samples.jsonl").write_bytes(data)
        first = bundle(folder / "one", folder / f"{UUID}.json")
        (record,) = exported(first, folder / "out")
        assert record["evaluation_results"][0]["metric_config"]["lower_is_better"] is lower
        second = bundle(folder / "two", *(folder / "out").rglob("*-*.json"))
        (before,), (after,) = measured(first), measured(second)
        assert both_can_say(before) == both_can_say(after)
        assert (before.counts, before.interval, before.roles.run) == (
            after.counts,
            after.interval,
            after.roles.run,
        )
