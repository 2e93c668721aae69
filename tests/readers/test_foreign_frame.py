"""Readers join by being in their folder; each knows its own files, and what none knows is said."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from foreign_files import DATA, HEAD, read, sample
from said import codes, only

from tra_policy.readers.bundle import read_bundle
from tra_policy.readers.known import LOADED, recognised, recognised_part

LOGS = {
    "lm_eval/results_2026-01-21T03-44-18.458309.json": "lm-eval",
    "every_eval_ever/98ea850e-7019-4728-a558-8b1819ec47c2.json": "every-eval-ever",
    "every_eval_ever/cc147ebf-957b-4acc-83b9-4f1a9069b94a.json": "every-eval-ever",
    "every_eval_ever/f3a1c0de-4b2e-4c1a-9f6d-1b7e5a2c8d40.json": "every-eval-ever",
    "metr/runs_v1_1_head.jsonl": "metr-runs",
    "hf/eval_results_hub2.4.yaml": "hf-results",
    "hf/hub-docs_eval_results.yaml": "hf-results",
    "hf/model_card.md": "hf-results",
    "inspect_zstd/mod7.eval": "inspect",
    "trainer_state/trainer_state.json": "trainer-state",
    "rollouts/verl_rollout_data_dir_12.jsonl": "rollouts",
    "rollouts/nemo_rl_train_data_step3.jsonl": "rollouts",
    "rollouts/skyrl_eval_dataset.jsonl": "rollouts",
    "rollouts/tinker_train_iteration_000003_rollout_summaries.jsonl": "rollouts",
    "weights/model.safetensors": "safetensors",
    "croissant/croissant.json": "croissant",
    "training/events.out.tfevents.1795240370.0": "tensorboard",
    "mlflow/mlflow.db": "mlflow",
    "wandb/history.jsonl": "wandb",
    "wandb/history.csv": "wandb",
    "wandb/wandb-summary.json": "wandb",
    "wandb/run-e2x7mpcn.wandb": "wandb",
}
PARTS = {
    "lm_eval/samples_math_perturbed_full_2026-01-21T03-44-18.458309.jsonl": "lm-eval",
    "every_eval_ever/cc147ebf-957b-4acc-83b9-4f1a9069b94a_samples.jsonl": "every-eval-ever",
    "every_eval_ever/f3a1c0de-4b2e-4c1a-9f6d-1b7e5a2c8d40_samples.jsonl": "every-eval-ever",
    "wandb/wandb-metadata.json": "wandb",
    "wandb/config.yaml": "wandb",
}
ROOT = DATA.parent.parent.parent


def manifest(*entries: dict[str, object]) -> bytes:
    return json.dumps({**HEAD, "files": list(entries)}).encode()


@pytest.mark.parametrize("path", LOGS)
def test_a_log_is_recognised_by_one_reader_only(path: str) -> None:
    data = sample(path)
    assert [name for name, r in LOADED.items() if r.sniff(path, data[:16384])] == [LOGS[path]]
    assert recognised_part(path, data) == ""


@pytest.mark.parametrize("path", PARTS)
def test_a_part_of_a_log_is_recognised_and_is_no_log(path: str) -> None:
    assert recognised(path, sample(path)) == ""
    assert recognised_part(path, sample(path)) == PARTS[path]


def test_every_reader_has_a_sample_and_says_what_it_reads() -> None:
    assert set(LOADED) == set(LOGS.values())
    for reader in LOADED.values():
        assert reader.READS
        assert reader.ASKS


def native() -> list[Path]:
    """Every file of records in the examples, and in the policies' own evidence."""
    found = [*ROOT.glob("examples/**/evidence/**/*"), *ROOT.glob("policies/**/*.yaml")]
    records = [p for p in found if p.suffix in {".yaml", ".json", ".ndjson", ".jsonl"}]
    return [path for path in records if "logs" not in path.parts]


def test_no_file_of_records_is_taken_for_a_foreign_log() -> None:
    assert len(native()) > 5
    for path in native():
        assert recognised(path.name, path.read_bytes()) == "", path
        assert recognised_part(path.name, path.read_bytes()) == "", path


@pytest.mark.parametrize("path", [*LOGS, *PARTS])
def test_a_log_without_its_reader_is_not_read_and_the_reader_is_named(path: str) -> None:
    name = path.rpartition("/")[2]
    evidence, said = read_bundle({"b.json": manifest({"path": name}), name: sample(path)}, "b.json")
    assert evidence is not None
    assert codes(said) == ["TRB025"]
    assert said[0].help == f"say `reader: {LOGS.get(path, 'attachment')}`"
    assert (evidence.filed, evidence.unread) == ((), 1)


@pytest.mark.parametrize("name", ["a.bin", "a.xlsx", "noname"])
def test_what_no_reader_recognises_is_kept_and_it_is_said_what_was_tried(name: str) -> None:
    _, said = read_bundle({"b.json": manifest({"path": name}), name: b"\x00\x01"}, "b.json")
    assert only(said).code == "TRB032"
    assert all(reader in only(said).help for reader in LOADED)


def test_a_file_without_records_says_what_was_tried() -> None:
    _, said = read_bundle({"b.json": manifest({"path": "a.json"}), "a.json": b"{}"}, "b.json")
    assert only(said).code == "TRB024"
    assert f"tried: {', '.join(LOADED)}" in only(said).help


@pytest.mark.parametrize("reader", LOADED)
@pytest.mark.parametrize("path", LOGS)
def test_a_log_given_to_another_reader_is_refused_and_its_own_is_named(
    reader: str, path: str
) -> None:
    if LOGS[path] == reader:
        return
    evidence, said = read(reader, path.rpartition("/")[2], sample(path))
    assert evidence.filed == ()
    assert evidence.unread >= 1
    assert f"say `reader: {LOGS[path]}`" in [d.help for d in said]


def test_a_part_that_is_not_listed_is_not_looked_at() -> None:
    """What is not listed is not covered by what was signed of the manifest."""
    name, part = next(iter(LOGS)), next(iter(PARTS))
    log, rows = name.rpartition("/")[2], part.rpartition("/")[2]
    files = {"b.json": manifest({"path": log, "reader": "lm-eval"}), log: sample(name)}
    files[rows] = sample(part)
    evidence, _ = read_bundle(files, "b.json")
    assert evidence is not None
    assert all(getattr(filed.record, "counts") is None for filed in evidence.filed)  # noqa: B009


def test_a_log_in_a_folder_finds_its_parts_there() -> None:
    name, part = next(iter(LOGS)), next(iter(PARTS))
    log, rows = f"runs/{name.rpartition('/')[2]}", f"runs/{part.rpartition('/')[2]}"
    entries = ({"path": log, "reader": "lm-eval"}, {"path": rows, "reader": "attachment"})
    files = {"b.json": manifest(*entries), log: sample(name), rows: sample(part)}
    evidence, _ = read_bundle(files, "b.json", "some/where")
    assert evidence is not None
    counted = [f for f in evidence.filed if getattr(f.record, "counts")]  # noqa: B009
    assert [filed.file for filed in counted] == [log]
    assert {d.file for d in counted[0].drawn if d.field == "/value"} == {f"some/where/{rows}"}


def test_what_only_one_format_needs_is_imported_when_there_is_such_a_file() -> None:
    code = "import sys, tra_policy.readers.known; print('sqlite3' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["False"]


def test_ids_stay_names_however_long_a_log_calls_its_results() -> None:
    results = {f"t{n}" + "x" * 300: {"alias": "t", "acc,none": 0.5} for n in range(2)}
    data = json.dumps({"results": results}).encode()
    evidence, _ = read("lm-eval", "r" * 190 + ".json", data)
    assert len({filed.id for filed in evidence.filed}) == 2
